"""``ownercat export``: Export the catalog for another tool, or compare a file with it."""

import os
from pathlib import Path
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, quiet_option
from ownercat.documents import secrets
from ownercat.errors import IncompleteError, UsageError
from ownercat.repository.files import replace_file, verify_target
from ownercat.repository.trees import Folder
from ownercat.sessions import whole
from ownercat.sessions.edits import create_folders
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.text import listed, plural, shown
from ownercat.views import exports
from ownercat.views.exports import ExportFormat, Items

SAME, DIFFERENT, INCOMPLETE = 0, 1, 3
_SHOWN = 5
_LARGEST = 64 * 1024 * 1024  # an export of 10,000 services has 32 MB


class ExportOptions(NamedTuple):
    """The format, and the file to write or to compare."""

    where: CatalogOptions
    format: str
    output: str | None
    check: str | None
    quiet: bool


class _ReadFile(NamedTuple):
    """An existing file with its items."""

    path: str
    data: bytes
    items: Items


@click.command("export", epilog="Example: ownercat export backstage --output catalog-info.yaml")
@click.argument("format", metavar="FORMAT", type=click.Choice(exports.list_formats()))
@catalog_options
@click.option("--output", metavar="FILE", help="Write FILE instead of standard output.")
@click.option("--check", metavar="FILE", help="Compare FILE with the catalog, and write nothing.")
@quiet_option
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Export the catalog for another tool, or compare a file with it.

    FORMAT is one of those in docs/exports.md. Warnings say what the format cannot contain. --check lists what only the
    catalog has (+), what only FILE has (-), and what differs (~). --output never removes an item: it refuses to replace
    a file with an item that the catalog does not have.

    Exit code: 0 exported or no difference, 1 different, 2 usage error, 3 some input cannot be read.
    """
    options = ExportOptions(**values)
    if options.output and options.check:
        raise UsageError("cannot combine --output with --check", "remove one of them")
    if options.output and options.where.rev:  # the file of a commit does not show what would be removed
        raise UsageError("--rev reads a commit, but --output writes the working tree", "print it, or omit --rev")
    export = exports.load_format(options.format)
    workspace = open_workspace(options.where)
    catalog = whole.read(workspace, options.where.rev)
    built = export.build(catalog.book.catalog, catalog.files)
    redact = secrets.redactor(catalog.files.values())
    for warning in (*catalog.warnings, *map(redact, built.losses)) if not options.quiet else ():
        _output.warn(warning)
    incomplete = INCOMPLETE if catalog.warnings else SAME
    documents = exports.spell(export.arrange(built.items), redact)
    if options.check:
        file = _read(workspace, options.check, export)
        drift = list(exports.list_drift(export.identify(documents), file.items, shown(file.path), export.free))
        _output.write(secrets.redactor([file.data])("".join(f"{line}\n" for line in drift)))
        return incomplete or (DIFFERENT if drift else SAME)
    if options.output:
        _write(workspace, options.output, export, documents)
    else:
        _output.write(export.write(documents))
    return incomplete


def _read(workspace: Workspace, given: str, export: ExportFormat) -> _ReadFile:
    """Return the items of an existing file; one outside of the repository is read as it is on the disk."""
    target = Path(os.path.normpath(workspace.cwd / given))
    is_inside = target.is_relative_to(workspace.root)
    tree = workspace.tree if is_inside else Folder(target.parent)
    path = workspace.relative(given) if is_inside else target.name
    content = next(iter(tree.read([path], _LARGEST)), None)
    if content is None:
        raise UsageError(f"{shown(given)} does not exist", "name an existing file")
    if content.problem or len(content.data) > _LARGEST:
        raise IncompleteError(f"cannot read {shown(given)}", "name a readable file, not a link, of at most 64 MiB")
    try:
        return _ReadFile(path, content.data, export.identify(export.read(content.data)))
    except exports.UnreadableExport as error:
        raise UsageError(f"{shown(path)} is not an export to {export.name}: {error}", "name another file") from None


def _write(workspace: Workspace, given: str, export: ExportFormat, documents: list[Any]) -> None:
    """Write a file whole; refuse to remove an item of the existing file."""
    target = Path(workspace.cwd / given)
    verify_target(workspace.root, target)
    if target.exists():
        items = export.identify(documents)
        extra = [id for id in _read(workspace, given, export).items if id not in items]
        if extra:
            names = listed(map(shown, extra), most=_SHOWN)
            raise UsageError(
                f"{shown(given)} has {plural(len(extra), 'item')} that the catalog does not have: {names}",
                "remove them from the file, or write another file",
            )
    with create_folders(target):
        replace_file(target, export.write(documents))
