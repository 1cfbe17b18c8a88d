"""Compare two sides of which a part cannot be read: what cannot be compared is neither removed nor added.

An entity that only one side can show stands in for the other side as well, so that references to it resolve alike and
nothing differs because of it. A changed value that comes from such an entity is not proved, and is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ownercat.changes.values import Change, FieldChange, Side
from ownercat.diagnostics import Place
from ownercat.model import Catalog, Entity, build_catalog


class ReadableSides(NamedTuple):
    """Two sides that can be compared. ``lost``: the entities that stand in on the side before and on the side after."""

    before: Side
    after: Side
    lost: tuple[Sequence[Entity], Sequence[Entity]]


def add_unread(before: Side, after: Side, unread_before: Iterable[str], unread_after: Iterable[str]) -> ReadableSides:
    """Add the entities that a side may define in a part that cannot be read; ``unread_*``: the paths of its files."""
    lost = (
        _list_lost(before.catalog, after.catalog, frozenset(unread_before)),
        _list_lost(after.catalog, before.catalog, frozenset(unread_after)),
    )
    return ReadableSides(_add(before, lost[0]), _add(after, lost[1]), lost)


def _list_lost(catalog: Catalog, other: Catalog, unread: frozenset[str]) -> list[Entity]:
    """List the entities of the other side that a file with errors hides here, and did not hide there."""
    doubt = catalog.uncertain.keys() - other.uncertain.keys()
    missing = [e for at, e in other.entities.items() if at not in catalog.entities and at not in catalog.aliases]
    return [entity for entity in missing if entity.at.path in unread or entity.name in doubt]


def _add(side: Side, lost: Sequence[Entity]) -> Side:
    if not lost:
        return side
    return side._replace(
        catalog=build_catalog([*side.catalog.entities.values(), *lost], side.catalog.uncertain, side.catalog.hidden)
    )


def list_proved(changes: Iterable[Change], sides: ReadableSides) -> Iterator[Change]:
    """Yield the changes without values of entities that stand in."""
    old, new = (tuple(entity.at for entity in entities) for entities in sides.lost)
    for change in changes:
        fields = tuple(field for field in change.fields if not _is_inside(field, old, new))
        if fields or not change.fields:
            yield change._replace(fields=fields)


def _is_inside(field: FieldChange, old: Sequence[Place], new: Sequence[Place]) -> bool:
    pairs = ((field.place_before, old), (field.place_after, new))
    return any(place is not None and any(_is_below(place, at) for at in places) for place, places in pairs)


def _is_below(place: Place, at: Place) -> bool:
    return place[:2] == at[:2] and place.pointer[: len(at.pointer)] == at.pointer
