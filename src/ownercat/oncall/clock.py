"""Local wall-clock times and UTC, both as whole seconds since 1970-01-01T00:00.

A *wall* time counts those seconds as the clock on the wall shows them. ``to_utc`` resolves the wall times that a
calendar generates: the first instant at which the wall shows that time or a later one. So a time that daylight saving
skips is the first instant after the gap, a time that comes twice is the first of the two, and a later wall time is
never an earlier instant. ``entered`` is for times that a person wrote: what does not exist or comes twice is refused.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from ownercat.documents.schema.formats import is_time_zone

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800
MONDAY = 4 * DAY  # 1970-01-01 was a Thursday: weeks are counted from here
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_FIRST, _LAST = -62_000_000_000, 253_000_000_000  # what datetime can hold, with a margin
_NEVER = -(10**15)  # before any instant
_STEP = 3 * DAY  # no zone has changed its offset twice within six days since 1970; a test looks at all of them
_MARGIN = 3 * DAY  # more than any offset, or jump of one
_BLOCK = 32 * DAY
_DATE = len("2026-09-01")
_LONGEST = len("2026-09-01T09:00:00.000000+02:00:00.000000")


class Offsets(NamedTuple):
    """What a zone adds to UTC: ``values[i]`` from ``starts[i]`` on. ``passed[i]``: the wall time over by its end."""

    starts: tuple[int, ...]
    values: tuple[int, ...]
    passed: tuple[int, ...]


class Impossible(NamedTuple):
    """A wall time that a person wrote and that does not exist, or comes twice.

    ``earlier`` and ``later``: the two instants it may stand for; ``resolved``: the one a calendar takes.
    """

    kind: Literal["nonexistent", "ambiguous"]
    earlier: int
    later: int
    resolved: int


class Written(NamedTuple):
    """A date or time as written: the wall time, its offset from UTC if it says one, whether it is a day only."""

    wall: int
    offset: int | None
    is_date: bool


@lru_cache(maxsize=1024)
def zone(name: str) -> tzinfo:
    """The zone of that name, from the tzdata package: the same on every machine. UTC when nobody knows the name."""
    if name == "UTC" or not is_time_zone(name):
        return UTC
    import tzdata  # noqa: PLC0415  # most runs compute no time

    file = Path(tzdata.__file__ or "").with_name("zoneinfo").joinpath(*name.split("/"))
    try:
        with file.open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    except (OSError, ValueError):
        return UTC


@lru_cache(maxsize=4096)
def offsets(name: str, start: int, end: int) -> Offsets:
    """The offsets of a zone from ``start`` to ``end`` (UTC); outside of them the first and the last go on."""
    info = zone(name)
    at = start - _MARGIN
    starts, values = [_NEVER], [_offset(info, at)]
    while at < end + _MARGIN:
        after = at + _STEP
        value = _offset(info, after)
        if value != values[-1]:
            starts.append(_change(info, at, after, value))
            values.append(value)
        at = after
    return Offsets(tuple(starts), tuple(values), _passed(starts, values))


def _offset(info: tzinfo, instant: int) -> int:
    moment = _EPOCH + timedelta(seconds=min(max(instant, _FIRST), _LAST))
    found = moment.astimezone(info).utcoffset()
    return found.days * DAY + found.seconds if found else 0


def _change(info: tzinfo, before: int, after: int, value: int) -> int:
    """The first instant with the new offset, between one without and one with it."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(info, middle) == value:
            after = middle
        else:
            before = middle
    return after


def _passed(starts: list[int], values: list[int]) -> tuple[int, ...]:
    found: list[int] = []
    for end, value in zip(starts[1:], values, strict=False):
        found.append(max(end + value, found[-1]) if found else end + value)
    return tuple(found)


def to_local(table: Offsets, instant: int) -> int:
    """What the wall shows at an instant."""
    return instant + table.values[bisect_right(table.starts, instant) - 1]


def to_utc(table: Offsets, wall: int) -> int:
    """The first instant at which the wall shows this time or a later one."""
    number = bisect_right(table.passed, wall)
    return max(table.starts[number], wall - table.values[number])


def to_utc_each(table: Offsets, walls: Iterable[int]) -> list[int]:
    """``to_utc`` of many wall times in rising order."""
    starts, values, passed = table
    number, last = 0, len(passed)
    start, value = starts[0], values[0]
    found: list[int] = []
    for wall in walls:
        while number < last and passed[number] <= wall:
            number += 1
            start, value = starts[number], values[number]
        instant = wall - value
        found.append(instant if instant > start else start)
    return found


