"""Wall-clock times: what exists, what comes twice, and what a calendar makes of it."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import tzdata
from hypothesis import given
from hypothesis import strategies as st

from ownercat.documents.schema.formats import time_zones
from ownercat.oncall import clock
from ownercat.oncall.clock import DAY, HOUR, Impossible, get_offsets, resolve_entered, to_local, to_utc, to_utc_each
from tests.oncall.making import utc

TRICKY = [
    ("Europe/Madrid", "2026-03-29T01:00", "2026-10-25T01:00"),
    ("America/New_York", "2026-03-08T07:00", "2026-11-01T06:00"),
    ("Australia/Lord_Howe", "2026-10-03T15:30", "2026-04-04T15:00"),
    ("Africa/Casablanca", "2025-04-06T02:00", "2025-02-23T02:00"),
    ("America/Santiago", "2026-09-06T04:00", "2026-04-05T03:00"),
    ("Australia/Sydney", "2026-10-03T16:00", "2026-04-04T16:00"),
    ("Antarctica/Troll", "2026-03-29T01:00", "2026-10-25T01:00"),
]


@pytest.mark.parametrize(("zone", "forward", "back"), TRICKY, ids=[zone for zone, _, _ in TRICKY])
def test_the_clocks_change_exactly_when_they_do(zone: str, forward: str, back: str) -> None:
    of = forward[:4]
    found = clock.list_offset_changes(zone, utc(f"{of}-01-01"), utc(f"{of}-12-31"))
    assert sorted(found) == sorted([utc(forward), utc(back)])


@pytest.mark.parametrize(
    ("text", "zone", "kind", "earlier", "later", "resolved"),
    [
        ("2026-03-29T02:30", "Europe/Madrid", "nonexistent", "2026-03-29T00:30", "2026-03-29T01:30", "2026-03-29T01:00"),
        ("2026-10-25T02:30", "Europe/Madrid", "ambiguous", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T00:30"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "nonexistent", "2026-10-03T15:15", "2026-10-03T15:45", "2026-10-03T15:30"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", "ambiguous", "2026-04-04T14:45", "2026-04-04T15:15", "2026-04-04T14:45"),
        ("2011-12-30T09:00", "Pacific/Apia", "nonexistent", "2011-12-29T19:00", "2011-12-30T19:00", "2011-12-30T10:00"),
        ("2026-03-22T02:30", "Africa/Casablanca", "nonexistent", "2026-03-22T01:30", "2026-03-22T02:30", "2026-03-22T02:00"),
        ("2026-09-06T00:00", "America/Santiago", "nonexistent", "2026-09-06T03:00", "2026-09-06T04:00", "2026-09-06T04:00"),
    ],
)  # fmt: skip
def test_an_entered_time_that_does_not_exist_or_comes_twice_is_refused(
    text: str, zone: str, kind: str, earlier: str, later: str, resolved: str
) -> None:
    assert resolve_entered(text, zone) == Impossible(kind, utc(earlier), utc(later), utc(resolved))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-03-29T03:00", "Europe/Madrid", "2026-03-29T01:00"),
        ("2026-03-29T01:59", "Europe/Madrid", "2026-03-29T00:59"),
        ("2026-10-25T03:00", "Europe/Madrid", "2026-10-25T02:00"),
        ("2026-10-25T02:30:00+01:00", "Europe/Madrid", "2026-10-25T01:30"),
        ("2026-09-06", "America/Santiago", "2026-09-06T04:00"),
        ("2026-01-01T00:00", "Nowhere/Atlantis", "2026-01-01T00:00"),
        ("2026-01-01T00:00Z", "Asia/Tokyo", "2026-01-01T00:00"),
    ],
    ids=["after the gap", "before it", "after the fold", "with an offset", "a day whose midnight is skipped",
         "a zone that nobody knows is UTC", "Z"],
)  # fmt: skip
def test_an_entered_time_that_exists_is_an_instant(text: str, zone: str, instant: str) -> None:
    assert resolve_entered(text, zone) == utc(instant)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30T09:00", "2026-W01-1", "20260101", "2026-01-01 09:00", "٢٠٢٦-٠١-٠١",
             "2026-01-01T24:00", "2026-01-01T09:00\x00", "\ud800" * 10, "9" * 5000],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert resolve_entered(text, "UTC") is None
    assert clock.resolve_start(text, "UTC") is None
    assert clock.resolve_end(text, "UTC") is None


def test_a_date_is_inclusive_at_both_ends_and_a_time_is_exact() -> None:
    assert clock.resolve_start("2026-03-29", "Europe/Madrid") == utc("2026-03-28T23:00")
    assert clock.resolve_end("2026-03-29", "Europe/Madrid") == utc("2026-03-29T22:00")
    assert clock.resolve_end("2026-03-29T12:00", "Europe/Madrid") == utc("2026-03-29T10:00")


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59-23:59"])
@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/New_York", "../../etc/passwd", "Europe", "", "\x00"])
def test_the_edges_of_the_calendar_and_odd_zones_do_no_harm(text: str, zone: str) -> None:
    assert isinstance(clock.resolve_start(text, zone), int)
    assert isinstance(clock.resolve_end(text, zone), int)
    assert resolve_entered(text, zone) is not None
    assert clock.to_datetime(clock.resolve_start(text, zone) or 0, zone).tzinfo is not None


@given(
    zone=st.sampled_from(sorted(time_zones())),
    day=st.integers(-20_000, 40_000),
    walls=st.lists(st.integers(0, 4 * DAY)),
)
def test_a_later_wall_time_is_never_an_earlier_instant(zone: str, day: int, walls: list[int]) -> None:
    table = get_offsets(zone, day * DAY, (day + 4) * DAY)
    ordered = sorted(day * DAY + wall for wall in walls)
    found = to_utc_each(table, ordered)
    assert found == [to_utc(table, wall) for wall in ordered] == sorted(found)
    for wall, instant in zip(ordered, found, strict=True):
        assert to_local(table, instant) >= wall  # the wall shows that time or a later one …
        assert to_local(table, instant - 1) < wall  # … and did not a second before


@given(zone=st.sampled_from(sorted(time_zones())), instant=st.integers(-(10**9), 4 * 10**9))
def test_offsets_are_those_of_the_zone(zone: str, instant: int) -> None:
    table = get_offsets(zone, instant - 40 * DAY, instant + 40 * DAY)
    expected = datetime.fromtimestamp(instant, clock.get_zone(zone)).utcoffset()
    if instant > 0:  # before 1970 a zone may have changed twice within days
        assert timedelta(seconds=to_local(table, instant) - instant) == expected


def raw_changes(zone: str) -> list[int]:
    """The changes of offset that a zone's file lists (RFC 8536, the second block)."""
    data = Path(tzdata.__file__).with_name("zoneinfo").joinpath(*zone.split("/")).read_bytes()
    utc_count, std, leap, times, types, chars = struct.unpack(">6l", data[20:44])
    at = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc_count
    *_, times, types, _chars = struct.unpack(">6l", data[at + 20 : at + 44])
    at += 44
    instants = struct.unpack(f">{times}q", data[at : at + 8 * times])
    kinds = data[at + 8 * times : at + 9 * times]
    found: list[int] = []
    (before,) = struct.unpack(">l", data[at + 9 * times : at + 9 * times + 4])
    for instant, kind in zip(instants, kinds, strict=True):
        offset = struct.unpack(">l", data[at + 9 * times + 6 * kind : at + 9 * times + 6 * kind + 4])[0]
        if offset != before:
            found.append(instant)
        before = offset
    return found


