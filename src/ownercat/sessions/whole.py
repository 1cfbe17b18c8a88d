"""Load the whole catalog for a query, even if some files have errors."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.documents.objective_refs import list_unread, resolve_refs
from ownercat.errors import IncompleteError
from ownercat.model import parse_day
from ownercat.sessions.partial import PartialCatalog, can_use_last_commit, list_replaced, list_unreadable
from ownercat.sessions.workspace import Workspace


class WholeCatalog(NamedTuple):
    """The catalog with its files and with warnings about the files that could not be read."""

    book: AnswerContext
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def read(workspace: Workspace, rev: str | None, at: int | None = None) -> WholeCatalog:
    """Load the whole catalog; files of the working tree or the index with errors are read from the last commit.

    ``at``: the instant of the question (UTC seconds); ``None``: now.
    """
    library = PartialCatalog(workspace, at)
    catalog, policy = library.load(library.files)
    doubtful = set(library.broken) | library.refused
    if doubtful and can_use_last_commit(workspace):
        library.use_last_commit(workspace, doubtful)
        catalog, policy = library.load(library.files)
    if not catalog.entities:
        raise IncompleteError("cannot read any document of the catalog", "run ownercat check to see the errors")
    resolved = resolve_refs(catalog, workspace.tree)
    missing = (set(library.broken) | library.refused) - library.old.keys()
    warnings = (
        *library.list_warnings(),
        *list_replaced(library, library.old),
        *list_unreadable(missing),
        *list_unread(resolved.catalog),
    )
    day = parse_day(rev) or datetime.now(UTC).date()
    files = {**resolved.files, **library.files}
    return WholeCatalog(AnswerContext(resolved.catalog, policy, day, set()), files, warnings)
