"""How the work of a rotation is spread: hours, nights and weekends per person."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from ownercat.model import Hours, Person
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAYS
from ownercat.oncall.intervals import Interval, Intervals, intersection, pieces, total, touched
from ownercat.oncall.timelines import Timeline
from ownercat.oncall.windows import opened

NIGHT = ("22:00", "06:00")


class Load(NamedTuple):
    """One person's part. ``nights`` and ``weekends`` are those with any time on call, in the person's own zone."""

    person: str
    seconds: int
    share: float
    night_seconds: int
    nights: int
    weekend_seconds: int
    weekends: int


def loads(calendar: Calendar, timeline: Timeline) -> tuple[Load, ...]:
    """Everybody's part of a timeline, the largest first; the seconds add up to the time that somebody is on call."""
    times, zones = _times(calendar, timeline)
    whole = sum(total(spans) for spans in times.values())
    found = [_load(timeline, person, spans, zones[person], whole) for person, spans in times.items()]
    return tuple(sorted(found, key=lambda load: (-load.seconds, load.person)))


def _times(calendar: Calendar, timeline: Timeline) -> tuple[dict[str, Intervals], dict[str, str]]:
    """When each person is on call, and the zone they live in; of those without one, their layer's."""
    spans: dict[str, list[Interval]] = defaultdict(list)
    zones: dict[str, str] = {}
    for start, end, holder in pieces(timeline.track):
        if holder.person is None:
            continue
        mine = spans[holder.person]
        if mine and mine[-1][1] == start:
            mine[-1] = (mine[-1][0], end)
        else:
            mine.append((start, end))
        if holder.person not in zones:
            layer = holder.number if holder.why == "turn" else 0
            zones[holder.person] = zone_of(calendar, timeline, holder.person, layer)
    return {person: tuple(found) for person, found in spans.items()}, zones


def zone_of(calendar: Calendar, timeline: Timeline, key: str, layer: int) -> str:
    """The zone a person lives in, as far as the catalog tells: their own, else that of a layer."""
    person = calendar.catalog.get("Person", key)
    if isinstance(person, Person) and person.time_zone:
        return person.time_zone
    layers = timeline.rotation.layers
    return layers[layer].time_zone if 0 <= layer < len(layers) else "UTC"


def _load(timeline: Timeline, person: str, spans: Intervals, zone: str, whole: int) -> Load:
    nights = opened((Hours(False, zone, DAYS, *NIGHT),), timeline.start, timeline.end)
    weekends = opened((Hours(False, zone, ("sat", "sun"), "00:00", "00:00"),), timeline.start, timeline.end)
    mine = total(spans)
    return Load(
        person,
        mine,
        mine / whole,
        total(intersection(spans, nights)),
        touched(nights, spans),
        total(intersection(spans, weekends)),
        touched(weekends, spans),
    )
