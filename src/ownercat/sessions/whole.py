"""Load the catalog for a query, whole or only what the query needs, even if some files have errors."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ownercat.answers import finder
from ownercat.answers.book import AnswerContext, UnknownWord
from ownercat.documents.objective_refs import list_unread, resolve_refs
from ownercat.errors import IncompleteError, OwnercatError
from ownercat.model import Catalog, Policy, parse_day
from ownercat.sessions.partial import PartialCatalog, can_use_last_commit, list_replaced, list_unreadable
from ownercat.sessions.workspace import Workspace


class WholeCatalog(NamedTuple):
    """The catalog, or the part that a query needs, with its files and with warnings about files that cannot be read."""

    book: AnswerContext
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def read(workspace: Workspace, rev: str | None, at: int | None = None) -> WholeCatalog:
    """Load the whole catalog; files of the working tree or the index with errors are read from the last commit.

    ``at``: the instant of the question (UTC seconds); ``None``: now.
    """
    library = PartialCatalog(workspace, at)
    return _read_selected(library, rev, lambda: library.files)


def read_needed(
    workspace: Workspace,
    rev: str | None,
    at: int | None,
    words: Collection[str],
    *answers: Callable[[AnswerContext], str],
) -> WholeCatalog:
    """Load what ``answers`` about ``words`` need, as ``read`` does; see ``finder.find_needed`` for their results.

    Each of ``answers`` is called several times. The quick ones come first, so that the slow ones are called less often.
    """
    library = PartialCatalog(workspace, at)
    day = parse_day(rev) or datetime.now(UTC).date()

    def adapt(answer: Callable[[AnswerContext], str]) -> Callable[[Catalog, Policy], str]:
        return lambda catalog, policy: answer(AnswerContext(catalog, policy, day))

    def select() -> Collection[str]:
        # the bytes of other formats do not show what a document defines
        try:
            found = (
                None
                if library.scope.dialects
                else finder.find_needed(library.files, library.load, words, map(adapt, answers))
            )
        except (UnknownWord, OwnercatError):  # the answer from everything says so
            found = None
        return library.files if found is None else found

    return _read_selected(library, rev, select)


def _read_selected(library: PartialCatalog, rev: str | None, select: Callable[[], Collection[str]]) -> WholeCatalog:
    workspace, wanted = library.workspace, select()
    catalog, policy = library.load(wanted)
    doubtful = library.broken.intersection(wanted) | library.refused
    if doubtful and can_use_last_commit(workspace):
        library.use_last_commit(workspace, doubtful)
        wanted = select()
        catalog, policy = library.load(wanted)
    if not catalog.entities:
        raise IncompleteError("cannot read any document of the catalog", "run ownercat check to see the errors")
    resolved = resolve_refs(catalog, workspace.tree)
    missing = (library.broken.intersection(wanted) | library.refused) - library.old.keys()
    warnings = (
        *library.list_warnings(),
        *list_replaced(library, library.old.keys() & {*wanted, *library.refused, *doubtful}),
        *list_unreadable(missing),
        *list_unread(resolved.catalog),
    )
    day = parse_day(rev) or datetime.now(UTC).date()
    files = {**resolved.files, **library.files}
    return WholeCatalog(AnswerContext(resolved.catalog, policy, day), files, warnings)
