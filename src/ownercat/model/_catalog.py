"""The catalog with its lookups."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._paging import Escalation
from ownercat.model._people import Person, Rotation, Team
from ownercat.model._services import Service
from ownercat.model._values import EMPTY, Entity, Ref

ANY_WORD = "\0"  # stands for every name and word


class Twice(NamedTuple):
    """Two documents with one name; the first one counts."""

    first: Entity
    second: Entity


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entities. Lookups are by (kind, key); the first definition of a name counts.

    ``hidden``: the names that documents with errors may define, by kind (``""`` = any kind) and name. ``uncertain``:
    every word of these documents, because they may refer to it, with their kinds. Both have the location of the error,
    and ``ANY_WORD`` if a file was not read: it may have any name and any word.
    ``refused``: the keys with unknown values of native documents with errors, by kind and key of the entity; an unsound
    entity that is not in it is unknown as a whole.
    """

    entities: Mapping[tuple[str, str], Entity]
    twice: tuple[Twice, ...] = ()
    aliases: Mapping[tuple[str, str], Entity] = field(default_factory=lambda: MappingProxyType({}))
    uncertain: Mapping[str, Mapping[str, Place]] = field(default_factory=lambda: EMPTY)
    hidden: Mapping[tuple[str, str], Place] = field(default_factory=lambda: MappingProxyType({}))
    refused: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    _of: dict[type[Any], tuple[Any, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """Yield every entity of a model class; ``Service`` includes the services of foreign formats."""
        # every rule asks for the same few classes, and a catalog never changes
        if kind not in self._of:
            self._of[kind] = tuple([e for e in self.entities.values() if isinstance(e, kind)])
        return iter(self._of[kind])

    def of_naming(self, kind: type[Any], names: Collection[str]) -> Iterator[Any]:  # `names`: for a subclass
        """Yield every entity of a model class that can refer to one of some names, and others of that class."""
        return self.of(kind)

    def of_loaded(self, kind: type[Any]) -> Iterator[Any]:
        """Yield the entities of a model class, for a caller that selects the files of the catalog itself."""
        return self.of(kind)

    def get(self, kind: str, name: str) -> Entity | None:
        """Return the entity of that kind and exact name; ``None`` if there is none. Aliases do not count."""
        return self.entities.get((kind, name))

    def find(self, ref: Ref | None) -> Entity | None:
        """Return the entity of a reference, also by alias; ``None`` if the reference is undefined."""
        if ref is None:
            return None
        kinds, name, _, _, stated, _ = ref
        if stated:
            kinds = (stated,)
        for kind in kinds:
            # not by an index of its own: a question adds entities while it is answered
            if (entity := self.entities.get((kind, name))) is not None:
                return entity
        if not self.aliases:
            return None
        return next((self.aliases[kind, name] for kind in kinds if (kind, name) in self.aliases), None)

    def team(self, ref: Ref | None) -> Team | None:
        """Return the team of a reference; ``None`` if the reference is undefined or another kind."""
        entity = self.find(ref)
        return entity if isinstance(entity, Team) else None

    def person(self, ref: Ref | None) -> Person | None:
        """Return the person of a reference; ``None`` if the reference is undefined or another kind."""
        entity = self.find(ref)
        return entity if isinstance(entity, Person) else None

    def service(self, ref: Ref | None) -> Service | None:
        """Return the service of a reference; ``None`` if the reference is undefined or another kind."""
        entity = self.find(ref)
        return entity if isinstance(entity, Service) else None

    def escalation(self, ref: Ref | None) -> Escalation | None:
        """Return the escalation policy of a reference; ``None`` if the reference is undefined or another kind."""
        entity = self.find(ref)
        return entity if isinstance(entity, Escalation) else None

    def rotation(self, ref: Ref | None) -> Rotation | None:
        """Return the rotation of a reference; ``None`` if the reference is undefined or another kind."""
        entity = self.find(ref)
        return entity if isinstance(entity, Rotation) else None

    def find_hidden(self, kinds: Iterable[str], name: str) -> Place | None:
        """Return the error of a document that may define a name as one of the kinds; ``None`` if none can."""
        if not self.hidden:
            return None
        # the key of a foreign entity has a namespace before the name
        names = (name, name.rpartition("/")[2])
        places = [(kind, each) for each in names for kind in ("", *kinds)]
        places.append(("", ANY_WORD))
        return next((self.hidden[at] for at in places if at in self.hidden), None)

    def kinds(self) -> frozenset[str]:
        """Return the kinds with at least one entity."""
        return frozenset(kind for kind, _ in self.entities)


def build_catalog(
    entities: Iterable[Entity],
    uncertain: Mapping[str, Mapping[str, Place]] = EMPTY,
    hidden: Mapping[tuple[str, str], Place] = MappingProxyType({}),
    refused: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType({}),
) -> Catalog:
    """Build a catalog from entities: the first entity of a name counts, and ``twice`` has the later ones."""
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
    # the dict itself, not a proxy: rules look up a million references of a large catalog
    return Catalog(index, tuple(twice), MappingProxyType(aliases), uncertain, hidden, refused)
