"""Required time without anybody: exactly when, why, and how it comes back."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from ownercat.model import ALWAYS, Hours, Layer, Rotation
from ownercat.oncall.calendar import HORIZON_DAYS, build_calendar
from ownercat.oncall.clock import DAY, DAYS, HOUR, WEEK
from ownercat.oncall.coverage import Coverage, compute_coverage, sum_by_year
from ownercat.oncall.intervals import intersect, list_times, sum_seconds
from ownercat.oncall.recurrence import GapCause, RecurringGap
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder
from tests.oncall.making import away, catalog, days_from, hours, layer, override, people, person, rotation, utc
from tests.oncall.test_simulation import cases, staff

WORKDAYS = DAYS[:5]
SUN = (
    ("Europe/London", "08:00", "16:00"),
    ("America/New_York", "11:00", "19:00"),
    ("Asia/Singapore", "08:00", "16:00"),
)


def follow_the_sun(*regions: tuple[str, str, str]) -> Rotation:
    return rotation(
        *(layer("a b", zone, "1w", "mon", start, ((start, end),), since="2025-12-01") for zone, start, end in regions)
    )


def judged(made: Rotation, *required: Hours, day: str = "2026-01-01", names: str = "a b c") -> Coverage:
    return compute_coverage(days_from(day, HORIZON_DAYS, *people(names)), made, required or (ALWAYS,))


def causes(found: Coverage) -> list[tuple[str, int]]:
    """Each pattern's cause and how often it comes."""
    return [(pattern.gaps[0].causes[0].why, len(pattern.gaps)) for pattern in found.patterns]


def test_the_sun_that_is_followed_for_winter_only() -> None:
    found = judged(follow_the_sun(*SUN))
    assert found.missing == 238 * HOUR
    assert sum_by_year([(gap.start, gap.end) for gap in found.gaps]) == {2026: 238 * HOUR}
    (pattern,) = found.patterns
    assert (pattern.zone, pattern.every, pattern.seconds) == ("UTC", 1, 238 * HOUR)
    first = pattern.gaps[0]
    assert (first.start, first.end) == (utc("2026-03-08T23:00"), utc("2026-03-09"))
    assert first.causes[0].why == "dst"
    assert first.zone == "America/New_York"
    assert first.before == Holder("b", "turn", 1)
    assert first.after == Holder("a", "turn", 2)


def test_the_mismatch_of_some_weeks_between_two_continents() -> None:
    """The clocks of New York change before those of London in March and after them in October and November."""
    found = judged(follow_the_sun(("Europe/London", "17:00", "05:00"), ("America/New_York", "00:00", "12:00")))
    assert causes(found) == [("dst", 21), ("dst", 7)]
    assert [pattern.gaps[0].start for pattern in found.patterns] == [utc("2026-03-08T16:00"), utc("2026-10-25T16:00")]
    assert [pattern.every for pattern in found.patterns] == [1, 1]


