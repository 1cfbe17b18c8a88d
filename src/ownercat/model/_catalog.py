"""Everything that was read, with its look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.model._paging import Escalation
from ownercat.model._people import Person, Rotation, Team
from ownercat.model._services import Service
from ownercat.model._values import Entity, Ref


class Twice(NamedTuple):
    """Two documents that claim one name; the first one counts."""

    first: Entity
    second: Entity


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that was read. Look-ups are by (kind, key); the first definition of a name counts.

    ``uncertain``: words found in files or documents that could not be read whole. What they may define is
    neither reported as missing nor judged, so that one broken file is one finding.
    """

    entities: Mapping[tuple[str, str], Entity]
    twice: tuple[Twice, ...] = ()
    aliases: Mapping[tuple[str, str], Entity] = field(default_factory=lambda: MappingProxyType({}))
    uncertain: frozenset[str] = frozenset()
    _of: dict[type[Any], tuple[Any, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """Every entity of a model class (``Service`` also yields what foreign dialects read as one)."""
        # every rule asks for the same few classes, and a catalog never changes
        if kind not in self._of:
            self._of[kind] = tuple([e for e in self.entities.values() if isinstance(e, kind)])
        return iter(self._of[kind])

    def get(self, kind: str, name: str) -> Entity | None:
        """The entity of that kind and exact name, not through aliases."""
        return self.entities.get((kind, name))

    def find(self, ref: Ref | None) -> Entity | None:
        """What a reference means, through aliases too; ``None`` when nothing fits."""
        if ref is None:
            return None
        kinds = (ref.kind,) if ref.kind else ref.kinds
        name = ref.name
        for kind in kinds:
            if (found := self.entities.get((kind, name))) is not None:
                return found
        return next((self.aliases[kind, name] for kind in kinds if (kind, name) in self.aliases), None)

    def team(self, ref: Ref | None) -> Team | None:
        """The team a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Team) else None

    def person(self, ref: Ref | None) -> Person | None:
        """The person a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Person) else None

    def service(self, ref: Ref | None) -> Service | None:
        """The service a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Service) else None

    def escalation(self, ref: Ref | None) -> Escalation | None:
        """The escalation policy a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Escalation) else None

    def rotation(self, ref: Ref | None) -> Rotation | None:
        """The rotation a reference means, if it is one."""
        found = self.find(ref)
        return found if isinstance(found, Rotation) else None

    def kinds(self) -> frozenset[str]:
        """The kinds that are defined at least once."""
        return frozenset(kind for kind, _ in self.entities)


def build(entities: Iterable[Entity], uncertain: frozenset[str] = frozenset()) -> Catalog:
    """Index entities into a catalog: the first of a name counts, later ones are kept in ``twice``."""
    index: dict[tuple[str, str], Entity] = {}
    twice: list[Twice] = []
    for entity in entities:
        first = index.setdefault((entity.kind, entity.key), entity)
        if first is not entity:
            twice.append(Twice(first, entity))
    aliases: dict[tuple[str, str], Entity] = {}
    for entity in index.values():
        for alias in entity.aliases:
            aliases.setdefault((entity.kind, alias.name), entity)
    return Catalog(MappingProxyType(index), tuple(twice), MappingProxyType(aliases), uncertain)
