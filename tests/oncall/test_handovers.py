"""Stints, what each person carries, and the time of day of a hand-over."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from ownercat.model import Rotation
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, HOUR, get_offsets, to_local
from ownercat.oncall.handovers import build_stints, count_handoffs, sum_load
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, list_intervals
from tests.oncall.making import days_from, layer, override, people, rotation

TWO_ZONES = rotation(
    layer("ana bo", "Europe/Madrid", "1w", "mon", "08:00", (("08:00", "20:00"),)),
    layer("cy dan", "Australia/Sydney", "1d", "", "06:30", (("06:30", "18:30"),)),
)
WEEKLY = rotation(
    layer("ana bo none cy", "America/New_York", "1w", "tue", "23:00"),
    overrides=(override("2026-12-01", "2026-12-09", remove="ana", add="cy"),),
)
ZONES = {"ana": "Europe/Madrid", "bo": "America/New_York", "cy": "Australia/Lord_Howe", "dan": None}


def both(made: Rotation) -> tuple[Calendar, dict[Holder, str | None]]:
    calendar = days_from("2026-11-22", 400, *people("ana bo cy dan"))
    return calendar, {
        each: ZONES[each.person] if each.person else None for each in build_timeline(calendar, made).holders
    }


@pytest.mark.parametrize("made", [TWO_ZONES, WEEKLY], ids=["two zones", "weekly with a swap"])
def test_stints_are_the_spells(made: Rotation) -> None:
    calendar, _ = both(made)
    seen, found = build_timeline(calendar, made), build_stints(calendar, build_timeline(calendar, made))
    assert [(each.start, each.holder) for each in list_intervals(seen)] == list(
        zip(found.edges, found.holders, strict=False)
    )
    assert found.people == tuple(each.holder.person for each in list_intervals(seen))


@pytest.mark.parametrize("made", [TWO_ZONES, WEEKLY], ids=["two zones", "weekly with a swap"])
def test_what_each_carries(made: Rotation) -> None:
    calendar, _ = both(made)
    seconds: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for each in list_intervals(build_timeline(calendar, made)):
        if each.holder.person is not None:
            seconds[each.holder.person] += each.end - each.start
            turns[each.holder.person] += 1
    assert sum_load(calendar, build_timeline(calendar, made)) == (seconds, turns)


@pytest.mark.parametrize("hours", [(7, 22), (0, 24), (9, 9)])
@pytest.mark.parametrize("made", [TWO_ZONES, WEEKLY], ids=["two zones", "weekly with a swap"])
def test_counting_is_looking_at_each(made: Rotation, hours: tuple[int, int]) -> None:
    calendar, zones = both(made)
    begin, end = (hour * HOUR for hour in hours)
    count = outside = 0
    for before, after in pairwise(list_intervals(build_timeline(calendar, made))):
        names = [zones[before.holder], zones[after.holder]]
        if None not in names:
            tables = [get_offsets(name or "", calendar.start, calendar.end) for name in names]
            count += 1
            outside += any(not begin <= to_local(table, after.start) % DAY <= end for table in tables)
    assert count_handoffs(calendar, build_timeline(calendar, made), zones, begin, end) == (count, outside)
    assert count
