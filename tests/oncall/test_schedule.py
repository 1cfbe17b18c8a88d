"""The plan of a rotation: every stretch of the time asked for, once, with what is there."""

from __future__ import annotations

import pytest

from ownercat.oncall.clock import DAY, HOUR
from ownercat.oncall.intervals import sum_seconds
from ownercat.oncall.load import Load, compute_tenths
from ownercat.oncall.schedule import ResolvedSchedule, get_schedule_zone, get_turn_zone, resolve_schedule
from ownercat.oncall.timelines import Holder
from tests.oncall.making import away, days_from, hours, layer, override, people, person, policy, rotation, utc


def planned(
    made: object, start: str, end: str, *entities: object, since: str = "2026-01-01", days: int = 400
) -> ResolvedSchedule:
    calendar = days_from(since, days, *entities)
    return resolve_schedule(calendar, policy(), made, utc(start), utc(end))  # type: ignore[arg-type]


def told(found: ResolvedSchedule) -> list[tuple[str, str | None, int]]:
    return [(shift.kind, shift.holder.person, (shift.end - shift.start) // HOUR) for shift in found.shifts]


def tiles(found: ResolvedSchedule) -> bool:
    edges = [edge for shift in found.shifts for edge in (shift.start, shift.end)]
    return edges[::2] == [found.start, *edges[1:-1:2]] and edges[-1] == found.end


def test_turns_are_cut_to_what_is_asked_for_and_say_how_far_they_reach() -> None:
    found = planned(rotation(layer("a b")), "2026-02-03", "2026-02-10", *people("a b"))
    assert told(found) == [("turn", "a", 144), ("turn", "b", 24)]
    assert tiles(found)
    first, last = found.shifts
    assert (first.since, first.until) == (utc("2026-02-02"), utc("2026-02-09"))
    assert (last.since, last.until) == (utc("2026-02-09"), utc("2026-02-16"))


def test_what_never_ends_has_no_end() -> None:
    (only,) = planned(rotation(layer("a", every="", since="")), "2026-02-03", "2026-02-10", *people("a")).shifts
    assert (only.since, only.until) == (None, None)


def test_a_gap_is_told_from_time_in_which_nobody_has_to_be_there() -> None:
    windows = (("09:00", "17:00"),)
    made = rotation(layer("a b", windows=windows), required=hours("08:00", "17:00"))
    found = planned(made, "2026-02-03", "2026-02-04", *people("a b"))
    assert told(found) == [("free", None, 8), ("gap", None, 1), ("turn", "a", 8), ("free", None, 7)]
    assert tiles(found)
    assert found.missing == HOUR


def test_a_shadow_has_no_gaps() -> None:
    made = rotation(layer("a", windows=(("09:00", "17:00"),)), role="shadow")
    assert {shift.kind for shift in planned(made, "2026-02-03", "2026-02-05", *people("a")).shifts} == {"free", "turn"}


def test_a_rotation_without_layers_is_one_gap() -> None:
    found = planned(rotation(), "2026-02-03", "2026-02-05")
    assert told(found) == [("gap", None, 48)]


def test_an_external_one_is_never_judged() -> None:
    found = planned(rotation(external={"provider": "pagerduty"}), "2026-02-03", "2026-02-05")
    assert (told(found), found.missing) == ([("external", None, 48)], 0)


def test_overrides_and_absences() -> None:
    gone = person("b", away=(away("2026-02-10", "2026-02-11"), away("2026-02-14", "2026-02-20")))
    made = rotation(layer("a b"), overrides=(override("2026-02-09T12:00", "2026-02-09T18:00", "b", "a"),))
    found = planned(made, "2026-02-08", "2026-02-16", person("a"), gone)
    assert told(found) == [("turn", "a", 24), ("turn", "b", 12), ("override", "a", 6), ("turn", "b", 150)]
    assert [len(shift.absences) for shift in found.shifts] == [0, 0, 0, 2]
    assert tiles(found)


def test_a_follow_the_sun_of_local_times_has_238_hours_of_gaps_in_2026_by_daylight_saving() -> None:
    made = rotation(
        layer("a", "Europe/London", "", since="", windows=(("08:00", "16:00"),)),
        layer("b", "America/New_York", "", since="", windows=(("11:00", "19:00"),)),
        layer("c", "Asia/Singapore", "", since="", windows=(("08:00", "16:00"),)),
    )
    found = planned(made, "2026-01-01", "2027-01-01", *people("a b c"), since="2025-06-01", days=900)
    gaps = [shift for shift in found.shifts if shift.kind == "gap"]
    assert found.missing == 238 * HOUR == sum_seconds(tuple((gap.start, gap.end) for gap in gaps))
    first = utc("2026-03-08T23:00")
    assert [(gap.start, gap.end) for gap in gaps] == [
        (first + day * DAY, first + day * DAY + HOUR) for day in range(238)
    ]
    assert {gap.gap.causes[0].why for gap in gaps if gap.gap} == {"dst"}
    assert tiles(found)
    assert (get_schedule_zone(made), get_turn_zone(made, gaps[0].holder)) == ("UTC", "UTC")
    assert get_turn_zone(made, Holder("b", "turn", 1)) == "America/New_York"


def test_too_many_turns_end_the_plan_early() -> None:
    found = planned(rotation(layer("a b", every="1m")), "2026-01-01", "2026-12-01", *people("a b"))
    assert found.end < utc("2026-12-01")
    assert tiles(found)


@pytest.mark.parametrize(
    ("seconds", "shares"),
    [
        ((1, 1, 1), (334, 333, 333)),
        ((2, 1), (667, 333)),
        ((1, 1, 1, 1, 1, 1, 1), (143, 143, 143, 143, 143, 143, 142)),
        ((10_000_000, 1), (1000, 0)),
        ((5,), (1000,)),
        ((), ()),
    ],
)
def test_shares_are_the_whole_together(seconds: tuple[int, ...], shares: tuple[int, ...]) -> None:
    found = compute_tenths([Load(str(number), each, 0.0, 0, 0, 0, 0) for number, each in enumerate(seconds)])
    assert found == shares
    assert sum(found) == (1000 if seconds else 0)
