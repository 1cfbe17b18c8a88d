"""The engine against a plain simulation that walks through time and asks, at each step, who it is.

The simulation knows nothing of intervals: it keeps a wall clock that never goes back (what the wall has shown so far,
at its latest), and steps from hand-off to hand-off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.model import Hours, Layer, Override, Person, Rotation
from ownercat.oncall.clock import DAYS
from ownercat.oncall.clock import get_zone as timezone
from ownercat.oncall.intervals import Intervals, get_value, intersect, sum_seconds
from ownercat.oncall.load import list_loads
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Timeline, list_person_times
from ownercat.oncall.windows import list_open_times
from tests.oncall.making import days_from, hours, layer, override, person, rotation, utc

ZONES_AND_DAYS = [
    ("Europe/Madrid", "2026-03-26"), ("Europe/Madrid", "2026-10-22"), ("America/New_York", "2026-03-05"),
    ("America/New_York", "2026-10-29"), ("Australia/Lord_Howe", "2026-10-01"), ("Australia/Lord_Howe", "2026-04-02"),
    ("Pacific/Apia", "2011-12-27"), ("Africa/Casablanca", "2025-02-20"), ("America/Santiago", "2026-09-03"),
    ("America/Santiago", "2026-04-02"), ("Antarctica/Troll", "2026-03-26"), ("Asia/Kathmandu", "2026-05-05"),
    ("UTC", "2026-02-26"), ("Africa/Cairo", "2026-04-22"),
]  # fmt: skip
STEP = timedelta(minutes=5)
LENGTH = 7
NAMES = "abcd"


class Wall:
    """The latest time that the wall of a zone has shown."""

    def __init__(self, zone: str, start: datetime) -> None:
        self.zone = timezone(zone)
        self.shown = datetime.min
        for back in range(3 * 24 * 12, 0, -1):
            self.at(start - back * STEP)

    def at(self, instant: datetime) -> datetime:
        self.shown = max(self.shown, instant.astimezone(self.zone).replace(tzinfo=None))
        return self.shown


def clock(text: str) -> time:
    return time(int(text[:2]), int(text[3:]))


def is_open(window: Hours, wall: datetime) -> bool:
    for back in range(-1, 3):
        day = wall.date() - timedelta(days=back)
        if DAYS[day.weekday()] not in window.days:
            continue
        start = datetime.combine(day, clock(window.start))
        end = datetime.combine(day, clock(window.end))
        if end <= start:
            end += timedelta(days=1)
        if start <= wall < end:
            return True
    return False


def active(made: Layer) -> set[str]:
    weeks = made.turn is not None and made.turn.every is not None and made.turn.every.seconds % 604_800 == 0
    if made.advance != "activeDays" or not made.windows or weeks:
        return set(DAYS)
    return {day for window in made.windows for day in window.days}


def handoffs(made: Layer) -> Iterator[datetime]:
    """Hand-offs one after the other, on the wall."""
    assert made.turn is not None and made.turn.every is not None
    since = datetime.fromisoformat(made.start)
    at = datetime.combine(since.date(), clock(made.turn.at) if made.turn.at else since.time())
    days = active(made)
    while at < since or (made.turn.day and DAYS[at.weekday()] != made.turn.day):
        at += timedelta(days=1)
    while DAYS[at.weekday()] not in days:
        at += timedelta(days=1)
    while True:
        yield at
        left = timedelta(seconds=made.turn.every.seconds)
        while left or DAYS[at.weekday()] not in days:
            midnight = datetime.combine(at.date() + timedelta(days=1), time())
            if DAYS[at.weekday()] not in days:
                at = midnight
            elif left < midnight - at:
                at, left = at + left, timedelta()
            else:
                at, left = midnight, left - (midnight - at)


def number_at(ahead: list[datetime], wall: datetime) -> int:
    return max(sum(handoff <= wall for handoff in ahead) - 1, 0)


def ends(text: str) -> datetime:
    return datetime.fromisoformat(text) + timedelta(days=1 if len(text) == 10 else 0)


class Simulation:
    def __init__(self, made: Rotation, gone: dict[str, date], start: datetime, end: datetime) -> None:
        self.made, self.gone = made, gone
        self.walls = {each.time_zone: Wall(each.time_zone, start) for each in (*made.layers, *made.overrides)}
        self.ahead: list[list[datetime]] = []
        for each in made.layers:
            known: list[datetime] = []
            for at in handoffs(each):
                if at > end.replace(tzinfo=None) + timedelta(days=3):
                    break
                known.append(at)
            self.ahead.append(known)

    def who(self, instant: datetime) -> str | None:
        shown = {zone: wall.at(instant) for zone, wall in self.walls.items()}
        found = None
        for each, ahead in zip(self.made.layers, self.ahead, strict=True):
            found = self.layer(each, ahead, shown[each.time_zone]) or found
        for change in self.made.overrides:
            found = self.swapped(change, shown[change.time_zone], found)
        left = found in self.gone and instant.date() > self.gone[found]
        return None if left else found

    def layer(self, made: Layer, ahead: list[datetime], wall: datetime) -> str | None:
        if wall < datetime.fromisoformat(made.start) or (made.until and wall >= ends(made.until)):
            return None
        if made.windows and not any(is_open(window, wall) for window in made.windows):
            return None
        ref = made.members[number_at(ahead, wall) % len(made.members)]
        return ref.name if ref else None

    def swapped(self, change: Override, wall: datetime, found: str | None) -> str | None:
        if not datetime.fromisoformat(change.start) <= wall < ends(change.end):
            return found
        if change.remove is None:
            return change.add.name if change.add else found
        if change.remove.name == found:
            return change.add.name if change.add else None
        return found


CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
SETS_OF_DAYS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(
    lambda days: tuple(day for day in DAYS if day in days)
)


@st.composite
def layers(draw: st.DrawFn, zone: str, day: date) -> Layer:
    near = st.integers(-40, 4).map(lambda n: (day + timedelta(days=n)).isoformat())
    windows = draw(st.lists(st.tuples(CLOCKS, CLOCKS, SETS_OF_DAYS), max_size=2))
    return layer(
        draw(st.lists(st.sampled_from([*NAMES, None]), min_size=1, max_size=4)),
        draw(st.sampled_from([zone, zone, "Europe/London", "Asia/Singapore"])),
        draw(st.sampled_from(["1w", "2w", "1d", "2d", "3d", "12h", "8h", "5h", "90m"])),
        draw(st.sampled_from(["", "", *DAYS])),
        draw(st.just("") | CLOCKS),
        tuple(windows),
        draw(near) + draw(st.just("") | CLOCKS.map(lambda text: f"T{text}")),
        draw(st.just("") | st.integers(-2, 12).map(lambda n: (day + timedelta(days=n)).isoformat())),
        draw(st.sampled_from(["calendar", "activeDays"])),
    )


@st.composite
def overrides(draw: st.DrawFn, zone: str, day: date) -> Override:
    start = day + timedelta(days=draw(st.integers(-3, 8)))
    end = start + timedelta(days=draw(st.integers(0, 3)))
    clocked = draw(st.booleans())
    return override(
        f"{start}T{draw(CLOCKS)}" if clocked else start.isoformat(),
        f"{end}T{draw(CLOCKS)}" if clocked else end.isoformat(),
        draw(st.sampled_from(["", *NAMES])),
        draw(st.sampled_from(["", *NAMES])),
        zone,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, Rotation, dict[str, date]]:
    zone, start = draw(st.sampled_from(ZONES_AND_DAYS))
    day = date.fromisoformat(start)
    made = rotation(
        *draw(st.lists(layers(zone, day), min_size=1, max_size=3)),
        overrides=tuple(draw(st.lists(overrides(zone, day), max_size=4))),
    )
    gone = draw(
        st.dictionaries(
            st.sampled_from(NAMES), st.integers(-2, LENGTH).map(lambda n: day + timedelta(days=n)), max_size=2
        )
    )
    return start, made, gone


def staff(gone: dict[str, date]) -> list[Person]:
    return [person(name, leaves_on=gone.get(name)) for name in NAMES]


@given(cases())
def test_the_engine_agrees_with_walking_through_time(case: tuple[str, Rotation, dict[str, date]]) -> None:
    day, made, gone = case
    found = build_timeline(days_from(day, LENGTH, *staff(gone)), made)
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    simulation = Simulation(made, gone, start, start + timedelta(days=LENGTH))
    for number in range(LENGTH * 24 * 12):
        instant = start + number * STEP
        assert get_value(found.track, utc(instant.isoformat())).person == simulation.who(instant), instant


@given(cases())
def test_slots_tile_the_time_and_shares_are_the_whole(case: tuple[str, Rotation, dict[str, date]]) -> None:
    day, made, gone = case
    calendar = days_from(day, 100, *staff(gone))
    found = build_timeline(calendar, made)
    slots = list(found.slots)
    assert (slots[0].start, slots[-1].end) == (calendar.start, calendar.end)
    assert all(before.end == after.start for before, after in pairwise(slots))
    assert all(slot.start < slot.end for slot in slots)
    spread = list_loads(calendar, found)
    assert sum(load.seconds for load in spread) == sum(slot.end - slot.start for slot in slots if slot.person)
    assert sum(load.share for load in spread) == pytest.approx(1 if spread else 0)
    for load in spread:
        mine, zone = list_person_times(found, load.person), zone_in(made, found, load.person)
        nights = list_open_times((hours("22:00", "06:00", zone),), calendar.start, calendar.end)
        weekends = list_open_times((hours("00:00", "00:00", zone, DAYS[5:]),), calendar.start, calendar.end)
        assert (load.night_seconds, load.nights) == (sum_seconds(intersect(nights, mine)), met(nights, mine))
        assert (load.weekend_seconds, load.weekends) == (sum_seconds(intersect(weekends, mine)), met(weekends, mine))


def zone_in(made: Rotation, found: Timeline, who: str) -> str:
    """These people have no zone of their own: that of the layer of their first turn counts."""
    first = next(slot for slot in found.slots if slot.person == who)
    return made.layers[first.number if first.why == "turn" else 0].time_zone


def met(parts: Intervals, by: Intervals) -> int:
    return sum(any(a < d and c < b for c, d in by) for a, b in parts)


def test_the_simulation_itself_sees_daylight_saving() -> None:
    """At the end of March the wall of Madrid jumps from 02:00 to 03:00; in October it stands still for an hour."""
    start = datetime(2026, 3, 29, tzinfo=UTC)
    wall = Wall("Europe/Madrid", start)
    assert wall.at(start + timedelta(minutes=60)) == datetime(2026, 3, 29, 3)
    start = datetime(2026, 10, 25, tzinfo=UTC)
    wall = Wall("Europe/Madrid", start)
    assert wall.at(start + timedelta(minutes=55)) == datetime(2026, 10, 25, 2, 55)
    assert wall.at(start + timedelta(minutes=90)) == datetime(2026, 10, 25, 2, 55)
    assert is_open(hours("22:00", "06:00", days=("sun",)), datetime(2026, 3, 30, 5, 59))
    assert not is_open(hours("22:00", "06:00", days=("sun",)), datetime(2026, 3, 30, 6))
