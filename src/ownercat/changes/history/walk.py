"""Follow one service back through the history, commit by commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.changes import Change, compare
from ownercat.changes.history.shelf import SnapshotStore
from ownercat.changes.history.values import HistorySnapshot, LogEntry
from ownercat.documents import glance
from ownercat.documents.loader import may_matter
from ownercat.model import SLA, Catalog, Entity, Escalation, Ref, Rotation, Runbook, Service, Team
from ownercat.repository.git.history import Changed
from ownercat.repository.git.mainline import Arrival
from ownercat.text import shown

_ABOUT = ("SLA", "Runbook")  # kinds of documents that refer to a service


class _CommitFiles(NamedTuple):
    """A commit, and those of its files that may concern the service."""

    arrival: Arrival
    files: tuple[Changed, ...]

    @property
    def paths(self) -> frozenset[str]:
        """Return the paths of the files."""
        return frozenset(change.path for change in self.files)


class Walk:
    """A walk back through the history.

    ``focus``: the key of the service in the current snapshot. ``known``: whether any snapshot had the service.
    """

    def __init__(self, shelf: SnapshotStore, word: str) -> None:
        self.shelf = shelf
        self.focus = word
        self.known = False
        self.called = {word}  # every name that the service had
        self.wanted = {word}  # every name that must be looked up
        self.names: list[str] = []
        self.doubtful: list[str] = []
        while self._learn(self._list_paths()):
            pass

    def back(self, arrival: Arrival) -> LogEntry | None:
        """Move to the snapshot before a commit, and return its entry; ``None`` if it did not change the service."""
        step = _CommitFiles(arrival, tuple(change for change in arrival.changed if self._may_concern(change)))
        if not step.files:
            self.shelf.step(arrival.changed)
            return None
        paths = self._step_both(step)
        before, files = self.shelf.side(paths), self._files(paths)
        self.shelf.step(arrival.changed, back=False)
        after = self.shelf.side(paths)
        moments = (HistorySnapshot(arrival.parent[:12], arrival.parent, before.catalog, files),
                   HistorySnapshot(arrival.id[:12], arrival.id, after.catalog, self._files(paths)))  # fmt: skip
        self.shelf.step(arrival.changed)
        own_changes = (change for change in compare(before, after, stated=True) if self._is_about(change))
        changes = tuple(sorted(own_changes, key=lambda change: change.service != self.focus))
        called = self.focus
        self._follow(changes)
        return LogEntry(arrival, called, changes, *moments) if changes else None

    # selection of files

    def _may_concern(self, change: Changed) -> bool:
        """Return whether a changed file defines a relevant name or mentions the service, before or after the commit."""
        if not may_matter(change.path, self.shelf.scope):
            return False
        if self.shelf.scope.dialects:
            return True
        contents = [self.shelf.content(side.blob) for side in (change.before, change.after) if side.regular]
        files = {str(number): data for number, data in enumerate(contents)}
        scan = glance.scan_files(files)
        paths = glance.find_defining(scan, self.wanted)
        return bool(paths or scan.always or any(glance.contains_name(data, self.called) for data in contents))

    def _list_paths(self) -> frozenset[str]:
        """Return the files of the snapshot that may concern the service."""
        scan = self.shelf.scan
        if self.shelf.scope.dialects:  # foreign documents refer to each other in ways that the bytes do not show
            return frozenset(scan.files)
        about = glance.find_naming(scan, {(kind, name) for kind in _ABOUT for name in self.called})
        return glance.find_defining(scan, self.wanted) | about | scan.always

    def _step_both(self, step: _CommitFiles) -> frozenset[str]:
        """Return the files that matter on either side of a commit, after no file adds a new name.

        The walk is then before it.
        """
        while True:
            paths = self._list_paths() | step.paths
            news = self._learn(paths)
            self.shelf.step(step.arrival.changed)
            earlier = self._list_paths() | step.paths
            self.shelf.side(earlier)
            self._replace_broken(step)
            if not (self._learn(earlier) or news):
                return paths | earlier
            self.shelf.step(step.arrival.changed, back=False)

    def _learn(self, paths: frozenset[str]) -> bool:
        """Add the names to which the snapshot leads, and return whether there was a new one."""
        catalog = self.shelf.side(paths).catalog
        words = (self.focus, *sorted(self.called))  # before a renaming the service had another name
        focus = next((focus for word in words if (focus := find_service(catalog, word)) is not None), None)
        if focus is None:
            return False
        if not self.known:
            self.known, self.focus, self.names = True, focus.key, [focus.key]
        more = collect_related_names(catalog, focus) - self.wanted
        self.called.update(list_names(focus))
        self.wanted |= more
        return bool(more)

    def _files(self, paths: frozenset[str]) -> dict[str, bytes]:
        return {path: self.shelf.files[path] for path in paths if path in self.shelf.files}

    # files with errors

    def _replace_broken(self, step: _CommitFiles) -> None:
        """Replace a version with errors by the next version, or else by the previous one."""
        for change in step.files:
            path, old, new = change.path, change.before.blob, change.after.blob
            for blob, other in ((old, new), (new, old)):
                if (path, blob) in self.shelf.broken and (path, other) not in self.shelf.broken:
                    self.shelf.stand_in(path, blob, other)
                    when = "right before" if blob == old else "at"
                    self.doubtful.append(f"{shown(path)} does not read {when} {step.arrival.id[:12]}")

    # selection of changes

    def _is_about(self, change: Change) -> bool:
        """Return whether a change concerns the service, or a dependency of another service on it."""
        return change.service == self.focus or (change.kind.startswith("dependency-") and change.other == self.focus)

    def _follow(self, changes: tuple[Change, ...]) -> None:
        """Continue under the name that the service had before the commit."""
        for change in changes:
            if change.kind == "service-renamed" and change.service == self.focus:
                self.focus = str(change.fields[0].before)
                self.names.append(self.focus)
                return

    def notes(self) -> Iterator[str]:
        """Yield which files had errors on the way."""
        yield from dict.fromkeys(self.doubtful)


def find_service(catalog: Catalog, word: str) -> Service | None:
    """Return the service with that key, name or alias; ``None`` if it does not exist."""
    entity = catalog.get("Service", word) or catalog.aliases.get(("Service", word))
    if entity is None:
        entity = next((each for each in catalog.of(Service) if each.name == word), None)
    return entity if isinstance(entity, Service) else None


def list_names(entity: Entity) -> Iterator[str]:
    """Yield the key, the name and all aliases of an entity."""
    yield from (entity.key, entity.name, *(alias.name for alias in entity.aliases))


def collect_related_names(catalog: Catalog, focus: Service) -> set[str]:
    """Return the names to which a service, its SLAs, runbooks and pages refer, through every escalation policy."""
    names = set(list_names(focus))
    waiting: list[Ref] = [*focus.refs]
    for document in (*catalog.of(SLA), *catalog.of(Runbook)):
        if catalog.service(document.service) is focus:
            waiting += document.refs
    while waiting:
        ref = waiting.pop()
        if ref.name not in names:
            names.add(ref.name)
            waiting += _list_next_refs(catalog.find(ref))
    return names


def _list_next_refs(entity: Entity | None) -> tuple[Ref, ...]:
    """Return the references that decide where a page goes next."""
    if isinstance(entity, Team):
        return (entity.escalation,) if entity.escalation else ()
    if isinstance(entity, Escalation):
        return entity.refs
    return (entity.team,) if isinstance(entity, Rotation) and entity.team else ()
