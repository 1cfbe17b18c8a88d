"""A service on its way back through time, commit by commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.changes import Change, compare
from ownercat.changes.history.leads import leads_to, names_of, service
from ownercat.changes.history.shelf import SnapshotStore
from ownercat.changes.history.values import HistorySnapshot, LogEntry
from ownercat.documents import glance
from ownercat.documents.loader import may_matter
from ownercat.repository.git.history import Changed
from ownercat.repository.git.mainline import Arrival
from ownercat.text import shown

_ABOUT = ("SLA", "Runbook")  # kinds of documents that belong to a service and stand by themselves


class _CommitFiles(NamedTuple):
    """A commit, and those of its files that may say something about the service."""

    arrival: Arrival
    files: tuple[Changed, ...]

    @property
    def paths(self) -> frozenset[str]:
        """Their paths."""
        return frozenset(change.path for change in self.files)


class Walk:
    """``focus`` is the service's key in the state that has been reached; ``known``: whether any state had it."""

    def __init__(self, shelf: SnapshotStore, word: str) -> None:
        self.shelf = shelf
        self.focus = word
        self.known = False
        self.called = {word}  # every name that it had
        self.wanted = {word}  # every name that has to be looked up
        self.names: list[str] = []
        self.doubtful: list[str] = []
        while self._learn(self._paths()):
            pass

    def back(self, arrival: Arrival) -> LogEntry | None:
        """Step to the state before a commit; the entry, if it changed anything about the service."""
        step = _CommitFiles(arrival, tuple(change for change in arrival.changed if self._may_tell(change)))
        if not step.files:
            self.shelf.step(arrival.changed)
            return None
        paths = self._both(step)
        before, files = self.shelf.side(paths), self._files(paths)
        self.shelf.step(arrival.changed, back=False)
        after = self.shelf.side(paths)
        moments = (HistorySnapshot(arrival.parent[:12], arrival.parent, before.catalog, files),
                   HistorySnapshot(arrival.id[:12], arrival.id, after.catalog, self._files(paths)))  # fmt: skip
        self.shelf.step(arrival.changed)
        found = (change for change in compare(before, after) if self._is_about(change))
        changes = tuple(sorted(found, key=lambda change: change.service != self.focus))
        called = self.focus
        self._follow(changes)
        return LogEntry(arrival, called, changes, *moments) if changes else None

    # which files

    def _may_tell(self, change: Changed) -> bool:
        """Whether a changed file defines a name that counts, or mentions the service, before or after."""
        if not may_matter(change.path, self.shelf.scope):
            return False
        if self.shelf.scope.dialects:
            return True
        contents = [self.shelf.content(side.blob) for side in (change.before, change.after) if side.regular]
        files = {str(number): data for number, data in enumerate(contents)}
        scan = glance.look(files)
        named = glance.defining(scan, self.wanted)
        return bool(named or scan.always or any(glance.mentions(data, self.called) for data in contents))

    def _paths(self) -> frozenset[str]:
        """The files of the state that can matter to the service."""
        scan = self.shelf.scan
        if self.shelf.scope.dialects:  # foreign documents speak about each other, and do not show what they are about
            return frozenset(scan.files)
        about = glance.naming(scan, {(kind, name) for kind in _ABOUT for name in self.called})
        return glance.defining(scan, self.wanted) | about | scan.always

    def _both(self, step: _CommitFiles) -> frozenset[str]:
        """Step back; the files that matter on either side, once no new name is met on any of them."""
        while True:
            paths = self._paths() | step.paths
            news = self._learn(paths)
            self.shelf.step(step.arrival.changed)
            earlier = self._paths() | step.paths
            self.shelf.side(earlier)
            self._mend(step)
            if not (self._learn(earlier) or news):
                return paths | earlier
            self.shelf.step(step.arrival.changed, back=False)

    def _learn(self, paths: frozenset[str]) -> bool:
        """Take up the names that the state leads to; whether there was a new one."""
        catalog = self.shelf.side(paths).catalog
        words = (self.focus, *sorted(self.called))  # before a renaming it had another name
        found = next((found for word in words if (found := service(catalog, word)) is not None), None)
        if found is None:
            return False
        if not self.known:
            self.known, self.focus, self.names = True, found.key, [found.key]
        more = leads_to(catalog, found) - self.wanted
        self.called.update(names_of(found))
        self.wanted |= more
        return bool(more)

    def _files(self, paths: frozenset[str]) -> dict[str, bytes]:
        return {path: self.shelf.files[path] for path in paths if path in self.shelf.files}

    # what does not read

    def _mend(self, step: _CommitFiles) -> None:
        """A version that does not read is taken to say what the one after it says, or else the one before."""
        for change in step.files:
            path, old, new = change.path, change.before.blob, change.after.blob
            for blob, other in ((old, new), (new, old)):
                if (path, blob) in self.shelf.broken and (path, other) not in self.shelf.broken:
                    self.shelf.stand_in(path, blob, other)
                    when = "right before" if blob == old else "at"
                    self.doubtful.append(f"{shown(path)} does not read {when} {step.arrival.id[:12]}")

    # which changes

    def _is_about(self, change: Change) -> bool:
        """Whether a change is one of the service, or of somebody who needs it."""
        return change.service == self.focus or (change.kind.startswith("dependency-") and change.other == self.focus)

    def _follow(self, changes: tuple[Change, ...]) -> None:
        """Go on under the name that it had before."""
        for change in changes:
            if change.kind == "service-renamed" and change.service == self.focus:
                self.focus = str(change.fields[0].before)
                self.names.append(self.focus)
                return

    def notes(self) -> Iterator[str]:
        """What could not be read on the way."""
        yield from dict.fromkeys(self.doubtful)
