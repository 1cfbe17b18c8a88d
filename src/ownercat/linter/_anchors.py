"""Where a finding of a change is shown: in a file that the change touches, where its reviewers look.

A mistake often shows where nothing was edited: the service whose team went. Then the first place that explains it and
lies in a changed file takes over; else the nearest changed document on the way along references, at the value that is
different. What the change removed is shown beside the finding, as it was.
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
FARTHEST = 4  # references between a finding and the change that is said to have caused it

_Node = tuple[str, str]


def anchors(raised: Sequence[RuleFinding], head: LoadedCatalog, base: LoadedCatalog) -> list[RuleFinding]:
    """The same findings in the same order, each at the change's side as far as that is known."""
    change = _TreeDiff(head, base)
    return [item if item.finding.place.path in change.paths else _moved(item, change) for item in raised]


def _moved(item: RuleFinding, change: _TreeDiff) -> RuleFinding:
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
    """What is different between two trees; worked out as far as somebody asks. Lives for one report.

    A side of it is a place, and the words for what was there if it is gone (``""``: it is there).
    """

    def __init__(self, head: LoadedCatalog, base: LoadedCatalog) -> None:
        self.head = head
        self.base = base
        now, was = ({**loaded.around, **loaded.sources} for loaded in (head, base))
        self.paths = frozenset(path for path in now.keys() | was.keys() if now.get(path) != was.get(path))

    @cached_property
    def ways(self) -> Mapping[_Node, set[_Node]]:
        """Which documents refer to each other, in either direction, on either side; what is gone keeps its ways."""
        found: dict[_Node, set[_Node]] = {}
        for loaded in (self.head, self.base):
            for entity in loaded.catalog.entities.values():
                node = (entity.kind, entity.key)
                for other in _meant(loaded, entity):
                    found.setdefault(node, set()).add(other)
                    found.setdefault(other, set()).add(node)
        return found

    @cached_property
    def holders(self) -> Mapping[tuple[str, int], _Node]:
        """The first entity of each document."""
        found: dict[tuple[str, int], _Node] = {}
        for entity in self.head.catalog.entities.values():
            found.setdefault(entity.at[:2], (entity.kind, entity.key))
        return found

    def explained(self, item: RuleFinding) -> tuple[Place, str] | None:
        """The edit in the first document that explains the finding and was changed; else what explains it there."""
        place = next((r.place for r in item.finding.related if r.place.path in self.paths), None)
        if place is None:
            return None
        node = self.holders.get(place[:2])
        return (self._different(node) if node else None) or (place, "")

    def nearest(self, item: RuleFinding) -> tuple[Place, str] | None:
        """The nearest document that was changed or removed; of those one step away, one that the finding names."""
        start = self._node(item)
        if start is None:
            return None
        named = (node for node in sorted(self.ways.get(start, ())) if node[1] in item.finding.value)
        found = next(filter(None, map(self._different, named)), None)
        return found or (self._different(self.near[start]) if start in self.near else None)

    @cached_property
    def near(self) -> Mapping[_Node, _Node]:
        """Each document within reach of the change → the document of the change that is nearest to it."""
        catalogs = (self.head.catalog, self.base.catalog)
        nodes = sorted({node for each in catalogs for node, e in each.entities.items() if e.at.path in self.paths})
        found = {node: node for node in nodes if self._different(node)}
        ring = list(found)
        for _ in range(FARTHEST):
            steps = {other: found[node] for node in reversed(ring) for other in self.ways.get(node, ())}
            ring = sorted(steps.keys() - found.keys())
            found |= {node: steps[node] for node in ring}
        return found

    def _node(self, item: RuleFinding) -> _Node | None:
        subject, place = item.finding.subject, item.finding.place
        return subject if subject in self.head.catalog.entities else self.holders.get(place[:2])

    def _different(self, node: _Node) -> tuple[Place, str] | None:
        now, was = self.head.catalog.entities.get(node), self.base.catalog.entities.get(node)
        if now is None:
            return self._gone(was) if was else None
        if was is None or now.at.path not in self.paths:
            return (now.named, "") if was is None else None
        new, old = _data(self.head, now.at), _data(self.base, was.at)
        return None if new == old else (now.at.at(*_difference(new, old)), "")

    def _gone(self, was: Entity) -> tuple[Place, str]:
        if was.at.path in self.head.sources:  # its lines are not there any more
            return Place(was.at.path), f"{was.label}, which was in this file before the change"
        return was.named, f"{was.label}, which the change removes"


def _meant(loaded: LoadedCatalog, entity: Entity) -> Iterator[_Node]:
    for ref in entity.refs:
        target = loaded.catalog.find(ref)
        if target is not None:
            yield target.kind, target.key


def _data(loaded: LoadedCatalog, place: Place) -> Any:
    data: Any = loaded.documents.get((place.path, place.document))
    for key in place.pointer:
        data = data[key]
    return data


def _difference(new: Any, old: Any) -> Iterable[str | int]:
    """The way to the one value that is different; to what holds them all when there are several."""
    while len(keys := _keys(new, old)) == 1 and keys[0] in (new if isinstance(new, dict) else range(len(new))):
        yield keys[0]
        new, old = new[keys[0]], old.get(keys[0]) if isinstance(old, dict) else old[keys[0]]


def _keys(new: Any, old: Any) -> list[Any]:
    """The keys, or the numbers of items, under which two values differ."""
    if isinstance(new, dict) and isinstance(old, dict):
        return [key for key in {**new, **old} if key not in new or key not in old or new[key] != old[key]]
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        return [number for number, (one, other) in enumerate(zip(new, old, strict=True)) if one != other]
    return []
