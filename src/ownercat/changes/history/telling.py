"""Build the log of a service: the commits that changed it, and the changes of meaning of each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ownercat.changes.history.shelf import SnapshotStore
from ownercat.changes.history.values import Log, LogEntry
from ownercat.changes.history.walk import Walk
from ownercat.documents.loader import may_matter
from ownercat.documents.scope import Scope
from ownercat.errors import IncompleteError
from ownercat.repository import git
from ownercat.repository.git import mainline
from ownercat.repository.git.mainline import Arrival
from ownercat.text import plural

_BATCH = 256  # commits whose contents are fetched at once


def build_log(root: Path, commit: str, scope: Scope, word: str) -> Log | None:
    """Return the history of a service as seen from a commit ID; ``None`` if no commit has such a service.

    ``word``: a name or an alias of the service. The history follows first parents: what arrived on this branch, and
    when.
    """
    watched: frozenset[str] = frozenset()  # files that objectives refer to; the history names them step by step
    while True:
        log, unwatched = _follow(root, commit, scope, word, watched)
        if not unwatched:
            return log
        watched |= unwatched


def _follow(
    root: Path, commit: str, scope: Scope, word: str, watched: frozenset[str]
) -> tuple[Log | None, frozenset[str]]:
    """Return the log, and the paths to watch as well; if there are any, the log stops there."""
    under = "" if scope.dialects else scope.catalog
    try:
        arrivals = mainline.list_arrivals(root, commit, under, sorted(watched))
        listed = git.list_commit_entries(root, commit, under, sorted(watched))
        shelf = SnapshotStore(root, scope, listed, _list_blobs(arrivals[:_BATCH], scope, watched), watched)
    except git.GitError as error:
        raise IncompleteError(f"the history cannot be read: {error}", git.WHOLE) from None
    walk = Walk(shelf, word)
    shallow = git.is_shallow(root)
    entries = tuple(_list_entries(walk, arrivals, shallow))
    cut = _find_cut(shelf, arrivals, shallow)
    names = tuple(dict.fromkeys(walk.names))
    log = Log(names[0] if names else word, names, entries, tuple(walk.notes()), cut)
    return log if walk.known or cut else None, frozenset(shelf.unwatched)


def _list_entries(walk: Walk, arrivals: Sequence[Arrival], shallow: bool) -> Iterator[LogEntry]:
    for start in range(0, len(arrivals), _BATCH):
        batch = arrivals[start : start + _BATCH]
        blobs = _list_blobs(batch, walk.shelf.scope, walk.shelf.watched)
        walk.shelf.fetch(blobs)
        for arrival in batch:
            if walk.shelf.unwatched or (shallow and not arrival.parent):
                return  # without the parent in this clone, every value would look new in this commit
            entry = walk.back(arrival)
            if entry is not None:
                yield entry
        walk.shelf.forget(blobs)


def _list_blobs(arrivals: Sequence[Arrival], scope: Scope, watched: frozenset[str]) -> list[str]:
    """Return the contents of the catalog and of watched files that the commits added or replaced."""
    changed = (change for each in arrivals for change in each.changed)
    needed = (change for change in changed if change.path in watched or may_matter(change.path, scope))
    stored = (side for change in needed for side in (change.before, change.after))
    return [side.blob for side in stored if side.regular]


def _find_cut(shelf: SnapshotStore, arrivals: Sequence[Arrival], shallow: bool) -> tuple[str, str] | None:
    """Return why older changes are unknown in this clone, and the fix; ``None`` if the history is complete."""
    if shelf.missing:
        files = plural(len(shelf.missing), "version")
        return f"{files} of the catalog's files cannot be read: the content is not in this clone", git.WHOLE
    if shallow:
        last = f" at {arrivals[-1].id[:12]}" if arrivals else ""
        return f"the history in this clone ends{last}: the clone is shallow", git.DEEPEN
    return None
