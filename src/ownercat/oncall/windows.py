"""Convert weekly hours to exact intervals. A window that crosses midnight belongs to the day on which it starts."""

from collections.abc import Iterable
from functools import lru_cache

from ownercat.model import Hours
from ownercat.oncall.clock import DAY, DAYS, MONDAY, get_offsets, parse_clock, to_local, to_utc_each
from ownercat.oncall.intervals import Interval, Intervals, join_sorted, normalize

_NUMBER = {day: number for number, day in enumerate(DAYS)}


def list_days(hours: Hours) -> tuple[int, ...]:
    """Return the days on which a window starts, Monday = 0, in order."""
    if hours.always:
        return tuple(range(7))
    return tuple(sorted({_NUMBER[day] for day in hours.days if day in _NUMBER}))


def get_window_span(hours: Hours) -> tuple[int, int]:
    """Return when a window starts after midnight, and its length on a day of 24 hours; both in seconds."""
    start, end = parse_clock(hours.start) or 0, parse_clock(hours.end) or 0
    return (0, DAY) if hours.always else (start, (end - start) % DAY or DAY)


def covers_all(hours: Hours) -> bool:
    """Return whether the hours cover the whole week."""
    return hours.always or (len(list_days(hours)) == 7 and get_window_span(hours)[1] == DAY)


@lru_cache(maxsize=512)
def list_open_times(hours: tuple[Hours, ...], start: int, end: int) -> Intervals:
    """Return when any of the windows is open, between two instants."""
    if len(hours) == 1:
        return join_sorted(_list_open_times(hours[0], start, end))
    return normalize(pair for each in hours for pair in _list_open_times(each, start, end))


def _list_open_times(hours: Hours, start: int, end: int) -> Iterable[Interval]:
    days = list_days(hours)
    if covers_all(hours):
        return ((start, end),)
    begin, length = get_window_span(hours)
    table = get_offsets(hours.time_zone, start, end)
    first, last = to_local(table, start) // DAY - 2, to_local(table, end) // DAY + 2
    walls = [day * DAY + begin for day in range(first, last) if (day - MONDAY // DAY) % 7 in days]
    begins = to_utc_each(table, walls)
    ends = to_utc_each(table, [wall + length for wall in walls])
    return [(max(a, start), min(b, end)) for a, b in zip(begins, ends, strict=True) if a < b and b > start and a < end]
