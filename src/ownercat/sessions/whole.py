"""Reading the whole catalog for a question about it: as much as can be had, whatever state it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.errors import IncompleteError
from ownercat.repository import trees
from ownercat.sessions.partial import PartialCatalog
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown


class WholeCatalog(NamedTuple):
    """Everything that could be read: to look things up in, the bytes it came from, and what must not be relied on."""

    book: AnswerContext
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def read(workspace: Workspace, rev: str | None) -> WholeCatalog:
    """The whole catalog; what does not read in the work tree or the index is taken from the last commit."""
    library = PartialCatalog(workspace)
    catalog, policy = library.load(library.files)
    doubtful = set(library.broken) | library.refused
    if doubtful and workspace.in_git and not (isinstance(workspace.tree, trees.GitTree) and workspace.tree.commit):
        library.turn_back(workspace, doubtful)
        catalog, policy = library.load(library.files)
    if not catalog.entities:
        raise IncompleteError("nothing in the catalog can be read", "see ownercat check")
    return WholeCatalog(AnswerContext(catalog, policy, _day(rev), set()), library.files, tuple(_warnings(library)))


def _warnings(library: PartialCatalog) -> Iterator[str]:
    yield from (f"from the last commit: {shown(path)} does not read now" for path in sorted(library.old))
    missing = sorted((set(library.broken) | library.refused) - library.old)
    if missing:
        yield f"{listed(map(shown, missing))} cannot be read; what is there may be missing here"


def _day(rev: str | None) -> date:
    """The day that dated facts are read at: that of ``--rev`` when it is a date, else today."""
    try:
        return date.fromisoformat(rev or "")
    except ValueError:
        return datetime.now(UTC).date()
