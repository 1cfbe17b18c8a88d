"""Compute how the on-call time of a rotation is distributed: hours, nights and weekends per person."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ownercat.model import Hours, Person
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAYS
from ownercat.oncall.intervals import Interval, Intervals, list_pieces, sum_seconds
from ownercat.oncall.timelines import Timeline
from ownercat.oncall.windows import list_open_times

NIGHT = ("22:00", "06:00")
WEEKEND = ("sat", "sun")


class Load(NamedTuple):
    """The load of one person.

    ``nights`` and ``weekends`` count those with any time on call, in the person's own zone.
    """

    person: str
    seconds: int
    share: float
    night_seconds: int
    nights: int
    weekend_seconds: int
    weekends: int


def list_loads(calendar: Calendar, timeline: Timeline) -> tuple[Load, ...]:
    """Return the load of each person of a timeline, the largest first; the seconds add up to the covered time."""
    times, zones = _collect_times(calendar, timeline)
    whole = sum(sum_seconds(spans) for spans in times.values())
    result = [_build_load(timeline, person, spans, zones[person], whole) for person, spans in times.items()]
    return tuple(sorted(result, key=lambda load: (-load.seconds, load.person)))


def _collect_times(calendar: Calendar, timeline: Timeline) -> tuple[dict[str, Intervals], dict[str, str]]:
    """Return when each person is on call, and their zone; without an own zone, the zone of their layer."""
    spans: dict[str, list[Interval]] = defaultdict(list)
    zones: dict[str, str] = {}
    for start, end, holder in list_pieces(timeline.track):
        if holder.person is None:
            continue
        mine = spans[holder.person]
        if mine and mine[-1][1] == start:
            mine[-1] = (mine[-1][0], end)
        else:
            mine.append((start, end))
        if holder.person not in zones:
            layer = holder.number if holder.why == "turn" else 0
            zones[holder.person] = find_person_zone(calendar, timeline, holder.person, layer)
    return {person: tuple(person_spans) for person, person_spans in spans.items()}, zones


def find_person_zone(calendar: Calendar, timeline: Timeline, key: str, layer: int) -> str:
    """Return the zone of a person: their own, else that of a layer."""
    person = calendar.catalog.get("Person", key)
    if isinstance(person, Person) and person.time_zone:
        return person.time_zone
    layers = timeline.rotation.layers
    return layers[layer].time_zone if 0 <= layer < len(layers) else "UTC"


def _build_load(timeline: Timeline, person: str, spans: Intervals, zone: str, whole: int) -> Load:
    mine = sum_seconds(spans)
    nights = _build_ruler(Hours(False, zone, DAYS, *NIGHT), timeline.start, timeline.end)
    weekends = _build_ruler(Hours(False, zone, WEEKEND, "00:00", "00:00"), timeline.start, timeline.end)
    return Load(person, mine, mine / whole, *_measure(nights, spans), *_measure(weekends, spans))


def compute_tenths(person_loads: Sequence[Load]) -> tuple[int, ...]:
    """Return each share in tenths of a percent, rounded by the largest remainder so that the sum is 1,000."""
    whole = sum(load.seconds for load in person_loads)
    exact = [divmod(1_000 * load.seconds, whole) for load in person_loads]
    rest = 1_000 - sum(floor for floor, _ in exact) if exact else 0
    up = set(sorted(range(len(exact)), key=lambda number: -exact[number][1])[:rest])
    return tuple(floor + (number in up) for number, (floor, _) in enumerate(exact))


class _Ruler(NamedTuple):
    """Intervals to measure other intervals: ``before[i]`` is the total length of the first i."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]


@lru_cache(maxsize=256)
def _build_ruler(hours: Hours, start: int, end: int) -> _Ruler:
    parts = list_open_times((hours,), start, end)
    lengths = accumulate((last - first for first, last in parts), initial=0)
    return _Ruler(tuple(first for first, _ in parts), tuple(last for _, last in parts), tuple(lengths))


def _measure(ruler: _Ruler, spans: Intervals) -> tuple[int, int]:
    """Return how many seconds of the ruler the spans cover, and how many of its intervals they touch."""
    seconds = count = reached = 0
    for start, end in spans:
        seconds += _measure_before(ruler, end) - _measure_before(ruler, start)
        first, last = max(bisect_right(ruler.ends, start), reached), bisect_left(ruler.starts, end)
        count += max(last - first, 0)
        reached = max(last, reached)
    return seconds, count


def _measure_before(ruler: _Ruler, instant: int) -> int:
    """Return how much of the ruler is before an instant."""
    number = bisect_right(ruler.starts, instant)
    return ruler.before[number] - max(ruler.ends[number - 1] - instant, 0) if number else 0