def to_local_each(table: Offsets, instants: Iterable[int]) -> list[int]:
    """``to_local`` of many instants."""
    starts, values = table.starts, table.values
    return [instant + values[bisect_right(starts, instant) - 1] for instant in instants]


def changes(name: str, start: int, end: int) -> tuple[int, ...]:
    """The instants between ``start`` and ``end`` at which a zone changes its offset."""
    return tuple(at for at in offsets(name, start, end).starts if start < at < end)


@lru_cache(maxsize=4096)
def clock(text: str) -> int | None:
    """``09:30`` in seconds after midnight; ``None`` for anything else."""
    if len(text) != 5 or text[2] != ":" or not text.isascii():
        return None
    hours, minutes = text[:2], text[3:]
    if not (hours.isdigit() and minutes.isdigit()) or int(hours) > 23 or int(minutes) > 59:
        return None
    return int(hours) * HOUR + int(minutes) * MINUTE


@lru_cache(maxsize=8192)
def parse(text: str) -> Written | None:
    """A date, a local time or a time with an offset; ``None`` for any other text."""
    if not _DATE <= len(text) <= _LONGEST or not text.isascii() or not text.isprintable():
        return None
    if text[4] != "-" or text[7] != "-" or text[_DATE : _DATE + 1] not in "T":
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    seconds = found.hour * HOUR + found.minute * MINUTE + found.second
    offset = found.utcoffset()
    wall = (found.toordinal() - _EPOCH_DAY) * DAY + seconds
    return Written(wall, None if offset is None else offset.days * DAY + offset.seconds, len(text) == _DATE)


def entered(text: str, name: str) -> int | Impossible | None:
    """The instant that a person wrote, in a zone; ``None`` when it is no time at all.

    A day without a time begins when it begins: its midnight is not held against whoever wrote it.
    """
    written = parse(text)
    if written is None or written.offset is not None or written.is_date:
        return start_of(text, name)
    table = _around(name, written.wall)
    begins = table.starts
    ends = (*begins[1:], written.wall + WEEK)
    stretches = zip(begins, ends, table.values, strict=True)
    fits = [written.wall - value for begin, end, value in stretches if begin <= written.wall - value < end]
    if len(fits) == 1:
        return fits[0]
    resolved = to_utc(table, written.wall)
    if fits:
        return Impossible("ambiguous", fits[0], fits[1], resolved)
    number = bisect_right(begins, resolved) - 1
    before, after = table.values[number - 1], table.values[number]
    return Impossible("nonexistent", written.wall - after, written.wall - before, resolved)


def start_of(text: str, name: str) -> int | None:
    """The instant at which a written date or time begins; ``None`` when it is neither."""
    return _resolved(parse(text), name, 0)


def end_of(text: str, name: str) -> int | None:
    """The instant before which a written period ends: a date counts whole (it is inclusive), a time is exact."""
    written = parse(text)
    return _resolved(written, name, DAY if written and written.is_date else 0)


def _resolved(written: Written | None, name: str, later: int) -> int | None:
    if written is None:
        return None
    if written.offset is not None:
        return written.wall - written.offset
    return to_utc(_around(name, written.wall), written.wall + later)


def wall_of(text: str, name: str) -> int | None:
    """The wall time that a written date or time shows in a zone; ``None`` when it is neither."""
    written = parse(text)
    if written is None or written.offset is None:
        return written.wall if written else None
    instant = written.wall - written.offset
    return to_local(_around(name, instant), instant)


def _around(name: str, at: int) -> Offsets:
    block = at // _BLOCK * _BLOCK
    return offsets(name, block, block + _BLOCK)


def day_start(day: date) -> int:
    """Midnight of a day in UTC."""
    return (day.toordinal() - _EPOCH_DAY) * DAY


def year_of(instant: int) -> tuple[int, int]:
    """The calendar year of an instant in UTC, and the instant at which it ends."""
    year = moment(instant).year
    return year, day_start(date(year, 12, 31)) + DAY


def moment(instant: int, name: str = "UTC") -> datetime:
    """An instant as an aware datetime in a zone, for messages."""
    return (_EPOCH + timedelta(seconds=min(max(instant, _FIRST), _LAST))).astimezone(zone(name))


def instant_of(moment: datetime) -> int:
    """The instant of an aware datetime, to the second."""
    return (moment - _EPOCH) // timedelta(seconds=1)
