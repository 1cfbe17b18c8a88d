"""``ownercat rename``: Rename an entity and update every reference to it."""

import shlex
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, complete_names
from ownercat.documents.loader import LoadedCatalog
from ownercat.edits.renames.planning import plan_rename
from ownercat.edits.renames.references import format_location
from ownercat.edits.renames.subject import WITH_ALIASES
from ownercat.edits.renames.values import RenamePlan, RenameRequest
from ownercat.errors import UsageError
from ownercat.model import PREFIXES
from ownercat.sessions import edits
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.text import plural, shown
from ownercat.views.difference import render_diff
from ownercat.views.terminal import painter, use_color

RENAMED, LEFT = 0, 1
ALIAS_DAYS = 90
_KINDS = [prefix for prefix in PREFIXES if prefix != "channel"]


class RenameOptions(NamedTuple):
    """What `rename` leaves behind and what it writes."""

    where: CatalogOptions
    until: str | None
    no_alias: bool
    dry_run: bool
    force: bool


@click.command("rename", epilog="Example: ownercat rename service payment payments --dry-run")
@click.argument("kind", type=click.Choice(_KINDS, case_sensitive=False), metavar="KIND")
@click.argument("old", metavar="OLD", shell_complete=complete_names())
@click.argument("new", metavar="NEW")
@catalog_options
@click.option("--until", metavar="DATE", help=f"The last day of the alias.  [default: {ALIAS_DAYS} days from today]")
@click.option("--no-alias", is_flag=True, help="Do not keep the old name as an alias.")
@click.option("--dry-run", is_flag=True, help="Print the diff and do not write files.")
@click.option("--force", is_flag=True, help="Also edit files with uncommitted changes.")
@color_option
def COMMAND(kind: str, old: str, new: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Rename an entity and update every reference to it.

    KIND is service, team, person, rotation, escalation, journey, runbook or sla. Only names change: comments,
    layout and all other bytes stay. The old name keeps working as an alias. Files and folders keep their names.

    Exit code: 0 renamed (or renamed before), 1 a document of another format still has the old name, 2 usage error,
    3 some input cannot be read.
    """
    options = RenameOptions(**values)
    edits.refuse_revision(options.where.rev, "rename")
    request = RenameRequest(PREFIXES[kind.lower()], old, new, _until(options.until, options.no_alias))
    workspace = open_workspace(options.where._replace(rev=None))
    loaded = workspace.load()
    found = plan_rename(loaded, workspace.scope, request)
    if options.dry_run:
        _output.write(render_diff(found.before, found.after, painter(use_color(workspace.settings.get("color")))))
    else:
        if not options.force:
            edits.refuse_uncommitted(workspace, found.before)
        edits.write_all(workspace, found.before, found.after)
        _output.write("".join(f"{line}\n" for line in _done(found, request)))
    for line in _open(loaded, found, request):
        _output.warn(line)
    return LEFT if found.left else RENAMED


def _until(given: str | None, without: bool) -> date | None:
    today = datetime.now(UTC).date()
    if without:
        if given:
            raise UsageError(
                "--until sets the last day of the alias, and --no-alias keeps no alias",
                "use only one of the two options",
            )
        return None
    if given is None:
        return today + timedelta(ALIAS_DAYS)
    try:
        until = date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--until {shown(given)} is not a date", "use YYYY-MM-DD, for example 2026-09-01") from None
    if until < today:
        raise UsageError(f"--until {until} is in the past", "give a later day, or use --no-alias")
    return until


def _done(found: RenamePlan, request: RenameRequest) -> Iterator[str]:
    """What was written, file by file."""
    name, kind = shown(request.old), request.kind.lower()
    if not found.after:
        yield f"{kind} {request.new} is already renamed: {name} is its alias"
        return
    if found.subject.already:
        yield f"{kind} {request.new} was renamed before; references to its alias {name} now say {request.new}"
    else:
        yield f"renamed {kind} {name} to {request.new}"
    own = found.subject.entity.at.path
    for path in sorted(found.after):
        parts = ["its name"] * (path == own and not found.subject.already)
        parts += [f"alias {name} until {request.until}"] * (path == own and found.alias)
        parts += [plural(found.references[path], "reference")] if path in found.references else []
        parts += ["its managed block"] if path == found.codeowners else []
        yield f"  {shown(path)}: {', '.join(parts)}"


def _open(loaded: LoadedCatalog, found: RenamePlan, request: RenameRequest) -> Iterator[str]:
    """What is left for a person to do."""
    old = shown(request.old)
    for place in found.left:
        yield (
            f"{format_location(loaded, place)} still has {old}: ownercat cannot edit this YAML form; edit the "
            "line by hand"
        )
    for place in found.mentions:
        yield (
            f"{format_location(loaded, place)} still has {old}, in a document that this version of ownercat cannot read"
        )
    if request.until and request.kind not in WITH_ALIASES and found.after:
        yield f"the old name has no alias: documents of kind {request.kind} have none"
    if found.note:
        yield found.note
    if found.after:
        yield from _unmoved(found.subject.entity.at.path, request)


def _unmoved(path: str, request: RenameRequest) -> Iterator[str]:
    """Files stay where they are, because others may know their paths; how to move what is called like the old name."""
    parts = path.split("/")
    for number, part in enumerate(parts):
        stem, dot, suffix = part.partition(".") if number == len(parts) - 1 else (part, "", "")
        if stem == request.old:
            kept = "/".join(parts[: number + 1])
            moved = "/".join([*parts[:number], f"{request.new}{dot}{suffix}"])
            move = f"git mv {shlex.quote(shown(kept))} {shlex.quote(shown(moved))}"
            yield f"{shown(kept)} keeps its name; to move it: {move}"
            return
