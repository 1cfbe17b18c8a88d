"""Windows and error budgets, by hand calculation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ownercat.diagnostics import Place
from ownercat.model import ALWAYS, Duration, Hours, Objective, parse_duration
from ownercat.oncall.clock import DAY, HOUR, to_datetime
from ownercat.promises.availability import parse_share
from ownercat.promises.windows import (
    compute_budget,
    compute_request_budget,
    compute_use,
    count_outages,
    is_calendar_window,
    list_calendar_windows,
    measure_window,
)
from ownercat.promises.wording import format_minutes

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = Hours(False, "Europe/Madrid", WEEKDAYS, "09:00", "17:00")
IN_UTC = OFFICE._replace(time_zone="UTC")
ZONED = Hours(False, "Europe/Madrid", (*WEEKDAYS, "sat", "sun"), "00:00", "00:00")


def span(text: str) -> Duration:
    found = parse_duration(text)
    assert found is not None
    return found


def objective(target: float, window: str | None, calendar: bool = False) -> Objective:
    return Objective(
        "a", "availability", target, span(window) if window else None, calendar, "inclusive", "", None, "", Place("a")
    )


@pytest.mark.parametrize(
    ("target", "window", "minutes"),
    [
        pytest.param(99.95, "30d", "21.6 min", id="30 days × 0.0005"),
        pytest.param(99.9, "28d", "40.3 min", id="40.32 min"),
        pytest.param(99.99, "365d", "52.5 min", id="the 53 min of a year"),
        pytest.param(99.999, "1w", "0.1 min", id="6 seconds"),
        pytest.param(99, "28d", "403.2 min", id="one percent"),
    ],
)
def test_a_budget_in_time(target: float, window: str, minutes: str) -> None:
    share = parse_share(target)
    budget = compute_budget(share, objective(target, window), ALWAYS)
    assert budget.window == span(window).seconds
    assert Fraction(budget.allowed) == (1 - Fraction(str(target)) / 100) * span(window).seconds
    assert format_minutes(budget.allowed) == minutes


def test_a_budget_in_requests() -> None:
    assert compute_request_budget(parse_share(99.9), 1_234_000) == 1234


def test_an_objective_without_a_window_has_no_budget() -> None:
    assert compute_budget(parse_share(99.9), objective(99.9, None), ALWAYS) is None
    assert compute_budget(parse_share(99.9), objective(99.9, "13w", calendar=True), ALWAYS) is None


@pytest.mark.parametrize(
    ("seconds", "days"),
    [
        pytest.param(7 * DAY, 7, id="week"),
        pytest.param(30 * DAY, 28, id="the shortest month is February"),
        pytest.param(90 * DAY, 90, id="the shortest quarter is the first"),
        pytest.param(365 * DAY, 365, id="the shortest year has no leap day"),
    ],
)
def test_the_shortest_calendar_window(seconds: int, days: int) -> None:
    assert measure_window(seconds, True, ALWAYS) == days * DAY


def test_a_week_with_a_clock_change_is_an_hour_shorter() -> None:
    """Clocks in Madrid go forward in the last week of March: 167 hours."""
    assert measure_window(7 * DAY, True, ZONED) == 167 * HOUR


def lengths(unit: str, first: date, last: date, zone: str = "") -> list[int]:
    return [(end - start) // DAY for start, end in list_calendar_windows(unit, zone, first, last)]


def test_months_quarters_and_years_have_their_real_length() -> None:
    year = (date(2028, 1, 1), date(2028, 12, 31))
    assert lengths("month", *year) == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert lengths("quarter", *year) == [91, 91, 92, 92]
    assert lengths("year", *year) == [366]
    assert lengths("year", date(2027, 1, 1), date(2027, 12, 31)) == [365]


def test_a_month_begins_at_local_midnight() -> None:
    (start, end), *_ = list_calendar_windows("month", "Europe/Madrid", date(2026, 10, 1), date(2026, 10, 31))
    assert to_datetime(start).isoformat() == "2026-09-30T22:00:00+00:00"
    assert end - start == 31 * DAY + HOUR  # clocks go back on October 25


def test_only_whole_windows_count() -> None:
    assert lengths("month", date(2028, 1, 2), date(2028, 3, 30)) == [29, 31]
    assert lengths("week", date(2026, 12, 1), date(2026, 12, 14)) == [7, 7]


def test_only_the_hours_of_the_sla_count() -> None:
    """Four weeks have 20 working days of 8 hours."""
    budget = compute_budget(parse_share(99), objective(99, "4w"), IN_UTC)
    assert budget.window == 20 * 8 * HOUR
    assert budget.allowed == Decimal(5760)  # 1 % of 160 h


def test_the_shortest_rolling_window_counts() -> None:
    """Of ten days, four can be a weekend: six working days remain. A window of a day can lie in a weekend."""
    assert measure_window(10 * DAY, False, IN_UTC) == 6 * 8 * HOUR
    assert measure_window(DAY, False, OFFICE) == 0


def test_a_rolling_window_is_elapsed_time() -> None:
    """28 days after Fri 17:00, when clocks have gone back, it is Fri 16:00: one hour of the last day is missing."""
    assert measure_window(28 * DAY, False, OFFICE) == (20 * 8 - 1) * HOUR


def test_the_shortest_month_of_office_hours() -> None:
    """February 2026 and 2027 have 20 working days; no month has fewer."""
    assert measure_window(30 * DAY, True, OFFICE) == 20 * 8 * HOUR


def test_a_window_of_centuries_is_a_share_of_a_year() -> None:
    assert measure_window(99_999 * 7 * DAY, False, OFFICE) == 99_999 * 40 * HOUR


@pytest.mark.parametrize(("text", "expected"), [("7d", True), ("1w", True), ("30d", True), ("28d", False)])
def test_calendar_lengths(text: str, expected: bool) -> None:
    assert is_calendar_window(span(text)) is expected


@pytest.mark.parametrize(
    ("allowed", "restore", "impact", "expected"),
    [
        pytest.param("2419.2", "1h", 0.3, 2, id="40.3 min fit 2 × 18 min"),
        pytest.param("3153.6", "20m", None, 2, id="three of 20 min are more than the 52.6 min of a year"),
        pytest.param("3600", "1h", 1, 1, id="exactly one"),
        pytest.param("100", "1h", 1, 0, id="none"),
        pytest.param("100", "1h", 0, None, id="without impact on users any number"),
    ],
)
def test_outages_that_fit(allowed: str, restore: str, impact: float | None, expected: int | None) -> None:
    assert count_outages(Decimal(allowed), compute_use(span(restore), impact)) == expected


def test_the_use_of_an_incident_is_exact() -> None:
    assert compute_use(span("1h"), 0.3) == 1080
