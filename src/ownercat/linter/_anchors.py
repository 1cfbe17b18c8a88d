"""Move a finding of a pull request to a file that the pull request changes, where its reviewers see it.

A change often causes a finding in another file: the service whose team was removed. Then the finding moves to its first
related location in a changed file, else to the nearest changed document along references, at the changed value. If the
pull request removed the cause, the finding stays and has the removed entity as a related location.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ownercat.diagnostics import Place, Related
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._fingerprints import RuleFinding
from ownercat.model import Entity

SHOWS = "location of the problem"
FARTHEST = 4  # references between a finding and the change that caused it

_Node = tuple[str, str]


def anchor_findings(raised: Sequence[RuleFinding], head: LoadedCatalog, base: LoadedCatalog) -> list[RuleFinding]:
    """Return the same findings in the same order, each at a location of the change if one is known."""
    change = _TreeDiff(head, base)
    touched = [_move_to_new_reference(item, change) if item.finding.missing else item for item in raised]
    return [item if item.finding.place.path in change.paths else _move(item, change) for item in touched]


def _move_to_new_reference(item: RuleFinding, change: _TreeDiff) -> RuleFinding:
    """Move the finding about an undefined name to the first reference that the change adds, if there is one."""
    finding = item.finding
    places = [finding.place, *(related.place for related in finding.related)]
    new = next((place for place in places if change.is_new_reference(place)), finding.place)
    if new == finding.place:
        return item
    entity = change.references[new]
    others = tuple(related for related in finding.related if related.place != new)
    first = Related(finding.place, f"reference of {change.references[finding.place].label}")
    return item._replace(finding=finding._replace(place=new, related=(first, *others), subject=entity.subject))


def _move(item: RuleFinding, change: _TreeDiff) -> RuleFinding:
    finding = item.finding
    place, gone = change.explained(item) or change.nearest(item) or (finding.place, "")
    if gone:
        moved = finding._replace(related=(*finding.related, Related(place, gone)))
    elif place is finding.place:
        moved = finding
    else:
        moved = finding._replace(place=place, related=(Related(finding.place, SHOWS), *finding.related))
    return item._replace(finding=moved)


class _TreeDiff:
    """The differences between two trees, computed on demand. It lives for one report.

    Methods return a location, and the text about a removed entity (``""``: the entity still exists).
    """

    def __init__(self, head: LoadedCatalog, base: LoadedCatalog) -> None:
        self.head = head
        self.base = base
        now, was = ({**loaded.around, **loaded.sources} for loaded in (head, base))
        self.paths = frozenset(path for path in now.keys() | was.keys() if now.get(path) != was.get(path))

    @cached_property
    def references(self) -> Mapping[Place, Entity]:
        """Return the entity of each reference of the head, by the location of the reference."""
        return {ref.place: entity for entity in self.head.catalog.entities.values() for ref in entity.refs}

    def is_new_reference(self, place: Place) -> bool:
        """Return whether the base has no reference of this entity to the same name."""
        entity = self.references.get(place)
        if entity is None or entity.at.path not in self.paths:
            return False
        name = next(ref.name for ref in entity.refs if ref.place == place)
        was = self.base.catalog.get(entity.kind, entity.key)
        return was is None or all(ref.name != name for ref in was.refs)

    @cached_property
    def ways(self) -> Mapping[_Node, set[_Node]]:
        """Return which entities refer to each other, in either direction, on either side.

        Removed ones keep their references.
        """
        neighbors: dict[_Node, set[_Node]] = {}
        for loaded in (self.head, self.base):
            for entity in loaded.catalog.entities.values():
                node = (entity.kind, entity.key)
                for other in _list_targets(loaded, entity):
                    neighbors.setdefault(node, set()).add(other)
                    neighbors.setdefault(other, set()).add(node)
        return neighbors

    @cached_property
    def holders(self) -> Mapping[tuple[str, int], _Node]:
        """Return the first entity of each document."""
        first_entities: dict[tuple[str, int], _Node] = {}
        for entity in self.head.catalog.entities.values():
            first_entities.setdefault(entity.at[:2], (entity.kind, entity.key))
        return first_entities

    def explained(self, item: RuleFinding) -> tuple[Place, str] | None:
        """Return the edit in the first changed document that explains the finding, else the location there."""
        place = next((r.place for r in item.finding.related if r.place.path in self.paths), None)
        if place is None:
            return None
        node = self.holders.get(place[:2])
        return (self._different(node) if node else None) or (place, "")

    def nearest(self, item: RuleFinding) -> tuple[Place, str] | None:
        """Return the nearest changed or removed document.

        Among direct neighbors, one that the finding names is preferred.
        """
        start = self._node(item)
        if start is None:
            return None
        nodes = (node for node in sorted(self.ways.get(start, ())) if node[1] in item.finding.value)
        difference = next(filter(None, map(self._different, nodes)), None)
        return difference or (self._different(self.near[start]) if start in self.near else None)

    @cached_property
    def near(self) -> Mapping[_Node, _Node]:
        """Map each document within reach of the change to its nearest changed document."""
        catalogs = (self.head.catalog, self.base.catalog)
        nodes = sorted({node for each in catalogs for node, e in each.entities.items() if e.at.path in self.paths})
        nearest = {node: node for node in nodes if self._different(node)}
        ring = list(nearest)
        for _ in range(FARTHEST):
            steps = {other: nearest[node] for node in reversed(ring) for other in self.ways.get(node, ())}
            ring = sorted(steps.keys() - nearest.keys())
            nearest |= {node: steps[node] for node in ring}
        return nearest

    def _node(self, item: RuleFinding) -> _Node | None:
        subject, place = item.finding.subject, item.finding.place
        return subject if subject in self.head.catalog.entities else self.holders.get(place[:2])

    def _different(self, node: _Node) -> tuple[Place, str] | None:
        now, was = self.head.catalog.entities.get(node), self.base.catalog.entities.get(node)
        if now is None:
            return self._gone(was) if was else None
        if was is None or now.at.path not in self.paths:
            return (now.named, "") if was is None else None
        new, old = _get_data(self.head, now.at), _get_data(self.base, was.at)
        return None if new == old else (now.at.at(*_find_difference(new, old)), "")

    def _gone(self, was: Entity) -> tuple[Place, str]:
        if was.at.path in self.head.sources:  # the lines no longer exist
            return Place(was.at.path), f"{was.label}, which was in this file before the change"
        return was.named, f"{was.label}, which the change removes"


def _list_targets(loaded: LoadedCatalog, entity: Entity) -> Iterator[_Node]:
    for ref in entity.refs:
        target = loaded.catalog.find(ref)
        if target is not None:
            yield target.kind, target.key


def _get_data(loaded: LoadedCatalog, place: Place) -> Any:
    data: Any = loaded.documents.get((place.path, place.document))
    for key in place.pointer:
        data = data[key]
    return data


def _find_difference(new: Any, old: Any) -> Iterable[str | int]:
    """Yield the key path to the one different value; to the parent of several different values."""
    while len(keys := _list_different_keys(new, old)) == 1 and keys[0] in (
        new if isinstance(new, dict) else range(len(new))
    ):
        yield keys[0]
        new, old = new[keys[0]], old.get(keys[0]) if isinstance(old, dict) else old[keys[0]]


def _list_different_keys(new: Any, old: Any) -> list[Any]:
    """Return the keys or indexes at which two values differ."""
    if isinstance(new, dict) and isinstance(old, dict):
        return [key for key in {**new, **old} if key not in new or key not in old or new[key] != old[key]]
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        return [number for number, (item, old_item) in enumerate(zip(new, old, strict=True)) if item != old_item]
    return []
