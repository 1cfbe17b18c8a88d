"""Find entities whose name changed in place: the same document position, and otherwise equal content."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Entity

_Position = tuple[str, str, str]  # kind, path, and the entity of that kind before it that both sides have
_OTHER = frozenset({"at", "named", "sound"})


def find_renamed_in_place(
    before: Catalog, after: Catalog, gone: Iterable[Entity], new: Iterable[Entity]
) -> Mapping[tuple[str, str], str]:
    """Map (kind, old key) to the new key of each removed entity with an equal added one in its place."""
    removed, added = _group_by_position(before, after, gone), _group_by_position(after, before, new)
    return {
        (old.kind, old.key): heir.key
        for position, entities in removed.items()
        for old, heir in _pair_equal(entities, added.get(position, []))
    }


def _pair_equal(removed: Sequence[Entity], added: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Yield the equal entities of one position in order, if as many were removed as were added."""
    for old in removed:
        heirs = [new for new in added if _is_equal(old, new)]
        rivals = [other for other in removed if other is old or (heirs and _is_equal(other, heirs[0]))]
        if len(heirs) == len(rivals):
            yield old, heirs[rivals.index(old)]


def _group_by_position(catalog: Catalog, other: Catalog, wanted: Iterable[Entity]) -> dict[_Position, list[Entity]]:
    groups: dict[_Position, list[Entity]] = {}
    for position, entity in _list_positions(catalog, other, wanted):
        groups.setdefault(position, []).append(entity)
    return groups


def _list_positions(catalog: Catalog, other: Catalog, wanted: Iterable[Entity]) -> Iterator[tuple[_Position, Entity]]:
    """Yield the wanted entities with their positions, in the order of each document."""
    chosen = list(wanted)
    places = {(entity.kind, entity.at.path) for entity in chosen}
    own = {(entity.kind, entity.key) for entity in chosen}
    previous: dict[tuple[str, str], str] = {}
    for at, entity in catalog.entities.items():
        place = (entity.kind, entity.at.path)
        if place not in places:
            continue
        if at in own:
            yield (*place, previous.get(place, "")), entity
        elif at in other.entities:
            previous[place] = entity.key


def _is_equal(old: Entity, new: Entity) -> bool:
    """Return whether two entities state the same, each with its own name."""
    if type(old) is not type(new):
        return False
    word = re.compile(rf"(?<![\w-]){re.escape(old.name)}(?![\w-])")
    return all(
        _replace_name(getattr(old, each.name), word, new.name) == _drop_places(getattr(new, each.name))
        for each in fields(old)
        if each.name not in _OTHER
    )


def _replace_name(value: Any, word: re.Pattern[str], name: str) -> Any:
    return _map_texts(value, lambda text: word.sub(lambda _: name, text))


def _drop_places(value: Any) -> Any:
    return _map_texts(value, str)


def _map_texts(value: Any, change: Any) -> Any:
    """Return a value with changed texts and without locations."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Place):
        return None
    if isinstance(value, Mapping):
        return {change(key): _map_texts(item, change) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_map_texts(item, change) for item in value]
    return value
