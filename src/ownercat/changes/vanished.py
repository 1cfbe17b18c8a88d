"""Find entities that were removed without an alias."""

from typing import NamedTuple

from ownercat.model import Catalog, Entity


class Vanished(NamedTuple):
    """The removed entities of a kind in the order of their files, and the previous number of entities."""

    kind: str
    gone: tuple[Entity, ...]
    before: int


def list_vanished(before: Catalog, after: Catalog) -> tuple[Vanished, ...]:
    """Return each kind with removed entities; an entity that an unreadable file may define does not count."""
    result = []
    for kind in sorted(before.kinds()):
        entities = [entity for (its, _), entity in before.entities.items() if its == kind]
        gone = tuple(entity for entity in entities if not _is_known(after, entity))
        if gone:
            result.append(Vanished(kind, tuple(sorted(gone, key=lambda entity: entity.at[:3])), len(entities)))
    return tuple(result)


def _is_known(after: Catalog, entity: Entity) -> bool:
    key = (entity.kind, entity.key)
    return key in after.entities or key in after.aliases or entity.name in after.uncertain
