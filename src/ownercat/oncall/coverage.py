"""Find required time with nobody on call: each gap exactly, its cause, and how gaps recur.

The caller gives the required hours (24x7, a window, the hours of an SLA); the rotation's accepted gaps are excluded. A
person who is away still covers (see ``away``), and an external rotation always does.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ownercat.model import Hours, Person, Rotation
from ownercat.oncall.away import is_away
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import get_year, resolve_end, resolve_start
from ownercat.oncall.intervals import Interval, Intervals, intersect, list_times, subtract, sum_seconds
from ownercat.oncall.recurrence import Gap, GapCause, RecurringGap, find_patterns
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, Timeline
from ownercat.oncall.windows import list_open_times

_MOST_CAUSES = 4


class Coverage(NamedTuple):
    """The required and the missing seconds; the gaps in order of time, and the same gaps by pattern.

    ``until``: the end of the checked time; earlier than the calendar's end only for a truncated timeline.
    """

    required: int
    missing: int
    gaps: tuple[Gap, ...]
    patterns: tuple[RecurringGap, ...]
    until: int


def compute_coverage(calendar: Calendar, rotation: Rotation, hours: Sequence[Hours]) -> Coverage:
    """Compute how a rotation covers the required hours; several windows count together."""
    seen = build_timeline(calendar, rotation)
    wanted = list_required_times(seen, hours)
    holes = intersect(wanted, list_times(seen.track, lambda holder: not holder.is_somebody))
    gaps = tuple(_build_gap(calendar, seen, hole) for hole in holes)
    patterns = find_patterns(gaps, seen, hours)
    gaps_with_causes = sorted((gap for pattern in patterns for gap in pattern.gaps), key=lambda gap: gap.start)
    return Coverage(sum_seconds(wanted), sum_seconds(holes), tuple(gaps_with_causes), patterns, seen.end)


def list_required_times(seen: Timeline, hours: Sequence[Hours]) -> Intervals:
    """Return when a person must be on call: the hours, without the accepted gaps of the rotation."""
    wanted = list_open_times(tuple(hours), seen.start, seen.end)
    fine = list_open_times(seen.rotation.gaps_ok, seen.start, seen.end) if seen.rotation.gaps_ok else ()
    return subtract(wanted, fine)


def sum_by_year(parts: Sequence[Interval]) -> Mapping[int, int]:
    """Return the seconds in each calendar year (UTC)."""
    seconds: Counter[int] = Counter()
    for start, end in parts:
        at = start
        while at < end:
            year, stop = get_year(at)
            after = min(end, max(stop, at + 1))
            seconds[year] += after - at
            at = after
    return dict(sorted(seconds.items()))


def _build_gap(calendar: Calendar, seen: Timeline, hole: Interval) -> Gap:
    edges, labels = seen.track
    first = last = bisect_right(edges, hole[0]) - 1
    while edges[last + 1] < hole[1]:
        last += 1
    before = labels[first - 1] if first > 0 and edges[first] == hole[0] else None
    after = labels[last + 1] if last + 1 < len(labels) and edges[last + 1] == hole[1] else None
    causes = _list_causes(calendar, seen, hole, range(first, last + 1))
    return Gap(*hole, causes, before, after, _find_zone(calendar, seen, before, after))


def _list_causes(calendar: Calendar, seen: Timeline, hole: Interval, numbers: range) -> tuple[GapCause, ...]:
    """Return why nobody is on call in a gap, the cause of the longest part first."""
    edges, labels = seen.track
    if len(numbers) == 1:
        return (find_cause(calendar, seen.rotation, labels[numbers[0]], hole[0]),)
    lengths = Counter[GapCause]()
    for number in numbers:
        start = max(edges[number], hole[0])
        lengths[find_cause(calendar, seen.rotation, labels[number], start)] += min(edges[number + 1], hole[1]) - start
    return tuple(each for each, _ in lengths.most_common(_MOST_CAUSES))


def find_cause(calendar: Calendar, rotation: Rotation, holder: Holder, instant: int) -> GapCause:
    """Return why nobody is on call at an instant; ``recurrence`` finds daylight saving, which only shows in other
    weeks.
    """
    if holder.why == "removed":
        person = calendar.catalog.get("Person", holder.about)
        if isinstance(person, Person) and is_away(calendar, person, instant):
            return GapCause("away", holder.number, holder.about)
    if holder.why in ("before", "after") and len(rotation.layers) > 1:
        return GapCause(holder.why, _find_nearest_layer(rotation, holder, instant), holder.about)
    return GapCause(holder.why, holder.number, holder.about)


def _find_nearest_layer(rotation: Rotation, holder: Holder, instant: int) -> int:
    """Return the layer that ended last before an instant, or that begins first after it."""
    is_over = holder.why == "after"
    edges: dict[int, int] = {}
    for number, layer in enumerate(rotation.layers):
        edge = resolve_end(layer.until, layer.time_zone) if is_over else resolve_start(layer.start, layer.time_zone)
        if edge is not None and (edge <= instant if is_over else edge > instant):
            edges[number] = edge
    return (max if is_over else min)(edges, key=edges.__getitem__, default=holder.number)


def _find_zone(calendar: Calendar, seen: Timeline, before: Holder | None, after: Holder | None) -> str:
    """Return the zone of the person on call before the gap, else after it, else of the first layer."""
    layers = seen.rotation.layers
    for holder in (before, after):
        if holder is None or holder.person is None:
            continue
        if holder.why == "turn":
            return layers[holder.number].time_zone
        person = calendar.catalog.get("Person", holder.person)
        if isinstance(person, Person) and person.time_zone:
            return person.time_zone
    return layers[0].time_zone if layers else "UTC"
