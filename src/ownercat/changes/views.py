"""One side of a comparison, with references resolved into names that mean the same on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ownercat.changes.directions import direction
from ownercat.changes.matching import Key
from ownercat.changes.normal import Facts, NormalizedValue
from ownercat.changes.values import Change, FieldChange
from ownercat.diagnostics import Place
from ownercat.model import PREFIXES, SLA, Catalog, Entity, Policy, Ref
from ownercat.text import listed

_PREFIX = {kind: prefix for prefix, kind in PREFIXES.items()}


@dataclass(frozen=True, slots=True)
class ComparedCatalog:
    """A catalog and its policy. ``names``: (kind, key) here → the key that is used for it on both sides."""

    catalog: Catalog
    policy: Policy
    names: Mapping[Key, str] = field(default_factory=dict)
    climbs: dict[str, Facts] = field(default_factory=dict)  # what was worked out of escalations, by their keys
    promises: dict[tuple[str, str], list[SLA]] = field(default_factory=dict)  # by who promises, and to whom

    def key(self, entity: Entity) -> str:
        """The name of an entity on both sides."""
        return self.names.get((entity.kind, entity.key), entity.key)

    def means(self, ref: Ref) -> str:
        """The name of what a reference means; as written where it means nothing."""
        found = self.catalog.find(ref)
        return ref.name if found is None else self.key(found)

    def holder(self, ref: Ref) -> str:
        """The same with the kind before it, for references that may be to several kinds: ``team:payments``."""
        found = self.catalog.find(ref)
        return ref.written if found is None else f"{_PREFIX.get(found.kind, found.kind)}:{self.key(found)}"

    def one(self, ref: Ref | None) -> NormalizedValue | None:
        """A reference as a fact."""
        return None if ref is None else NormalizedValue(self.means(ref), self.means(ref), ref.place)

    def holders(self, refs: Iterable[Ref], place: Place, ordered: bool = False) -> NormalizedValue | None:
        """Several references as one fact; their order counts only where it is said to."""
        found = [self.holder(ref) for ref in refs]
        names = found if ordered else sorted(set(found))
        return NormalizedValue([*names], listed(name.rpartition(":")[2] for name in names), place) if names else None


class ComparedCatalogs(NamedTuple):
    """The two sides."""

    old: ComparedCatalog
    new: ComparedCatalog
    steady: bool = False  # every name means what it did, and pages go the ways that they went

    def moved(
        self, topic: str, facts: Callable[[ComparedCatalog, Entity], Facts], pair: tuple[Entity, Entity]
    ) -> list[FieldChange]:
        """The values of something that differ."""
        return fields(topic, facts(self.old, pair[0]), facts(self.new, pair[1]))


def fields(topic: str, before: Facts, after: Facts) -> list[FieldChange]:
    """The values that differ, by name."""
    return [_field(topic, name, before.get(name), after.get(name)) for name in _differing(before, after)]


def _differing(before: Facts, after: Facts) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old is None or new is None or old.value != new.value:
            yield name


def _field(topic: str, name: str, old: NormalizedValue | None, new: NormalizedValue | None) -> FieldChange:
    before, after = old.value if old else None, new.value if new else None
    way = direction(topic, name, before, after)
    return FieldChange(
        name, before, after, old.said if old else "", new.said if new else "", way, _place(old), _place(new)
    )


def _place(fact: NormalizedValue | None) -> Place | None:
    """What nobody wrote (the built-in policy) stands nowhere."""
    return fact.place if fact and fact.place.path else None


def change(
    kind: str,
    entity: Entity,
    service: str,
    found: Iterable[FieldChange] = (),
    other: str = "",
    gone: bool = False,
    whole: bool = False,
) -> Change:
    """A change, at its first field that is still there; of a ``whole`` thing that came or went, at its name."""
    listed = tuple(found)
    if whole:
        return Change(kind, entity.subject, service, listed, entity.named, other, gone)
    places = [field.place_before if gone else field.place_after for field in listed]
    place = next((place for place in places if place is not None), entity.named)
    return Change(kind, entity.subject, service, listed, place, other, gone)
