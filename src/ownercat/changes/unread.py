"""Compare two sides of which a part cannot be read: what cannot be compared is neither removed nor added.

An entity that only one side can show stands in for the other side as well, so that references to it resolve alike and
nothing differs because of it. A changed value that comes from such an entity is not proved, and is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ownercat.changes.values import Change, FieldChange, Side
from ownercat.diagnostics import Place
from ownercat.model import Catalog, Entity, build_catalog


class LostEntity(NamedTuple):
    """An entity that only the other side can show, and the path of the file that may define it here."""

    entity: Entity
    cause: str


class ReadableSides(NamedTuple):
    """Two sides that can be compared. ``lost``: the entities that stand in on the side before and on the side after."""

    before: Side
    after: Side
    lost: tuple[Sequence[LostEntity], Sequence[LostEntity]]


def add_unread(before: Side, after: Side, unread_before: Iterable[str], unread_after: Iterable[str]) -> ReadableSides:
    """Add the entities that a side may define in a part that cannot be read; ``unread_*``: the paths of its files."""
    lost = (
        list(_list_lost(before.catalog, after.catalog, frozenset(unread_before))),
        list(_list_lost(after.catalog, before.catalog, frozenset(unread_after))),
    )
    return ReadableSides(_add(before, lost[0]), _add(after, lost[1]), lost)


def _list_lost(catalog: Catalog, other: Catalog, unread: frozenset[str]) -> Iterator[LostEntity]:
    """Yield the entities of the other side that errors hide here, and did not hide there.

    A document with an error may define a name that it contains, or the entity that is at its place on the other side.
    """
    hidden = {name: cause.path for name, cause in catalog.hidden.items() if name not in other.hidden}
    doubtful = {cause for kinds in catalog.uncertain.values() for cause in kinds.values()}
    for at, entity in other.entities.items():
        if at in catalog.entities or at in catalog.aliases:
            continue
        path = entity.at.path
        cause = hidden.get((entity.kind, entity.name)) or hidden.get(("", entity.name))
        if path in unread or any(_is_below(place, entity.at) for place in doubtful):
            cause = path
        if cause:
            yield LostEntity(entity, cause)


def _add(side: Side, lost: Sequence[LostEntity]) -> Side:
    if not lost:
        return side
    entities = [*side.catalog.entities.values(), *(each.entity for each in lost)]
    return side._replace(catalog=build_catalog(entities, side.catalog.uncertain, side.catalog.hidden))


def list_proved(changes: Iterable[Change], sides: ReadableSides) -> Iterator[Change]:
    """Yield the changes without values of entities that stand in."""
    old, new = (tuple(each.entity.at for each in lost) for lost in sides.lost)
    for change in changes:
        fields = tuple(field for field in change.fields if not _is_inside(field, old, new))
        if fields or not change.fields:
            yield change._replace(fields=fields)


def _is_inside(field: FieldChange, old: Sequence[Place], new: Sequence[Place]) -> bool:
    pairs = ((field.place_before, old), (field.place_after, new))
    return any(place is not None and any(_is_below(place, at) for at in places) for place, places in pairs)


def _is_below(place: Place, at: Place) -> bool:
    return place[:2] == at[:2] and place.pointer[: len(at.pointer)] == at.pointer