def test_no_change_is_stepped_over() -> None:
    """The step in which changes are looked for is shorter than any two of them are apart.

    A zone's file lists its changes as far as they are irregular; later ones follow a rule, at most two in a year.
    """
    start, limit = utc("2005-01-01"), utc("2012-06-01")
    for zone in sorted(time_zones()):
        listed = [at for at in raw_changes(zone) if at > 0]
        assert all(after - before > 2 * clock._STEP for before, after in pairwise(listed)), zone
        end = min(listed[-1] + 1, limit) if listed else start
        if start < end:
            assert list(clock.list_offset_changes(zone, start, end)) == [at for at in listed if start < at < end], zone


def test_moments_and_instants_are_inverse() -> None:
    at = utc("2026-03-08T12:00")
    assert clock.to_datetime(at, "America/New_York").isoformat() == "2026-03-08T08:00:00-04:00"
    assert clock.to_instant(clock.to_datetime(at, "Asia/Kathmandu")) == at
    assert clock.to_instant(datetime(2026, 1, 1, 0, 0, 0, 999_999, tzinfo=UTC)) == utc("2026-01-01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("09:30", 9 * HOUR + 1800), ("00:00", 0), ("24:00", None), ("9:30", None), ("٠٩:٣٠", None), ("", None)],
)
def test_clock_times(text: str, expected: int | None) -> None:
    assert clock.parse_clock(text) == expected
