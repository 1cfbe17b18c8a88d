"""Hours of support: what a consumer waits for."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.model import ALWAYS, Hours
from ownercat.oncall.clock import DAY, HOUR, get_day_start
from ownercat.promises.hours import find_longest_closed

WEEK = ("mon", "tue", "wed", "thu", "fri")
START = get_day_start(date(2026, 1, 1))
END = START + 400 * DAY


def office(zone: str = "UTC", days: tuple[str, ...] = WEEK, start: str = "09:00", end: str = "17:00") -> Hours:
    return Hours(False, zone, days, start, end)


@pytest.mark.parametrize(
    ("consumer", "provider", "hours"),
    [
        pytest.param(ALWAYS, office(), 64, id="from Friday 17:00 to Monday 09:00"),
        pytest.param(ALWAYS, office("Europe/Madrid"), 65, id="clocks go back on a Sunday in October"),
        pytest.param(office(start="08:00", end="18:00"), office(), 1, id="only what the consumer needs counts"),
        pytest.param(office(days=(*WEEK, "sat")), office(), 8, id="a Saturday"),
        pytest.param(office("Asia/Tokyo"), office("Europe/Madrid"), 8, id="no common hour in winter"),
    ],
)
def test_the_longest_wait(consumer: Hours, provider: Hours, hours: int) -> None:
    longest = find_longest_closed(consumer, (provider,), START, END)
    assert longest is not None
    assert longest.seconds == hours * HOUR


def test_in_spring_an_hour_is_missing() -> None:
    """The weekend of March 28 and 29, 2026 alone."""
    start = get_day_start(date(2026, 3, 27))
    longest = find_longest_closed(ALWAYS, (office("Europe/Madrid"),), start + 12 * HOUR, start + 4 * DAY)
    assert longest is not None
    assert longest.seconds == 63 * HOUR


@pytest.mark.parametrize(
    ("consumer", "providers"),
    [
        pytest.param(ALWAYS, (ALWAYS,), id="both at all hours"),
        pytest.param(office(), (ALWAYS,), id="a provider at all hours"),
        pytest.param(office(), (office(),), id="equal hours"),
        pytest.param(office(start="10:00", end="12:00"), (office(),), id="a part of the hours"),
        pytest.param(
            office(), (office(end="13:00"), office(start="13:00")), id="two SLAs of the provider together"
        ),
        pytest.param(office("Europe/Madrid", start="10:00"), (office("Europe/Berlin"),), id="two names of one clock"),
    ],
)  # fmt: skip
def test_contained(consumer: Hours, providers: tuple[Hours, ...]) -> None:
    assert find_longest_closed(consumer, providers, START, END) is None
