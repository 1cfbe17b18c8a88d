"""Required time in which nobody is on call: each gap exactly, with its cause, and how gaps recur.

Required is what the caller says (24x7, a window, the hours of an SLA), without the gaps that the rotation declares to
be fine. Whoever is away still covers (see ``away``); an external rotation always does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ownercat.model import Hours, Person, Rotation
from ownercat.oncall.away import is_away
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import year_of
from ownercat.oncall.intervals import Interval, Intervals, difference, intersection, total, where
from ownercat.oncall.recurrence import Gap, GapCause, RecurringGap, recurring
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Holder, Timeline
from ownercat.oncall.windows import opened

_MOST_CAUSES = 4


class Coverage(NamedTuple):
    """What was required and what is missing, in seconds; the gaps in order, and the same gaps by how they recur.

    ``until``: judged up to here (earlier than the calendar's end only for a truncated timeline).
    """

    required: int
    missing: int
    gaps: tuple[Gap, ...]
    patterns: tuple[RecurringGap, ...]
    until: int


def coverage(calendar: Calendar, rotation: Rotation, hours: Sequence[Hours]) -> Coverage:
    """How a rotation covers the hours; several hours count together."""
    seen = timeline(calendar, rotation)
    wanted = required(seen, hours)
    holes = intersection(wanted, where(seen.track, lambda holder: not holder.is_somebody))
    gaps = tuple(_gap(calendar, seen, hole) for hole in holes)
    patterns = recurring(gaps, seen, hours)
    named = sorted((gap for pattern in patterns for gap in pattern.gaps), key=lambda gap: gap.start)
    return Coverage(total(wanted), total(holes), tuple(named), patterns, seen.end)


def required(seen: Timeline, hours: Sequence[Hours]) -> Intervals:
    """When somebody has to be on call: the hours, without the gaps that are declared to be fine."""
    wanted = opened(tuple(hours), seen.start, seen.end)
    fine = opened(seen.rotation.gaps_ok, seen.start, seen.end) if seen.rotation.gaps_ok else ()
    return difference(wanted, fine)


def by_year(parts: Sequence[Interval]) -> Mapping[int, int]:
    """Seconds per calendar year (UTC)."""
    found: Counter[int] = Counter()
    for start, end in parts:
        at = start
        while at < end:
            year, stop = year_of(at)
            after = min(end, max(stop, at + 1))
            found[year] += after - at
            at = after
    return dict(sorted(found.items()))


def _gap(calendar: Calendar, seen: Timeline, hole: Interval) -> Gap:
    edges, labels = seen.track
    first = last = bisect_right(edges, hole[0]) - 1
    while edges[last + 1] < hole[1]:
        last += 1
    before = labels[first - 1] if first > 0 and edges[first] == hole[0] else None
    after = labels[last + 1] if last + 1 < len(labels) and edges[last + 1] == hole[1] else None
    causes = _causes(calendar, seen, hole, range(first, last + 1))
    return Gap(*hole, causes, before, after, _zone(calendar, seen, before, after))


def _causes(calendar: Calendar, seen: Timeline, hole: Interval, numbers: range) -> tuple[GapCause, ...]:
    """Why nobody is on call in a gap, the longest reason first."""
    edges, labels = seen.track
    if len(numbers) == 1:
        return (cause(calendar, labels[numbers[0]], hole[0]),)
    lengths = Counter[GapCause]()
    for number in numbers:
        start = max(edges[number], hole[0])
        lengths[cause(calendar, labels[number], start)] += min(edges[number + 1], hole[1]) - start
    return tuple(each for each, _ in lengths.most_common(_MOST_CAUSES))


def cause(calendar: Calendar, holder: Holder, instant: int) -> GapCause:
    """Why nobody is on call at an instant; daylight saving only shows in the weeks around it."""
    if holder.why == "removed":
        person = calendar.catalog.get("Person", holder.about)
        if isinstance(person, Person) and is_away(calendar, person, instant):
            return GapCause("away", holder.number, holder.about)
    return GapCause(holder.why, holder.number, holder.about)


def _zone(calendar: Calendar, seen: Timeline, before: Holder | None, after: Holder | None) -> str:
    """The zone of the people concerned: who was on call until then, else who comes next, else the first layer's."""
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
