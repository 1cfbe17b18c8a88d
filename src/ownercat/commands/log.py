"""``ownercat log``: what changed in meaning about one service, commit by commit."""

from __future__ import annotations

from typing import Any, NamedTuple

import click

from ownercat.changes import history
from ownercat.changes.history import Log
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option
from ownercat.documents import secrets
from ownercat.errors import UsageError
from ownercat.repository import git
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.text import shown
from ownercat.views.terminal import use_color

TOLD, NOTHING_FOUND, INCOMPLETE = 0, 1, 3


class LogOptions(NamedTuple):
    """How `log` shows a history."""

    where: CatalogOptions
    format: str
    verbose: bool
    quiet: bool


@click.command("log", epilog="Example: ownercat log checkout")
@click.argument("service", metavar="SERVICE")
@catalog_options
@click.option(
    "--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="markdown is made for a pull request or a chat.",
)  # fmt: skip
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Leave nothing out, and show where each fact stands.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(service: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """What changed about a service, when, and in which commit: owner, promises, needs, pages; never text.

    Follows names, aliases and files, and what a team or a policy changes for the service. The history is that of the
    first parents: what arrived here, and when; a merge is one entry. --rev tells it as seen from that commit or date.

    Exit code: 0 told, 1 nothing found, 2 usage, 3 a part of the history is not here.
    """
    options = LogOptions(**values)
    workspace = open_workspace(options.where._replace(rev=None))
    if not workspace.in_git:
        raise UsageError("a history needs a git repository, and none was found here", "run git init")
    commit = git.resolve_revision(workspace.root, options.where.rev or "HEAD")
    found = history.log(workspace.root, commit, workspace.scope, service)
    if found is None:
        _output.warn(f"nothing was ever called {shown(service)}: no service, and no alias of one")
        return NOTHING_FOUND
    text = _rendered(found, use_color(workspace.settings.get("color")), options)
    files = (side.files for entry in found.entries for side in (entry.before, entry.after))
    _output.write(secrets.redactor(data for these in files for data in these.values())(text))
    for warning in (*found.notes, *(found.cut[:1] if found.cut else ())) if not options.quiet else ():
        _output.warn(warning)
    if found.cut:
        click.echo(f"help: {found.cut[1]}", err=True)
    return INCOMPLETE if found.cut else TOLD


def _rendered(found: Log, color: bool, options: LogOptions) -> str:
    if options.format == "text":
        from ownercat.views import log_rows  # noqa: PLC0415  # one format of three is used

        return str(log_rows.text(found, color, options.verbose))
    if options.format == "json":
        from ownercat.views import log_json  # noqa: PLC0415  # one format of three is used

        return log_json.render(found)
    from ownercat.views import log_markdown  # noqa: PLC0415  # one format of three is used

    return log_markdown.render(found)
