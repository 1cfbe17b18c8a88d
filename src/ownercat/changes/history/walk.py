"""Follow one service back through the history, commit by commit."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from ownercat.changes.comparison import compare
from ownercat.changes.history.shelf import SnapshotStore
from ownercat.changes.history.values import HistorySnapshot, LogEntry
from ownercat.changes.values import Change
from ownercat.diagnostics import Place
from ownercat.documents import glance
from ownercat.documents.loader import may_matter
from ownercat.model import SLA, Catalog, Drill, Entity, Escalation, Incident, Ref, Rotation, Runbook, Service, Team
from ownercat.repository.git.history import Changed
from ownercat.repository.git.mainline import Arrival
from ownercat.text import shown

_PLAIN = re.compile(r"[\w.-]+", re.ASCII)  # a name that every format writes in the same way
_ABOUT = ("SLA", "Runbook", "Incident", "Drill")  # kinds of documents that refer to a service


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
        self._needed: dict[bytes, bool] = {}  # by the text of an item
        self.shelf.choose(self._is_needed_item)
        while self._learn(self._list_paths()):
            pass

    def back(self, arrival: Arrival) -> LogEntry | None:
        """Move to the snapshot before a commit, and return its entry; ``None`` if it did not change the service."""
        step = _CommitFiles(arrival, tuple(change for change in arrival.changed if self._may_concern(change)))
        if not step.files:
            self.shelf.step(arrival.changed)
            return None
        if self.shelf.scope.dialects:
            self._choose_items(step)
        paths = self._step_both(step)
        before = self.shelf.side(paths)
        self.shelf.step(arrival.changed, back=False)
        after = self.shelf.side(paths)
        own_changes = (change for change in compare(before, after, stated=True) if self._is_about(change))
        changes = tuple(sorted(own_changes, key=lambda change: change.service != self.focus))
        if self._learn_renamed(changes):  # under its old name, the service may concern other files
            return self.back(arrival)
        new = self._keep(arrival.id, after.catalog, paths, changes)
        self.shelf.step(arrival.changed)
        old = self._keep(arrival.parent, before.catalog, paths, changes)
        called = self.focus
        self._follow(changes)
        return LogEntry(arrival, called, changes, old, new) if changes else None

    def _keep(self, commit: str, catalog: Catalog, paths: frozenset[str], changes: Sequence[Change]) -> HistorySnapshot:
        """Return what an entry needs of the current snapshot: the lines of its changes and of the changed entities."""
        places = {place for change in changes for place in _list_places(catalog, change)}
        files = {}
        for path in paths & self.shelf.files.keys() if changes else ():
            files[path] = self.shelf.blank(path, {place.pointer[:2] for place in places if place.path == path})
        return HistorySnapshot(commit[:12], commit, catalog, files)

    # selection of files

    def _may_concern(self, change: Changed) -> bool:
        """Return whether a changed file defines a relevant name or mentions the service, before or after the commit."""
        if change.path in self.shelf.watched:
            return True
        if not may_matter(change.path, self.shelf.scope):
            return False
        if self.shelf.scope.dialects:
            items = self.shelf.list_different(change)
            return items is None or any(map(self._is_needed_item, items))
        return self._is_named([self.shelf.content(side.blob) for side in (change.before, change.after) if side.regular])

    def _is_named(self, contents: Sequence[bytes]) -> bool:
        """Return whether a text defines a relevant name or mentions the service."""
        scan = glance.scan_files({str(number): data for number, data in enumerate(contents)})
        paths = glance.find_defining(scan, self.wanted)
        return bool(paths or scan.always or any(glance.contains_name(data, self.called) for data in contents))

    # selection of the items of long files

    def _choose_items(self, step: _CommitFiles) -> None:
        """Choose the items of a commit: those that it changed, and those that name what is looked up."""
        files = (change for change in step.files if may_matter(change.path, self.shelf.scope))
        items = [self.shelf.list_different(change) for change in files]
        # without all the items of one side, an item of the other side would look added or removed
        chosen = None if None in items else frozenset(text for texts in items for text in texts or ())
        self.shelf.choose(lambda text: chosen is None or text in chosen or self._is_needed_item(text))

    def _is_needed_item(self, text: bytes) -> bool:
        """Return whether an item concerns the service, or may do so in a spelling that its bytes do not show."""
        if text not in self._needed:
            plain = text.isascii() and all(map(_PLAIN.fullmatch, self.called))
            self._needed[text] = not plain or self._is_named([text])
        return self._needed[text]

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
        self._want(more)
        return bool(more)

    def _want(self, names: Set[str]) -> None:
        if not names <= self.wanted:
            self.wanted |= names
            self._needed.clear()
            self.shelf.forget_sides()

    # files with errors

    def _replace_broken(self, step: _CommitFiles) -> None:
        """Replace a version with errors by the next version, or else by the previous one."""
        for change in step.files:
            path, old, new = change.path, change.before.blob, change.after.blob
            for blob, other in ((old, new), (new, old)):
                if (path, blob) in self.shelf.broken and (path, other) not in self.shelf.broken:
                    self.shelf.stand_in(path, blob, other)
                    when = "right before" if blob == old else "at"
                    self.doubtful.append(
                        f"{shown(path)} cannot be compared {when} {step.arrival.id[:12]}: it has errors"
                    )

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

    def _learn_renamed(self, changes: Sequence[Change]) -> bool:
        """Add the name that the service had before the commit, and return whether it is new: no alias has it."""
        renamed = (c for c in changes if c.kind == "service-renamed" and c.service == self.focus)
        more = {name for change in renamed for name in (str(change.fields[0].before), change.other)} - self.called
        self.called |= more
        self._want(more)
        return bool(more)

    def notes(self) -> Iterator[str]:
        """Yield which files had errors on the way."""
        yield from dict.fromkeys(self.doubtful)


def _list_places(catalog: Catalog, change: Change) -> Iterator[Place]:
    """Yield every location that a view of a change shows: its own, those of its values, and of the changed entity."""
    yield change.place
    for field in change.fields:
        yield from (place for place in (field.place_before, field.place_after) if place)
    entities = (catalog.get("Service", change.service), catalog.get(*change.entity))
    yield from (entity.named for entity in entities if entity)


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
    """Return the names to which a service, its documents and its pages refer, through every escalation policy."""
    names = set(list_names(focus))
    waiting: list[Ref] = [*focus.refs]
    for document in (*catalog.of(SLA), *catalog.of(Runbook)):
        if catalog.service(document.service) is focus:
            waiting += document.refs
    for record in (*catalog.of(Incident), *catalog.of(Drill)):
        if any(catalog.service(ref) is focus for ref in record.services):
            waiting += [ref for ref in record.refs if ref not in record.services]
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
