"""``ownercat new``: write a new document with everything that its tier asks for."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import comparison_options
from ownercat.documents import schema
from ownercat.errors import UsageError
from ownercat.sessions.additions import verify_addition
from ownercat.sessions.documents import LONGEST_NAME, NAME, NewDocument, build_name, quote_name
from ownercat.sessions.edits import build_path, create_all, refuse_existing
from ownercat.sessions.walks import read_walked
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.suggest import format_suggestion
from ownercat.text import clean, listed, shown

_NAME_LINE = re.compile(r"""^name: *["']?([^"'#\s]*).*$""", re.MULTILINE)


class NewOptions(NamedTuple):
    """The options of `new`."""

    where: CatalogOptions
    from_walk: str | None
    dry_run: bool


@click.command("new", epilog="Example: ownercat new incident --from-walk walk-payment-charges-fail.json")
@click.argument("kind", metavar="KIND")
@click.argument("name", metavar="[NAME]", required=False)
@comparison_options
@click.option("--from-walk", metavar="FILE", help="For an incident: the state or the record of `runbook --walk`.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def COMMAND(kind: str, name: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Write a new document of the catalog.

    Exit code: 0 written or shown, 2 usage error, or the name or the file exists, 3 some input cannot be read.
    """
    options = NewOptions(**values)
    workspace = open_workspace(options.where)
    kind = _find_kind(kind)
    if options.from_walk is None or kind != "Incident":
        raise UsageError("--from-walk FILE is missing", "name the state or the record of a walk")
    _write(workspace, [_build_from_walk(workspace, options.from_walk, name)], options.dry_run)
    return 0


def _find_kind(word: str) -> str:
    """Return a kind, written in any case."""
    kinds = {kind.lower(): kind for kind in schema.kinds()}
    if word.lower() not in kinds:
        known = f"use one of {listed(sorted(kinds), 'or', most=20)}"
        raise UsageError(f"no kind has the name {shown(word)}", format_suggestion(word.lower(), list(kinds), known))
    return kinds[word.lower()]


def _build_from_walk(workspace: Workspace, path: str, name: str | None) -> NewDocument:
    """Return the Incident of a walk, with another name if there is one."""
    walked = read_walked(path)
    from ownercat.views import walk_record  # noqa: PLC0415  # only an incident has a walk

    text = walked if isinstance(walked, str) else walk_record.render(walked)
    written = _NAME_LINE.search(text)
    name = _verify_name(name or (written[1] if written else ""))
    text = _NAME_LINE.sub(f"name: {quote_name(name)}", text, count=1)
    return NewDocument("Incident", name, build_path(workspace, f"incidents/{name}.yaml"), text)


def _verify_name(name: str) -> str:
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        help = f"use lower-case letters, digits and inner hyphens, at most {LONGEST_NAME} characters"
        near = build_name(name, LONGEST_NAME)
        raise UsageError(f"{shown(name)} is not a valid name", f"{help}{f': {near}' if near else ''}")
    return name


def _write(workspace: Workspace, documents: Sequence[NewDocument], dry_run: bool) -> None:
    """Check the new documents together with the catalog, then show or create them."""
    before = workspace.load()
    files = {document.path: document.text for document in documents}
    for document in documents:
        refuse_existing(workspace, before.catalog, document.kind, document.name, [document.path], "choose another NAME")
    verify_addition(workspace, before, files)
    if dry_run:
        for path, text in files.items():
            _output.write(f"{shown(path)}:\n" + "".join(f"  {clean(line)}\n" for line in text.splitlines()) + "\n")
        _output.write("nothing was written\n")
        return
    create_all(workspace, files)
    _output.write("".join(f"wrote {shown(path)}\n" for path in files))
