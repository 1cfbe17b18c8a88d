"""What is gone without a trace: not under its name, not as an alias of something else."""

from __future__ import annotations

from typing import NamedTuple

from ownercat.model import Catalog, Entity


class Vanished(NamedTuple):
    """The entities of a kind that are gone, in the order of their files, and how many there were."""

    kind: str
    gone: tuple[Entity, ...]
    before: int


def vanished(before: Catalog, after: Catalog) -> tuple[Vanished, ...]:
    """Each kind that has lost something. What a file that cannot be read may define is not gone."""
    found = []
    for kind in sorted(before.kinds()):
        there = [entity for (its, _), entity in before.entities.items() if its == kind]
        gone = tuple(entity for entity in there if not _is_known(after, entity))
        if gone:
            found.append(Vanished(kind, tuple(sorted(gone, key=lambda entity: entity.at[:3])), len(there)))
    return tuple(found)


def _is_known(after: Catalog, entity: Entity) -> bool:
    key = (entity.kind, entity.key)
    return key in after.entities or key in after.aliases or entity.name in after.uncertain