@pytest.mark.parametrize(
    ("made", "required", "expected"),
    [
        pytest.param(
            rotation(layer("a", "Europe/London", windows=(("00:00", "23:00"),), since="")), ALWAYS, [("window", 400)],
            id="an hour at night is no matter of daylight saving",
        ),
        pytest.param(
            rotation(
                layer("a", "Europe/London", windows=(("06:00", "12:00"), ("13:00", "22:00")), since=""),
                layer("b", "Asia/Singapore", windows=(("04:00", "16:00"),), since=""),
            ),
            ALWAYS, [("window", 400)], id="nor is lunch, though by the clock of Singapore it moves",
        ),
        pytest.param(
            rotation(layer("a", "Europe/London", windows=(("09:00", "17:00"),), since="")),
            hours("09:00", "17:00"), [("dst", 210)], id="required in UTC, done in London",
        ),
        pytest.param(
            rotation(layer("a", "Europe/London", windows=(("09:00", "17:00"),), since="")),
            hours("09:00", "17:00", "Europe/London"), [], id="required and done in London",
        ),
        pytest.param(
            rotation(layer("a", "Europe/London", windows=(("09:00", "16:30"),), since="")),
            hours("16:00", "17:00"), [("window", 87), ("window", 210), ("window", 103)], id="required in UTC, never quite done in London",
        ),
        pytest.param(
            rotation(
                layer("a", "Europe/London", windows=(("06:00", "12:00"), ("13:00", "22:00")), since=""),
                layer("b", "Asia/Singapore", windows=(("04:00", "16:00"),), since=""),
            ),
            hours("12:15", "12:45", "Europe/London"), [("window", 400)], id="a part of lunch",
        ),
        pytest.param(
            rotation(
                layer("a", "Europe/London", windows=(("05:00", "22:00"),), since=""),
                layer("b", "Asia/Singapore", windows=(("06:00", "13:00"),), since=""),
                layer("c", "Australia/Sydney", windows=(("12:00", "13:00"),), since=""),
            ),
            ALWAYS, [("dst", 210)], id="whatever a third layer does",
        ),
        pytest.param(rotation(layer("a none none b", since="2025-12-29")), ALWAYS,
            [("none", 14), ("none", 1)], id="turns of nobody, the last cut off by the end"),
        pytest.param(rotation(layer("", since="")), ALWAYS, [("empty", 1)], id="no members"),
        pytest.param(rotation(), ALWAYS, [("empty", 1)], id="no layers"),
        pytest.param(rotation(layer("a", since="2026-02-01")), ALWAYS, [("before", 1)], id="not begun"),
        pytest.param(rotation(layer("a", since="", until="2026-02-01")), ALWAYS, [("after", 1)], id="over"),
        pytest.param(
            rotation(layer("a", since=""), overrides=(override("2026-02-01", "2026-02-03", "a"),)), ALWAYS, [("removed", 1)],
            id="taken off",
        ),
        pytest.param(
            rotation(layer("a", "UTC", windows=(("09:00", "17:00", WORKDAYS),), since="")), ALWAYS,
            [("window", 1), ("window", 228), ("window", 57), ("window", 1)],
            id="nights apart from weekends and from what the edges cut",
        ),
        pytest.param(
            rotation(layer("a", windows=(("09:00", "17:00", WORKDAYS),), since=""), gaps_ok=(hours("00:00", "00:00", days=("sat", "sun")),)),
            hours("09:00", "17:00"), [], id="gaps that are fine",
        ),
        pytest.param(rotation(external={"provider": "x"}), ALWAYS, [], id="elsewhere"),
    ],
)  # fmt: skip
def test_causes(made: Rotation, required: Hours, expected: list[tuple[str, int]]) -> None:
    assert causes(judged(made, required)) == expected


def test_who_is_taken_off_because_they_are_away() -> None:
    made = days_from("2026-01-01", 90, person("a", away=(away("2026-02-01", "2026-02-10"),)))
    rota = rotation(layer("a", since=""), overrides=(override("2026-02-01", "2026-02-10", "a"),))
    (gap,) = compute_coverage(made, rota, (ALWAYS,)).gaps
    assert gap.causes == (GapCause("away", 0, "a"),)
    assert gap.end - gap.start == 10 * DAY


def test_who_left() -> None:
    made = days_from("2026-01-05", 56, person("a"), person("b", active=False))
    found = compute_coverage(made, rotation(layer("a b")), (ALWAYS,))
    assert [gap.causes for gap in found.gaps] == [(GapCause("inactive", 0, "b"),)] * 4
    assert [(pattern.every, len(pattern.gaps)) for pattern in found.patterns] == [(14, 4)]
    assert found.missing == 4 * WEEK


def test_a_gap_of_several_reasons_is_one_with_the_longest_first() -> None:
    found = judged(rotation(layer("a none", windows=(("08:00", "18:00"),), since="2026-01-05")), day="2026-01-05")
    gap = next(gap for gap in found.gaps if gap.end - gap.start > DAY)
    assert [cause.why for cause in gap.causes] == ["window", "none"]
    assert (gap.start, gap.end) == (utc("2026-01-11T18:00"), utc("2026-01-19T08:00"))


