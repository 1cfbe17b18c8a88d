"""Find how coverage gaps recur: in which zone, how often, and whether daylight saving causes them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from ownercat.model import Hours
from ownercat.oncall.clock import DAY, WEEK, get_offsets, list_offset_changes, to_local, to_local_each, to_utc
from ownercat.oncall.intervals import Intervals, list_times, meets
from ownercat.oncall.timelines import Holder, Timeline, Why

MOST_ZONES = 6  # zones that are tried
_MOST_JUDGED = 100  # patterns compared with other weeks; a schedule with more patterns is irregular for other reasons


class GapCause(NamedTuple):
    """Why nobody is on call.

    ``why``: as of a slot; or ``dst``: the same hours of another week have no gap; or ``away``: an override removes a
    person for an absence and adds nobody. ``number``, ``about``: as in ``Holder``.
    """

    why: Why | Literal["dst", "away"]
    number: int = -1
    about: str = ""


class Gap(NamedTuple):
    """Required time with nobody on call; ``causes`` begins with the cause of the longest part.

    ``before`` and ``after``: who is on call directly before and after the gap; ``None``: nobody. ``zone``: their zone.
    """

    start: int
    end: int
    causes: tuple[GapCause, ...]
    before: Holder | None
    after: Holder | None
    zone: str


class RecurringGap(NamedTuple):
    """Gaps with one cause at one local time of day in ``zone``.

    ``every``: the days between two of them; 0 for a single gap, or if the distance varies within a week (Monday to
    Friday).
    """

    gaps: tuple[Gap, ...]
    zone: str
    every: int

    @property
    def seconds(self) -> int:
        """Return the total length of the gaps."""
        return sum(gap.end - gap.start for gap in self.gaps)


def find_patterns(gaps: Sequence[Gap], seen: Timeline, hours: Sequence[Hours]) -> tuple[RecurringGap, ...]:
    """Return the patterns of gaps, in order of their first gap; patterns caused by daylight saving have that cause.

    The zone is the one with the fewest patterns; UTC if no zone has fewer.
    """
    if not gaps:
        return ()
    layers = [layer.time_zone for layer in seen.rotation.layers]
    required = [each.time_zone or "UTC" for each in (*hours, *seen.rotation.gaps_ok) if not each.always]
    zones = tuple(dict.fromkeys(["UTC", *layers, *required]))[:MOST_ZONES]
    patterns = min((_group_gaps(gaps, seen, zone) for zone in zones), key=len)
    weeks = _Weeks(
        seen,
        tuple(sorted({at for zone in zones for at in list_offset_changes(zone, seen.start, seen.end)})),
        tuple((gap.start, gap.end) for gap in gaps),
        list_times(seen.track, lambda holder: holder.why == "override"),
    )
    few, rest = patterns[:_MOST_JUDGED], patterns[_MOST_JUDGED:]
    return (
        *(_mark_dst_gap(pattern, weeks, _collect_zones(pattern.gaps[0], layers, required)) for pattern in few),
        *rest,
    )


class _Weeks(NamedTuple):
    """The data for a comparison with other weeks: changes of clocks, gaps, and times that overrides fill."""

    seen: Timeline
    changes: tuple[int, ...]
    holes: Intervals
    swapped: Intervals


def _collect_zones(gap: Gap, layers: Sequence[str], required: Sequence[str]) -> set[str]:
    """Return the zones that decide when a gap starts and ends: of the turn next to it, else of the required hours."""
    zones: set[str] = set()
    for holder in (gap.before, gap.after):
        zones.update([layers[holder.number]] if holder and holder.why == "turn" else required)
    return zones


def _mark_dst_gap(pattern: RecurringGap, weeks: _Weeks, zones: set[str]) -> RecurringGap:
    """Set the cause ``dst`` if the gap does not exist on the other side of a change of clocks, in each of the zones."""
    first = pattern.gaps[0]
    if first.causes[0].why != "window" or not zones or not all(_vanishes(first, weeks, zone) for zone in zones):
        return pattern
    return pattern._replace(gaps=tuple(_set_dst_cause(gap) for gap in pattern.gaps))


def _set_dst_cause(gap: Gap) -> Gap:
    return gap._replace(causes=(GapCause("dst", gap.causes[0].number), *gap.causes[1:]))


def _group_gaps(gaps: Sequence[Gap], seen: Timeline, zone: str) -> list[RecurringGap]:
    """Group the gaps by local time of day in a zone; a longer distance than usual starts a new group."""
    walls = to_local_each(get_offsets(zone, seen.start, seen.end), [gap.start for gap in gaps])
    groups: dict[tuple[int, int, GapCause], list[tuple[int, Gap]]] = defaultdict(list)
    for wall, gap in zip(walls, gaps, strict=True):
        groups[wall % DAY, gap.end - gap.start, gap.causes[0]].append((wall // DAY, gap))
    patterns = [pattern for group in groups.values() for pattern in _list_runs(group, zone)]
    return sorted(patterns, key=lambda pattern: pattern.gaps[0].start)


def _list_runs(group: list[tuple[int, Gap]], zone: str) -> Iterator[RecurringGap]:
    days = [day for day, _ in group]
    distances = [after - before for before, after in pairwise(days)]
    if len(set(distances)) <= 1:
        yield RecurringGap(tuple(gap for _, gap in group), zone, distances[0] if distances else 0)
        return
    begin = 0
    for number in range(1, len(group) + 1):
        if number == len(group) or distances[number - 1] > 7:
            within = set(distances[begin : number - 1])
            yield RecurringGap(
                tuple(gap for _, gap in group[begin:number]), zone, within.pop() if len(within) == 1 else 0
            )
            begin = number


def _vanishes(gap: Gap, weeks: _Weeks, zone: str) -> bool:
    """Return whether the gap does not exist in a week on the other side of a change of clocks."""
    for change in weeks.changes:
        start, end = _shift_over_change(gap, zone, change, weeks.seen)
        inside = weeks.seen.start <= start < end <= weeks.seen.end and (end <= change) != (gap.start < change)
        if inside and not meets(weeks.holes, start, end) and not meets(weeks.swapped, start, end):
            return True
    return False


def _shift_over_change(gap: Gap, zone: str, change: int, seen: Timeline) -> tuple[int, int]:
    """Return the same local time in the nearest week on the other side of a change of clocks."""
    table = get_offsets(zone, seen.start, seen.end)
    if gap.start >= change:
        weeks = -((gap.end - change + WEEK - 1) // WEEK)
    else:
        weeks = (change - gap.start + WEEK - 1) // WEEK
    begin, finish = to_local(table, gap.start), to_local(table, gap.end)
    return to_utc(table, begin + weeks * WEEK), to_utc(table, finish + weeks * WEEK)
