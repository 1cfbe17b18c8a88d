"""The ids of entries in lists, so that two entries with one id are a single finding."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Drill, Entity, Escalation, Incident, Policy, Rotation, Runbook, Service


class ListedId(NamedTuple):
    """The id of one entry. ``noun``: what the entry is; ``key``: the key of the id; ``entry``: its location."""

    noun: str
    key: str
    text: str
    entry: Place

    @property
    def place(self) -> Place:
        """Return the location of the id."""
        return self.entry.at(self.key)


def listed_ids(entity: Entity) -> Iterator[ListedId]:
    """Yield the ids of the entries of an entity that other fields or documents refer to."""
    if isinstance(entity, Service):
        yield from (ListedId("symptom", "id", item.id, item.place) for item in entity.symptoms)
    elif isinstance(entity, Escalation):
        yield from (ListedId("level", "name", item.name, item.place) for item in entity.tiers)
    elif isinstance(entity, Rotation):
        yield from (ListedId("layer", "id", item.id, item.place) for item in entity.layers)
    elif isinstance(entity, Runbook):
        yield from (ListedId("step", "id", item.id, item.place) for item in entity.steps)
    elif isinstance(entity, Incident | Drill):
        yield from (ListedId("action", "id", item.id, item.place) for item in entity.actions)
    elif isinstance(entity, Policy):
        for number, item in enumerate(entity.data.get("severities", ())):
            text = item.get("id") if isinstance(item, dict) else None
            if isinstance(text, str):
                yield ListedId("severity", "id", text, entity.at.at("severities", number))


def repeated(ids: Iterable[ListedId]) -> Iterator[tuple[ListedId, ListedId]]:
    """Yield each entry whose id an earlier entry has, with that earlier entry first. An empty id is not an id."""
    first: dict[str, ListedId] = {}
    for each in ids:
        if each.text and first.setdefault(each.text, each) is not each:
            yield first[each.text], each


def has_repeated_ids(entity: Entity) -> bool:
    """Return whether two entries have the same id: one of them may be meant by a reference that is undefined."""
    return next(repeated(listed_ids(entity)), None) is not None
