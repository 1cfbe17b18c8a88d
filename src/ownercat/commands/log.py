"""``ownercat log``: List the commits that changed a service, and what changed."""

from typing import Any

import click

from ownercat.changes import history
from ownercat.changes.history import Log
from ownercat.commands import _output
from ownercat.commands._options import AnswerOptions, answer_options, catalog_options, complete_names
from ownercat.documents import secrets
from ownercat.errors import UsageError
from ownercat.repository import git
from ownercat.sessions.workspace import open_workspace
from ownercat.text import shown
from ownercat.views.terminal import use_color

DONE, NOTHING_FOUND, INCOMPLETE = 0, 1, 3


@click.command("log", epilog="Example: ownercat log checkout")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@catalog_options
@answer_options("text", "json", "markdown", hint="Use markdown for a pull request or a chat.")
def COMMAND(service: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """List the commits that changed a service, and what changed.

    The list follows renamed services, aliases and moved files. It includes changes of a team, of the policy or of a
    file that an objective refers to, if they affect the service. A merge is one entry, because the list follows first
    parents only. --rev sets the commit or date at which the list starts.

    Exit code: 0 listed, 1 not found, 2 usage error, 3 a part is missing or cannot be compared.
    """
    options = AnswerOptions(**values)
    workspace = open_workspace(options.where._replace(rev=None))
    if not workspace.in_git:
        raise UsageError("the history needs a git repository, but there is none here", "run git init")
    commit = git.resolve_revision(workspace.root, options.where.rev or "HEAD")
    log = history.build_log(workspace.root, commit, workspace.scope, service)
    if log is None:
        _output.warn(f"no service has or had the name or alias {shown(service)}")
        return NOTHING_FOUND
    text = _render(log, use_color(workspace.settings.get("color")), options)
    sides = (side for entry in log.entries for side in (entry.before, entry.after))
    _output.write(secrets.redactor(data for side in sides for data in side.files.values())(text))
    for warning in (*log.notes, *(log.cut[:1] if log.cut else ())) if not options.quiet else ():
        _output.warn(warning)
    if log.cut:
        _output.hint(log.cut[1])
    return INCOMPLETE if log.cut or log.notes else DONE


def _render(log: Log, color: bool, options: AnswerOptions) -> str:
    if options.form == "json":
        from ownercat.views import changes_json  # noqa: PLC0415  # one format of three is used

        return changes_json.render_log(log)
    if options.form == "markdown":
        from ownercat.views import changes_markdown  # noqa: PLC0415  # one format of three is used

        return changes_markdown.render_log(log)
    from ownercat.views import changes_rows, layout  # noqa: PLC0415  # one format of three is used

    sheets = changes_rows.build_log_sheets(log, options.verbose)
    summary = changes_rows.summarize_log(log)
    return layout.render_sheets(sheets, changes_rows.collect_log_files(log), color, options.verbose, summary)
