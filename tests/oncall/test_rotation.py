"""Who is on call when: turns, windows, layers, leavers; and that nothing in a file can do harm."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.model import ALWAYS, Duration, Hours, Layer, Override, Rotation, Turn
from ownercat.oncall import rotation as engine
from ownercat.oncall.calendar import (
    HORIZON_DAYS,
    Calendar,
    build_calendar,
    build_calendar_around,
    build_calendar_between,
)
from ownercat.oncall.clock import DAY, HOUR
from ownercat.oncall.intervals import Intervals, list_times, subtract, sum_seconds
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Timeline, find_interval, get_holder, list_intervals
from tests.oncall.making import (
    PLACE,
    catalog,
    days_from,
    layer,
    people,
    person,
    ref,
    rotation,
    told,
    utc,
)


def shown(
    *layers: Layer, day: str = "2026-01-05", days: int = 14, timeless: bool = False, names: str = "a b c"
) -> list[str]:
    made = days_from(day, days, *people(names), timeless=timeless)
    return told(build_timeline(made, rotation(*layers)))


def test_a_week_begins_at_the_handoff() -> None:
    assert shown(layer("a b", "Europe/Madrid", "1w", "mon", "09:00"), days=15) == [
        "2026-01-05 00:00 a",
        "2026-01-12 08:00 b",
        "2026-01-19 08:00 a",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(
            layer("a b", "UTC", "1w", "wed", "09:00", since="2026-01-05"),
            ["2026-01-05 00:00 a", "2026-01-14 09:00 b"],
            id="the first member holds it before the first hand-off too",
        ),
        pytest.param(
            layer("a b", "UTC", "1w", "wed", "09:00", since="2026-01-07T09:00"),
            ["2026-01-05 00:00 (before)", "2026-01-07 09:00 a", "2026-01-14 09:00 b"],
            id="a hand-off at from is the first one",
        ),
        pytest.param(
            layer("a b", "UTC", "1w", "wed", "09:00", since="2026-01-07T09:01"),
            ["2026-01-05 00:00 (before)", "2026-01-07 09:01 a"],
            id="a hand-off just before from is none",
        ),
        pytest.param(
            layer("a b", "UTC", "1w", since="2026-01-01T15:00"),
            ["2026-01-05 00:00 a", "2026-01-08 15:00 b", "2026-01-15 15:00 a"],
            id="without a hand-off, turns follow from",
        ),
        pytest.param(
            layer("a b", "Asia/Tokyo", "1w", since="2026-01-01T15:00:00+00:00"),
            ["2026-01-05 00:00 a", "2026-01-08 15:00 b", "2026-01-15 15:00 a"],
            id="from may be an instant",
        ),
        pytest.param(
            layer("a b c", "UTC", "5d", at="12:00", since="2026-01-01"),
            ["2026-01-05 00:00 a", "2026-01-06 12:00 b", "2026-01-11 12:00 c", "2026-01-16 12:00 a"],
            id="days",
        ),
        pytest.param(
            layer("a b", "UTC", "84h", at="12:00", since="2026-01-01"),
            ["2026-01-05 00:00 b", "2026-01-08 12:00 a", "2026-01-12 00:00 b", "2026-01-15 12:00 a"],
            id="hours",
        ),
        pytest.param(
            layer("a b", "UTC", "1w", since="2026-01-08", until="2026-01-15"),
            ["2026-01-05 00:00 (before)", "2026-01-08 00:00 a", "2026-01-15 00:00 b", "2026-01-16 00:00 (after)"],
            id="until a day is inclusive",
        ),
        pytest.param(
            layer("a b", "UTC", "1w", since="2026-01-15", until="2026-01-10"),
            ["2026-01-05 00:00 (before)", "2026-01-15 00:00 (after)"],
            id="upside down",
        ),
        pytest.param(layer("a b", every=""), ["2026-01-05 00:00 a"], id="no turn: the first member for good"),
        pytest.param(layer("a none", "UTC", "1w"), ["2026-01-05 00:00 a", "2026-01-12 00:00 (none)"], id="a turn of nobody"),
        pytest.param(layer(""), ["2026-01-05 00:00 (empty)"], id="no members"),
        pytest.param(layer("a b", since="", every="1w"), ["2026-01-05 00:00 b", "2026-01-12 00:00 a"], id="no anchor"),
        pytest.param(layer("zoe"), ["2026-01-05 00:00 zoe"], id="a name that nobody defines stands for itself"),
    ],
)  # fmt: skip
def test_turns(made: Layer, expected: list[str]) -> None:
    assert shown(made) == expected


def test_a_handoff_keeps_its_wall_clock_time_across_daylight_saving() -> None:
    found = shown(layer("a b", "America/New_York", "1w", "sun", "02:30", since="2026-02-01"), day="2026-03-05", days=14)
    assert found == ["2026-03-05 00:00 a", "2026-03-08 07:00 b", "2026-03-15 06:30 a"]  # 02:30 is skipped: 03:00 EDT


def test_a_day_that_is_skipped_whole_gives_no_negative_turn() -> None:
    found = shown(layer("a b c", "Pacific/Apia", "1d", at="09:00", since="2011-12-28"), day="2011-12-28", days=6)
    assert found == [
        "2011-12-28 00:00 (before)", "2011-12-28 10:00 a",
        "2011-12-29 19:00 b",
        "2011-12-30 10:00 c",  # 30 December does not exist: its turn begins where the 31st does
        "2011-12-30 19:00 a", "2011-12-31 19:00 b", "2012-01-01 19:00 c", "2012-01-02 19:00 a",
    ]  # fmt: skip


def test_half_an_hour_of_daylight_saving() -> None:
    found = shown(layer("a b", "Australia/Lord_Howe", "1d", at="02:00", since="2026-10-01"), day="2026-10-02", days=4)
    assert found == [
        "2026-10-02 00:00 b", "2026-10-02 15:30 a", "2026-10-03 15:30 b", "2026-10-04 15:00 a", "2026-10-05 15:00 b",
    ]  # fmt: skip


def test_a_window_that_crosses_midnight_belongs_to_its_first_day() -> None:
    made = layer("a b", "UTC", "1w", "mon", "00:00", windows=(("22:00", "06:00", ("sun", "fri")),))
    assert shown(made, days=8) == [
        "2026-01-05 00:00 a",  # since Sunday
        "2026-01-05 06:00 (window)", "2026-01-09 22:00 a", "2026-01-10 06:00 (window)",
        "2026-01-11 22:00 a", "2026-01-12 00:00 b", "2026-01-12 06:00 (window)",
    ]  # fmt: skip


def test_a_later_layer_wins_where_it_has_a_slot_and_a_turn_of_nobody_lets_through() -> None:
    below = layer("a", every="")
    above = layer("b none", "UTC", "1d", since="2026-01-05", windows=(("09:00", "17:00"),))
    assert shown(below, above, days=2) == [
        "2026-01-05 00:00 a", "2026-01-05 09:00 b", "2026-01-05 17:00 a",
    ]  # fmt: skip


def test_the_reason_told_is_the_most_particular_one() -> None:
    day = layer("a", every="", windows=(("09:00", "17:00"),))
    gone = layer("b", every="", since="", until="2026-01-05", windows=(("17:00", "18:00"),))
    buffer = layer("none", every="", windows=(("18:00", "19:00"),))
    assert shown(day, gone, buffer, days=2) == [
        "2026-01-05 00:00 (window)", "2026-01-05 09:00 a", "2026-01-05 17:00 b", "2026-01-05 18:00 (none)",
        "2026-01-05 19:00 (window)", "2026-01-06 09:00 a", "2026-01-06 17:00 (after)", "2026-01-06 18:00 (none)",
        "2026-01-06 19:00 (window)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("every", "windows", "expected"),
    [
        pytest.param(
            "1d", ("mon", "tue", "wed", "thu", "fri"),
            ["05 09:00 a", "06 09:00 b", "07 09:00 c", "08 09:00 a", "09 09:00 b", "12 09:00 c", "13 09:00 a"],
            id="turns pass over the weekend to the next person",
        ),
        pytest.param("2d", ("mon", "wed", "fri"), ["05 09:00 a", "07 09:00 a", "09 09:00 b", "12 09:00 b"], id="two days"),
        pytest.param("1w", ("mon", "fri"), ["05 09:00 a", "09 09:00 a", "12 09:00 b"], id="weeks pass with the calendar"),
    ],
)  # fmt: skip
def test_active_days(every: str, windows: tuple[str, ...], expected: list[str]) -> None:
    made = layer("a b c", "UTC", every, at="09:00", windows=(("09:00", "17:00", windows),), advance="activeDays")
    slots = [line.removeprefix("2026-01-") for line in shown(made) if "window" not in line]
    assert slots[: len(expected)] == expected


def test_the_calendar_alone_always_gives_somebody_the_same_days() -> None:
    made = layer(
        "a b c d e f g", "UTC", "1d", at="09:00", windows=(("09:00", "17:00", ("sat", "sun")),), advance="calendar"
    )
    found = {line.split()[-1] for line in shown(made, days=60, names="a b c d e f g")}
    assert found == {"f", "g", "(window)"}


def test_who_left_is_nobody_and_the_layer_below_does_not_show() -> None:
    made = days_from("2026-01-05", 14, person("a"), person("b", leaves_on=date(2026, 1, 13)), person("c", active=False))
    both = rotation(layer("a", every=""), layer("b", every="", windows=(("09:00", "10:00"),)))
    slots = [line for line in told(build_timeline(made, both)) if "09:00" in line]
    assert slots[8].endswith("2026-01-13 09:00 b")
    assert slots[9].endswith("2026-01-14 09:00 (left)")
    assert told(build_timeline(made, rotation(layer("a c", "UTC", "1w"), name="x")))[1] == "2026-01-12 00:00 (inactive)"


def covered_times(found: Timeline) -> Intervals:
    return list_times(found.track, lambda holder: holder.is_somebody)


def test_the_steady_state_knows_no_dates() -> None:
    made = days_from(
        "2026-01-05", 14, person("a", leaves_on=date(2026, 1, 7)), person("b"), person("c", active=False), timeless=True
    )
    found = build_timeline(made, rotation(layer("a b", "UTC", "1w", since="2027-01-04", until="2026-01-06")))
    assert told(found) == ["2026-01-05 00:00 a", "2026-01-12 00:00 b"]  # 52 weeks before turn 0: an even number
    assert told(build_timeline(made, rotation(layer("c", every=""), name="x"))) == ["2026-01-05 00:00 (inactive)"]


def test_a_schedule_that_lives_elsewhere_is_always_somebody() -> None:
    made = days_from("2026-01-05", 7)
    found = build_timeline(made, rotation(layer("a"), external={"provider": "pagerduty"}))
    assert told(found) == ["2026-01-05 00:00 (external)"]
    assert covered_times(found) == ((made.start, made.end),)
    assert found.is_external


def test_who_is_on_until_when_and_who_is_next() -> None:
    made = days_from("2026-01-05", 28, *people("a b"))
    both = rotation(layer("a b", "UTC", "1w"), layer("a", every="", windows=(("00:00", "12:00", ("mon",)),)))
    found = build_timeline(made, both)
    now = find_interval(found, utc("2026-01-09"))
    assert (now.start, now.end, now.holder.person) == (utc("2026-01-05"), utc("2026-01-12T12:00"), "a")
    assert now.following is not None
    assert (now.following.person, now.following.end) == ("b", utc("2026-01-19T00:00"))
    assert [each.holder.person for each in list_intervals(found)] == ["a", "b", "a", "b"]
    assert find_interval(found, utc("2030-01-01")).following is None
    assert get_holder(found, utc("2026-01-13")).person == "b"
    first = next(list_intervals(found))
    assert (first.start, first.end, first.following) == (now.start, now.end, now.following)


def test_a_plausible_follow_the_sun_has_238_hours_without_anybody_in_2026() -> None:
    made = days_from("2026-01-01", HORIZON_DAYS)
    found = build_timeline(
        made,
        rotation(
            *(
                layer("a b c", zone, "1w", "mon", start, windows=((start, end),), since="2025-12-01")
                for zone, start, end in (
                    ("Europe/London", "08:00", "16:00"),
                    ("America/New_York", "11:00", "19:00"),
                    ("Asia/Singapore", "08:00", "16:00"),
                )
            )
        ),
    )
    gaps = subtract(((made.start, made.end),), covered_times(found))
    assert sum_seconds(gaps) == 238 * HOUR
    first = utc("2026-03-08T23:00")
    assert gaps == tuple((first + day * DAY, first + day * DAY + HOUR) for day in range(238))
    assert gaps[-1] == (utc("2026-10-31T23:00"), utc("2026-11-01T00:00"))


def test_a_follow_the_sun_from_real_life_is_full() -> None:
    """GitLab support: four regions, all times in UTC."""
    made = days_from("2026-01-01", HORIZON_DAYS)
    regions = (("16:00", "00:00"), ("00:00", "04:00"), ("04:00", "08:00"), ("08:00", "16:00"))
    found = build_timeline(
        made, rotation(*(layer("a b c", "UTC", "1w", "mon", start, windows=((start, end),)) for start, end in regions))
    )
    assert covered_times(found) == ((utc("2026-01-05"), made.end),)
    assert len(found.track.labels) > 4 * 390


def test_one_calendar_serves_a_whole_check() -> None:
    entities = catalog(*people("a b"))
    one = build_calendar(entities, date(2026, 11, 22))
    assert build_calendar(entities, date(2026, 11, 22)) is one
    assert build_calendar(entities, None).timeless
    assert build_calendar(entities, None).end - build_calendar(entities, None).start == HORIZON_DAYS * DAY
    made = rotation(layer("a b"))
    assert build_timeline(one, made) is build_timeline(one, made)
    assert build_calendar_around(entities, utc("2026-05-05T12:00"), 7).start == utc("2026-05-04T12:00")
    assert build_calendar_between(entities, 0, -5) == Calendar(entities, 0, 1, False)
    assert build_calendar_between(entities, 0, 10**12).end < 4_000 * DAY


TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "mon", "09:00", "2026-01-05", "2026-03-29T02:30", "0001-01-01", "9999-12-31T23:59", "Europe/Madrid",
         "Pacific/Apia", "../../etc/passwd", "Europe", "UTC", "activeDays", "calendar", "a", "none", "\ud800"]
    ),
)  # fmt: skip
HOURS = st.builds(
    Hours, st.booleans(), TEXT, st.lists(TEXT | st.sampled_from(["mon", "sun"]), max_size=3).map(tuple), TEXT, TEXT
)
NAMES = st.none() | TEXT.filter(bool).map(ref)
TURNS = st.none() | st.builds(
    Turn,
    st.none() | st.sampled_from([0, 1, -5, 60, 3600, 604_800, 99_999 * 604_800]).map(lambda n: Duration(n, "?")),
    TEXT,
    TEXT,
)
LAYERS = st.builds(
    Layer, TEXT, TEXT, st.lists(NAMES, max_size=4).map(tuple), TURNS, st.lists(HOURS, max_size=2).map(tuple), TEXT, TEXT, TEXT,
    st.just(PLACE),
)  # fmt: skip
OVERRIDES = st.builds(Override, TEXT, TEXT, TEXT, NAMES, NAMES, TEXT, st.just(PLACE))


def tiles(found: Timeline) -> bool:
    edges, labels = found.track
    return len(edges) == len(labels) + 1 and all(before < after for before, after in pairwise(edges))


@given(
    st.lists(LAYERS, max_size=3).map(tuple), st.lists(OVERRIDES, max_size=3).map(tuple),
    st.sampled_from(["2026-03-01", "2011-12-20", "0001-01-01", "9998-12-20"]), st.booleans(),
)  # fmt: skip
def test_nothing_in_a_file_does_harm(layers: Any, overrides: Any, day: str, timeless: bool) -> None:
    made = days_from(day, 20, *people("a b"), timeless=timeless)
    found = build_timeline(made, rotation(*layers, overrides=overrides, gaps_ok=(ALWAYS,)))
    assert tiles(found)
    assert found.start == made.start
    assert found.truncated or found.end == made.end


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(rotation(layer("a b", every="1s")), id="turns of a second"),
        pytest.param(rotation(*[layer("a b", every="1m") for _ in range(500)]), id="many layers of short turns"),
        pytest.param(
            rotation(*[layer("a b", windows=((f"{n % 24:02}:{n % 60:02}", f"{n % 24:02}:59"),)) for n in range(5000)]),
            id="thousands of layers",
        ),
        pytest.param(
            rotation(layer("a b", windows=tuple((f"{n % 24:02}:{n % 60:02}", "23:59") for n in range(5000)))),
            id="thousands of windows",
        ),
    ],
)  # fmt: skip
def test_too_many_slots_end_the_timeline_early(hostile: Rotation) -> None:
    began = time.process_time()
    found = build_timeline(days_from("2026-01-05", HORIZON_DAYS, *people("a b")), hostile)
    assert time.process_time() - began < 3
    assert tiles(found)
    assert found.truncated
    assert 0 < len(found.track.labels) <= engine.MOST_SLOTS


def test_a_century_is_one_turn() -> None:
    made = layer("a b")._replace(turn=Turn(Duration(100 * 366 * DAY, "36600d"), "mon", "09:00"))
    assert shown(made) == ["2026-01-05 00:00 a"]


def test_many_rotations_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUDGET", 1_000)
    made = days_from("2026-01-05", HORIZON_DAYS, *people("a b"))
    found = [build_timeline(made, rotation(layer("a b", every="1d"), name=f"r{n}")) for n in range(5)]
    assert [each.truncated for each in found] == [False, False, True, True, True]
    assert all(len(each.track.labels) >= 199 for each in found)
