"""Turns are counted on the wall: number and beginning are inverse, and no turn lasts no time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.model import Layer
from ownercat.oncall.clock import DAY, DAYS, HOUR, MINUTE, WEEK
from ownercat.oncall.turns import TurnSequence, build_sequence, get_turn_number, get_turn_start, list_turns
from tests.oncall.making import layer, utc

PACES = st.builds(
    TurnSequence,
    st.integers(0, 8 * WEEK // MINUTE).map(lambda n: n * MINUTE),
    st.sampled_from([30 * MINUTE, 5 * HOUR, 12 * HOUR, DAY, 3 * DAY, WEEK, 10 * DAY]),
    st.lists(st.integers(0, 6), max_size=6, unique=True).map(lambda days: tuple(sorted(days))),
    st.booleans(),
)


def counted(pace: TurnSequence) -> TurnSequence:
    """With an anchor on a day that counts, as ``pace_of`` makes it."""
    while pace.days and (pace.anchor - 4 * DAY) // DAY % 7 not in pace.days:
        pace = pace._replace(anchor=pace.anchor + DAY)
    return pace


@given(PACES.map(counted), st.integers(-20 * WEEK, 40 * WEEK).map(lambda n: n // HOUR * HOUR))
def test_the_turn_at_a_time_is_the_one_that_has_begun(pace: TurnSequence, wall: int) -> None:
    number = get_turn_number(pace, wall)
    assert get_turn_start(pace, number) <= wall or (pace.first and number == 0)
    assert wall < get_turn_start(pace, number + 1)


@given(PACES.map(counted), st.integers(0, 300), st.sampled_from(["UTC", "Pacific/Apia", "Australia/Lord_Howe"]))
def test_turns_follow_each_other(pace: TurnSequence, day: int, zone: str) -> None:
    start = utc("2011-04-01") + day * DAY
    found = list_turns(pace._replace(anchor=pace.anchor + utc("2011-03-03")), zone, start, start + 30 * DAY)
    assert (found.edges[0], found.edges[-1]) == (start, start + 30 * DAY)
    assert all(before < after for before, after in pairwise(found.edges))
    assert all(before < after for before, after in pairwise(found.numbers))


@pytest.mark.parametrize(
    ("made", "anchor"),
    [
        (layer("a b", since="2026-01-05"), "2026-01-05T00:00"),
        (layer("a b", at="09:00", since="2026-01-05T10:00"), "2026-01-06T09:00"),
        (layer("a b", day="sun", at="09:00", since="2026-01-05"), "2026-01-11T09:00"),
        (layer("a b", day="someday", at="noon", since="2026-01-05T10:00"), "2026-01-05T10:00"),
        (layer("a b", every="1d", since="2026-01-10", windows=(("09:00", "17:00", DAYS[:5]),), advance="activeDays"), "2026-01-12T00:00"),
        (layer("a b", "Asia/Tokyo", since="2026-01-05T20:00Z"), "2026-01-06T05:00"),
    ],
    ids=["a date", "the next day", "a weekday", "nonsense", "a day that counts", "an instant"],
)  # fmt: skip
def test_the_anchor_is_the_first_handoff_at_or_after_from(made: Layer, anchor: str) -> None:
    pace = build_sequence(made, timeless=False)
    assert pace is not None
    assert pace.anchor == utc(anchor)
