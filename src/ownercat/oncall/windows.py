"""Weekly hours as exact intervals. A window that crosses midnight belongs to the day on which it starts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ownercat.model import Hours
from ownercat.oncall.clock import DAY, DAYS, MONDAY, clock, offsets, to_local, to_utc_each
from ownercat.oncall.intervals import Interval, Intervals, joined, normal

_NUMBER = {day: number for number, day in enumerate(DAYS)}


def days_of(hours: Hours) -> tuple[int, ...]:
    """The days on which a window starts, Monday = 0, in order."""
    if hours.always:
        return tuple(range(7))
    return tuple(sorted({_NUMBER[day] for day in hours.days if day in _NUMBER}))


def span_of(hours: Hours) -> tuple[int, int]:
    """When a window starts after midnight, and how long it is on a day of 24 hours; both in seconds."""
    start, end = clock(hours.start) or 0, clock(hours.end) or 0
    return (0, DAY) if hours.always else (start, (end - start) % DAY or DAY)


def covers_all(hours: Hours) -> bool:
    """Whether the hours leave nothing out."""
    return hours.always or (len(days_of(hours)) == 7 and span_of(hours)[1] == DAY)


@lru_cache(maxsize=512)
def opened(hours: tuple[Hours, ...], start: int, end: int) -> Intervals:
    """When any of the hours hold, between two instants."""
    if len(hours) == 1:
        return joined(_opened(hours[0], start, end))
    return normal(pair for each in hours for pair in _opened(each, start, end))


def _opened(hours: Hours, start: int, end: int) -> Iterable[Interval]:
    days = days_of(hours)
    if covers_all(hours):
        return ((start, end),)
    begin, length = span_of(hours)
    table = offsets(hours.time_zone, start, end)
    first, last = to_local(table, start) // DAY - 2, to_local(table, end) // DAY + 2
    walls = [day * DAY + begin for day in range(first, last) if (day - MONDAY // DAY) % 7 in days]
    begins = to_utc_each(table, walls)
    ends = to_utc_each(table, [wall + length for wall in walls])
    return [(max(a, start), min(b, end)) for a, b in zip(begins, ends, strict=True) if a < b and b > start and a < end]
