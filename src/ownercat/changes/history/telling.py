"""Which commits changed a service, and what each of them changed in meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ownercat.changes.history.shelf import SnapshotStore
from ownercat.changes.history.values import Log, LogEntry
from ownercat.changes.history.walk import Walk
from ownercat.documents.loader import Scope
from ownercat.errors import IncompleteError
from ownercat.repository import git
from ownercat.repository.git import mainline
from ownercat.repository.git.mainline import Arrival
from ownercat.text import plural

_BATCH = 256  # commits whose contents are fetched at once


def log(root: Path, commit: str, scope: Scope, word: str) -> Log | None:
    """The history of a service, as seen from a commit (an id); ``None`` where no commit ever knew such a service.

    ``word``: its name or an alias of it. The history is that of the first parents: what arrived on this line, and when.
    """
    under = "" if scope.dialects else scope.catalog
    try:
        arrivals = mainline.list_arrivals(root, commit, under)
        shelf = SnapshotStore(root, scope, git.list_commit_entries(root, commit, under), _blobs(arrivals[:_BATCH]))
    except git.GitError as error:
        raise IncompleteError(f"the history cannot be read: {error}", git.WHOLE) from None
    walk = Walk(shelf, word)
    shallow = git.is_shallow(root)
    entries = tuple(_entries(walk, arrivals, shallow))
    cut = _cut(shelf, arrivals, shallow)
    if not walk.known and cut is None:
        return None
    names = tuple(dict.fromkeys(walk.names))
    return Log(names[0] if names else word, names, entries, tuple(walk.notes()), cut)


def _entries(walk: Walk, arrivals: Sequence[Arrival], shallow: bool) -> Iterator[LogEntry]:
    for start in range(0, len(arrivals), _BATCH):
        batch = arrivals[start : start + _BATCH]
        blobs = _blobs(batch)
        walk.shelf.fetch(blobs)
        for arrival in batch:
            if shallow and not arrival.parent:
                return  # what was before is not here: nothing may look as if it had begun with this commit
            found = walk.back(arrival)
            if found is not None:
                yield found
        walk.shelf.forget(blobs)


def _blobs(arrivals: Sequence[Arrival]) -> list[str]:
    """The contents that some commits brought or replaced."""
    stored = (side for each in arrivals for change in each.changed for side in (change.before, change.after))
    return [side.blob for side in stored if side.regular]


def _cut(shelf: SnapshotStore, arrivals: Sequence[Arrival], shallow: bool) -> tuple[str, str] | None:
    """Why older changes are not known here, and the cure."""
    if shelf.missing:
        files = plural(len(shelf.missing), "version")
        return f"{files} of the catalog's files cannot be read: the content is not in this clone", git.WHOLE
    if shallow:
        last = f" at {arrivals[-1].id[:12]}" if arrivals else ""
        return f"the history that is here ends{last}: the clone is shallow", git.DEEPEN
    return None
