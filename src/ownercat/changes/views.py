"""One side of a comparison, with references resolved to names that are the same on both sides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ownercat.changes.directions import get_direction
from ownercat.changes.matching import Key
from ownercat.changes.normal import Facts, NormalizedValue
from ownercat.changes.values import Change, FieldChange
from ownercat.diagnostics import Place
from ownercat.model import PREFIXES, SLA, Catalog, Entity, Policy, Ref, Service
from ownercat.text import listed

_PREFIX = {kind: prefix for prefix, kind in PREFIXES.items()}


@dataclass(frozen=True, slots=True)
class ComparedCatalog:
    """A catalog and its policy. ``names``: (kind, key) on this side → the key that both sides use.

    ``stated``: only what the documents state, without defaults and fallbacks.
    """

    catalog: Catalog
    policy: Policy
    names: Mapping[Key, str] = field(default_factory=dict)
    stated: bool = False
    climbs: dict[str, Facts] = field(default_factory=dict)  # values of escalation policies by key, a cache
    promises: dict[tuple[str, str], list[SLA]] = field(default_factory=dict)  # SLAs by provider and consumer, a cache

    def key(self, entity: Entity) -> str:
        """Return the name of an entity on both sides."""
        return self.names.get((entity.kind, entity.key), entity.key)

    def get_owner(self, service: Service) -> Ref | None:
        """Return the owner; if only stated values count, not an owner that a format takes from a role."""
        owner = service.owner
        derived = self.stated and owner and any(owner.place == ref.place for ref in service.roles.values())
        return None if derived else owner

    def resolve_name(self, ref: Ref) -> str:
        """Return the name of the entity of a reference; the written name if it is undefined."""
        entity = self.catalog.find(ref)
        return ref.name if entity is None else self.key(entity)

    def get_qualified_name(self, ref: Ref) -> str:
        """Return the resolved name with its kind, for references with several possible kinds: ``team:payments``."""
        entity = self.catalog.find(ref)
        if entity is None:  # not the same as a later entity of that name, for the gate
            return ref.written if self.stated else f"{ref.written} (undefined)"
        return f"{_PREFIX.get(entity.kind, entity.kind)}:{self.key(entity)}"

    def build_reference(self, ref: Ref | None) -> NormalizedValue | None:
        """Return a reference as a value."""
        return None if ref is None else NormalizedValue(self.resolve_name(ref), self.resolve_name(ref), ref.place)

    def build_references(self, refs: Iterable[Ref], place: Place, ordered: bool = False) -> NormalizedValue | None:
        """Return several references as one value; their order counts only if ``ordered``."""
        all_names = [self.get_qualified_name(ref) for ref in refs]
        names = all_names if ordered else sorted(set(all_names))
        return NormalizedValue([*names], listed(name.rpartition(":")[2] for name in names), place) if names else None


class ComparedCatalogs(NamedTuple):
    """The two sides of a comparison."""

    old: ComparedCatalog
    new: ComparedCatalog
    steady: bool = False  # all names and pages are unchanged


def list_field_changes(topic: str, before: Facts, after: Facts) -> list[FieldChange]:
    """Return the values that differ, sorted by name."""
    return [
        _build_field_change(topic, name, before.get(name), after.get(name)) for name in _list_differing(before, after)
    ]


def _list_differing(before: Facts, after: Facts) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old is None or new is None or old.value != new.value:
            yield name


def _build_field_change(topic: str, name: str, old: NormalizedValue | None, new: NormalizedValue | None) -> FieldChange:
    before, after = old.value if old else None, new.value if new else None
    way = get_direction(topic, name, before, after)
    return FieldChange(
        name, before, after, old.said if old else "", new.said if new else "", way, _get_place(old), _get_place(new)
    )


def _get_place(fact: NormalizedValue | None) -> Place | None:
    """Return the location of a value; ``None`` for values of the built-in policy, which have no file."""
    return fact.place if fact and fact.place.path else None


def build_change(
    kind: str,
    entity: Entity,
    service: str,
    field_changes: Iterable[FieldChange] = (),
    other: str = "",
    gone: bool = False,
    whole: bool = False,
) -> Change:
    """Build a change at the location of its first field.

    A ``whole`` entity that was added or removed is at its name.
    """
    listed = tuple(field_changes)
    if whole:
        return Change(kind, entity.subject, service, listed, entity.named, other, gone)
    places = [field.place_before if gone else field.place_after for field in listed]
    place = next((place for place in places if place is not None), entity.named)
    return Change(kind, entity.subject, service, listed, place, other, gone)