def test_gaps_on_workdays_have_no_single_distance() -> None:
    found = judged(
        rotation(layer("a", windows=(("00:00", "23:00"),), since="")), hours("22:00", "00:00", days=WORKDAYS)
    )
    (pattern,) = found.patterns
    assert (pattern.every, len(pattern.gaps), pattern.zone) == (0, 286, "UTC")


def test_a_gap_follows_the_clock_of_the_people() -> None:
    (pattern,) = judged(rotation(layer("a", "Europe/Madrid", windows=(("08:00", "07:00"),), since=""))).patterns
    assert (pattern.zone, pattern.every, len(pattern.gaps)) == ("Europe/Madrid", 1, HORIZON_DAYS)


def test_the_edge_of_what_is_required_is_nobody_on_call() -> None:
    first, second, *_ = judged(
        rotation(layer("a", windows=(("10:00", "17:00"),), since="")), hours("09:00", "18:00")
    ).gaps
    turn = Holder("a", "turn", 0)
    assert (first.before, first.after, second.before, second.after) == (None, turn, turn, None)
    assert (second.start, second.end) == (utc("2026-01-01T17:00"), utc("2026-01-01T18:00"))


def test_several_hours_are_required_together() -> None:
    made = rotation(layer("a", windows=(("09:00", "17:00"),), since=""))
    found = judged(made, hours("09:00", "18:00"), hours("17:30", "19:00"))
    assert found.required == HORIZON_DAYS * 10 * HOUR
    assert found.missing == HORIZON_DAYS * 2 * HOUR


def test_years_are_those_of_utc() -> None:
    assert sum_by_year(
        [(utc("2026-12-31T20:00"), utc("2027-01-01T03:00")), (utc("2027-05-05"), utc("2027-05-06"))]
    ) == {
        2026: 4 * HOUR,
        2027: 27 * HOUR,
    }


def test_a_schedule_full_of_holes_is_judged_quickly() -> None:
    zones = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo"]
    made = rotation(
        *(layer("a b", zone, "5h", windows=((f"{n % 24:02}:{n * 7 % 60:02}", f"{n % 24:02}:{n * 7 % 60 + 1:02}"),))
          for n, zone in enumerate(zones * 40) if n * 7 % 60 < 59)
    )  # fmt: skip
    began = time.process_time()
    assert len(judged(made).gaps) > 2_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2400, 2, 29), date.max])
def test_any_date_will_do(day: date) -> None:
    made = rotation(
        layer("a none", "America/New_York", windows=(("09:00", "17:00"),)), layer("c", since="", until="9999-12-31")
    )
    found = compute_coverage(build_calendar(catalog(*people("a c")), day), made, (ALWAYS,))
    assert found.required == HORIZON_DAYS * DAY
    assert sum(sum_by_year([(gap.start, gap.end) for gap in found.gaps]).values()) == found.missing


@given(cases())
def test_gaps_are_what_is_required_and_not_covered(case: Any) -> None:
    day, made, gone = case
    calendar = days_from(day, 100, *staff(gone))
    asked = (hours("08:00", "18:00", "Europe/London", WORKDAYS), hours("22:00", "02:00", "Asia/Singapore"))
    found = compute_coverage(calendar, made, asked)
    spans = tuple((gap.start, gap.end) for gap in found.gaps)
    assert sum_seconds(spans) == found.missing
    assert intersect(spans, list_times(build_timeline(calendar, made).track, lambda holder: holder.is_somebody)) == ()
    assert sorted(gap for pattern in found.patterns for gap in spans_of(pattern)) == list(spans)
    assert all(gap.causes for gap in found.gaps)


def spans_of(pattern: RecurringGap) -> list[tuple[int, int]]:
    return [(gap.start, gap.end) for gap in pattern.gaps]


def test_a_layer_of_its_own_zone() -> None:
    made: Layer = layer("a", "Pacific/Apia", windows=(("00:00", "00:00"),), since="")
    assert judged(rotation(made), day="2011-12-01").gaps == ()
