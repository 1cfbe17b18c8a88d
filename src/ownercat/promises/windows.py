"""Measurement windows and error budgets. Lengths are whole seconds inside the hours of an SLA.

A window is rolling, or it follows the calendar in the zone of the SLA hours: a week, a month, a quarter or a year, each
with its real length. Where one number is needed, the shortest window counts.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from ownercat.model import Duration, Hours, Objective
from ownercat.oncall.calendar import HORIZON_DAYS, LONGEST_DAYS, STEADY_START
from ownercat.oncall.clock import DAY, get_day_start, get_offsets, to_utc_each
from ownercat.oncall.intervals import Interval, Intervals, clip, sum_seconds
from ownercat.oncall.windows import covers_all, list_open_times

CALENDAR_WINDOWS = {7 * DAY: "week", 30 * DAY: "month", 90 * DAY: "quarter", 365 * DAY: "year"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_YEARS = 4  # has one leap day


class ErrorBudget(NamedTuple):
    """The time that a target allows to fail in the shortest window; both in seconds."""

    window: int
    allowed: Decimal


def is_calendar_window(window: Duration) -> bool:
    """Return whether a window with ``calendar: true`` is a week, a month, a quarter or a year."""
    return window.seconds in CALENDAR_WINDOWS


def list_calendar_windows(unit: str, zone: str, first: date, last: date) -> Iterator[Interval]:
    """Yield the whole weeks, months, quarters or years that begin from one date to another, in local time."""
    days = list(_list_starts(unit, first, last))
    if len(days) > 1:
        table = get_offsets(zone or "UTC", get_day_start(days[0]) - DAY, get_day_start(days[-1]) + DAY)
        instants = to_utc_each(table, [get_day_start(day) for day in days])
        yield from pairwise(instants)


def _list_starts(unit: str, first: date, last: date) -> Iterator[date]:
    """Yield the first days of calendar windows; the last one is after ``last`` and ends the last window."""
    if unit == "week":
        day = first + timedelta(-first.weekday() % 7)
        while day <= last:
            yield day
            day += timedelta(7)
        yield day
        return
    step = _MONTHS[unit]
    month = first.year * 12 + first.month - 1 + (first.day > 1)
    month += -month % step
    while date(month // 12, month % 12 + 1, 1) <= last:
        yield date(month // 12, month % 12 + 1, 1)
        month += step
    yield date(month // 12, month % 12 + 1, 1)


def compute_budget(share: Decimal, objective: Objective, hours: Hours) -> ErrorBudget | None:
    """Return the error budget in time: (1 − target) × window, in the SLA hours; ``None`` without a valid window.

    99.95 % over 30 days, at all hours: 21.6 min.
    """
    if objective.window is None or (objective.calendar and not is_calendar_window(objective.window)):
        return None
    seconds = measure_window(objective.window.seconds, objective.calendar, hours)
    return ErrorBudget(seconds, (1 - share) * seconds)


def compute_request_budget(share: Decimal, total: int) -> Decimal:
    """Return the error budget in requests: (1 − target) × all requests of the window."""
    return (1 - share) * total


@lru_cache(maxsize=1024)
def measure_window(seconds: int, calendar: bool, hours: Hours) -> int:
    """Return the SLA hours in the shortest window of this length, in seconds."""
    if calendar:
        return _measure_calendar(CALENDAR_WINDOWS[seconds], hours)
    return seconds if covers_all(hours) else _measure_rolling(seconds, hours)


def _measure_calendar(unit: str, hours: Hours) -> int:
    first = STEADY_START
    last = date(first.year + _YEARS, first.month, first.day) - timedelta(1)
    windows = [*list_calendar_windows(unit, hours.time_zone, first, last)]
    if covers_all(hours):
        return min(end - start for start, end in windows)
    times = list_open_times((hours,), windows[0][0], windows[-1][1])
    return min(sum_seconds(clip(times, start, end)) for start, end in windows)


def _measure_rolling(seconds: int, hours: Hours) -> int:
    """Return the shortest open time of a rolling window; for one of more than ten years, by its share of a year.

    The open time is shortest where the window begins at the end of an open time, or ends at the start of one.
    """
    start = get_day_start(STEADY_START)
    if seconds > LONGEST_DAYS * DAY:
        year = 364 * DAY
        return seconds * _measure_rolling(year, hours) // year
    end = start + HORIZON_DAYS * DAY + seconds
    times = list_open_times((hours,), start, end)
    begins = {b for _, b in times} | {a - seconds for a, _ in times}
    sums = (0, *accumulate(b - a for a, b in times))
    inside = [at for at in begins if start <= at <= end - seconds]
    return min((_sum_until(times, sums, at + seconds) - _sum_until(times, sums, at) for at in inside), default=0)


def _sum_until(times: Intervals, sums: tuple[int, ...], at: int) -> int:
    """Return the open time before an instant."""
    number = bisect_right(times, (at, at))
    ends_later = number > 0 and times[number - 1][1] > at
    return sums[number] - (times[number - 1][1] - at if ends_later else 0)


def compute_use(restore: Duration, impact: float | None) -> Decimal:
    """Return the error budget that one incident uses, in seconds: restore × impact, with 1 for a missing impact."""
    return restore.seconds * (Decimal(1) if impact is None else Decimal(repr(impact)))


def count_outages(allowed: Decimal, use: Decimal) -> int | None:
    """Return how many incidents fit into an error budget: floor(budget / (restore × impact)); ``None`` = any number."""
    return int((allowed / use).to_integral_value(ROUND_FLOOR)) if use else None
