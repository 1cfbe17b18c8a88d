"""How the work of a rotation is spread: hours, nights and weekends per person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ownercat.model import Hours, Person
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAYS
from ownercat.oncall.intervals import Interval, Intervals, pieces, total
from ownercat.oncall.timelines import Timeline
from ownercat.oncall.windows import opened

NIGHT = ("22:00", "06:00")
WEEKEND = ("sat", "sun")


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
    mine = total(spans)
    nights = _ruler(Hours(False, zone, DAYS, *NIGHT), timeline.start, timeline.end)
    weekends = _ruler(Hours(False, zone, WEEKEND, "00:00", "00:00"), timeline.start, timeline.end)
    return Load(person, mine, mine / whole, *_measured(nights, spans), *_measured(weekends, spans))


def tenths(found: Sequence[Load]) -> tuple[int, ...]:
    """Each share in tenths of a per cent, rounded so that together they are 1,000: the largest remainders go up."""
    whole = sum(load.seconds for load in found)
    exact = [divmod(1_000 * load.seconds, whole) for load in found]
    rest = 1_000 - sum(floor for floor, _ in exact) if exact else 0
    up = set(sorted(range(len(exact)), key=lambda number: -exact[number][1])[:rest])
    return tuple(floor + (number in up) for number, (floor, _) in enumerate(exact))


class _Ruler(NamedTuple):
    """Stretches of time to measure others by: ``before[i]`` is how long the first i are together."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]


@lru_cache(maxsize=256)
def _ruler(hours: Hours, start: int, end: int) -> _Ruler:
    parts = opened((hours,), start, end)
    lengths = accumulate((last - first for first, last in parts), initial=0)
    return _Ruler(tuple(first for first, _ in parts), tuple(last for _, last in parts), tuple(lengths))


def _measured(ruler: _Ruler, spans: Intervals) -> tuple[int, int]:
    """How many seconds of the ruler the spans meet, and how many of its parts."""
    seconds = count = reached = 0
    for start, end in spans:
        seconds += _gone(ruler, end) - _gone(ruler, start)
        first, last = max(bisect_right(ruler.ends, start), reached), bisect_left(ruler.starts, end)
        count += max(last - first, 0)
        reached = max(last, reached)
    return seconds, count


def _gone(ruler: _Ruler, instant: int) -> int:
    """How much of the ruler lies before an instant."""
    number = bisect_right(ruler.starts, instant)
    return ruler.before[number] - max(ruler.ends[number - 1] - instant, 0) if number else 0
