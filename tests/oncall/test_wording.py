"""Times as text: in local time, and never a time that does not exist."""

from __future__ import annotations

import pytest

from ownercat.oncall import wording
from tests.oncall.making import utc


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Madrid", "in Madrid"),
        ("America/New_York", "in New York"),
        ("America/Argentina/Buenos_Aires", "in Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+5", "GMT+5"),
        ("EST", "EST"),
        pytest.param("Mars/Olympus", "UTC", id="no such zone: the clock shows UTC, and so it is called"),
        pytest.param("", "UTC", id="none"),
    ],
)
def test_places(zone: str, expected: str) -> None:
    assert wording.format_place(zone) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-22T03:12", "04:12 in Madrid"),
        ("2026-11-22T03:12:30", "04:12:30 in Madrid"),
        pytest.param("2027-03-28T00:59", "01:59 in Madrid", id="the last minute before the gap"),
        pytest.param("2027-03-28T01:00", "03:00 in Madrid", id="the first one after it"),
        pytest.param("2026-10-25T00:30", "02:30 (UTC+2) in Madrid", id="comes twice: the first"),
        pytest.param("2026-10-25T01:30", "02:30 (UTC+1) in Madrid", id="comes twice: the second"),
        pytest.param("2026-10-25T02:00", "03:00 in Madrid", id="comes once again"),
    ],
)
def test_local_times(instant: str, expected: str) -> None:
    assert wording.format_local_time(utc(instant), "Europe/Madrid") == expected


def test_a_time_that_comes_twice_half_an_hour_apart() -> None:
    at = utc("2027-04-03T14:45")  # Lord Howe goes back from UTC+11 to UTC+10:30 at 15:00 UTC
    assert wording.format_time(at, "Australia/Lord_Howe") == "01:45 (UTC+11)"
    assert wording.format_time(at + 1800, "Australia/Lord_Howe") == "01:45 (UTC+10:30)"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("2026-11-22T16:00", "17:00"),
        ("2026-11-23T08:00", "Mon 09:00"),
        ("2026-11-28T08:00", "Sat 09:00"),
        pytest.param("2026-11-29T08:00", "Sun 2026-11-29 09:00", id="a week on, the weekday alone would mislead"),
        pytest.param("2026-11-22T23:30", "Mon 00:30", id="the day on the wall counts, not that in UTC"),
        pytest.param("2026-11-20T08:00", "Fri 09:00", id="back"),
        pytest.param("2026-11-02T08:00", "Mon 2026-11-02 09:00", id="far back"),
    ],
)
def test_an_instant_seen_from_another(later: str, expected: str) -> None:
    assert wording.format_soon(utc(later), "Europe/Madrid", utc("2026-11-22T03:12")) == expected


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2027-03-28T01:30", "Europe/Madrid", "Sun 2027-03-28 03:30 in Madrid (01:30 UTC)"),
        ("2027-03-28T01:30", "UTC", "Sun 2027-03-28 01:30 UTC"),
        ("2027-03-28T01:30", "America/New_York", "Sat 2027-03-27 21:30 in New York (Sun 2027-03-28 01:30 UTC)"),
    ],
)
def test_a_whole_instant(instant: str, zone: str, expected: str) -> None:
    assert wording.format_full(utc(instant), zone) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "t+0"), (300, "t+5m"), (90, "t+1m30s"), (5_400, "t+1h30m"), (90_000, "t+1d1h"), (None, "then")],
)
def test_offsets(seconds: int | None, expected: str) -> None:
    assert wording.format_offset(seconds) == expected


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2027-03-28T01:30", "Europe/Madrid", "that day clocks change from 02:00 to 03:00 at 01:00 UTC"),
        ("2027-03-27T23:30", "Europe/Madrid", "that day clocks change from 02:00 to 03:00 at 01:00 UTC"),
        ("2026-10-25T22:00", "Europe/Madrid", "that day clocks change from 03:00 to 02:00 at 01:00 UTC"),
        pytest.param("2027-03-27T22:30", "Europe/Madrid", "", id="the day before"),
        pytest.param("2026-10-25T23:00", "Europe/Madrid", "", id="the day after"),
        ("2027-03-28T01:30", "UTC", ""),
        ("2026-10-03T16:00", "Australia/Lord_Howe", "that day clocks change from 02:00 to 02:30 at 15:30 UTC"),
    ],
)
def test_a_change_of_clocks_that_day(instant: str, zone: str, expected: str) -> None:
    assert wording.format_clock_change(utc(instant), zone) == expected
