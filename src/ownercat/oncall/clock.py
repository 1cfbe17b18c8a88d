"""Convert local wall-clock times and UTC, both as whole seconds since 1970-01-01T00:00.

A *wall* time counts the seconds that a local clock shows. ``to_utc`` resolves the wall times that a schedule generates:
the first instant at which the clock shows that time or a later one. So a time that daylight saving skips is the first
instant after the gap, a time that occurs twice is the first of the two, and a later wall time is never an earlier
instant. ``resolve_entered`` is for times that a person wrote: it refuses a time that does not exist or occurs twice.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from ownercat.documents.schema.formats import is_time_zone

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800
MONDAY = 4 * DAY  # weeks are counted from here, because 1970-01-01 was a Thursday
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_FIRST, _LAST = -62_000_000_000, 253_000_000_000  # the range of datetime, with a margin
_NEVER = -(10**15)  # before any instant
_STEP = 3 * DAY  # no zone has changed its offset twice within six days since 1970; a test checks all zones
_MARGIN = 3 * DAY  # more than any offset or change of an offset
_BLOCK = 32 * DAY
_DATE = len("2026-09-01")
_LONGEST = len("2026-09-01T09:00:00.000000+02:00:00.000000")


class Offsets(NamedTuple):
    """The UTC offsets of a zone: ``values[i]`` from ``starts[i]`` on.

    ``passed[i]``: the latest wall time before the end of offset i.
    """

    starts: tuple[int, ...]
    values: tuple[int, ...]
    passed: tuple[int, ...]


class Impossible(NamedTuple):
    """A wall time of a person's input that does not exist or occurs twice.

    ``earlier`` and ``later``: the two possible instants; ``resolved``: the instant that a schedule uses.
    """

    kind: Literal["nonexistent", "ambiguous"]
    earlier: int
    later: int
    resolved: int


class Written(NamedTuple):
    """A parsed date or time: the wall time, its UTC offset (``None`` = not stated), and whether it is only a date."""

    wall: int
    offset: int | None
    is_date: bool


@lru_cache(maxsize=1024)
def get_zone(name: str) -> tzinfo:
    """Return a time zone from the tzdata package, which is the same on every machine; UTC if the name is unknown."""
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
def get_offsets(name: str, start: int, end: int) -> Offsets:
    """Return the offsets of a zone from ``start`` to ``end`` (UTC); outside, the first and the last one apply."""
    info = get_zone(name)
    at = start - _MARGIN
    starts, values = [_NEVER], [_get_offset(info, at)]
    while at < end + _MARGIN:
        after = at + _STEP
        value = _get_offset(info, after)
        if value != values[-1]:
            starts.append(_find_change(info, at, after, value))
            values.append(value)
        at = after
    return Offsets(tuple(starts), tuple(values), _list_passed(starts, values))


def _get_offset(info: tzinfo, instant: int) -> int:
    moment = _EPOCH + timedelta(seconds=min(max(instant, _FIRST), _LAST))
    delta = moment.astimezone(info).utcoffset()
    return delta.days * DAY + delta.seconds if delta else 0


def _find_change(info: tzinfo, before: int, after: int, value: int) -> int:
    """Find the first instant with the new offset by binary search, between one without it and one with it."""
    while after - before > 1:
        middle = (before + after) // 2
        if _get_offset(info, middle) == value:
            after = middle
        else:
            before = middle
    return after


def _list_passed(starts: list[int], values: list[int]) -> tuple[int, ...]:
    passed: list[int] = []
    for end, value in zip(starts[1:], values, strict=False):
        passed.append(max(end + value, passed[-1]) if passed else end + value)
    return tuple(passed)


def to_local(table: Offsets, instant: int) -> int:
    """Return the wall time at an instant."""
    return instant + table.values[bisect_right(table.starts, instant) - 1]


def to_utc(table: Offsets, wall: int) -> int:
    """Return the first instant at which the clock shows this wall time or a later one."""
    number = bisect_right(table.passed, wall)
    return max(table.starts[number], wall - table.values[number])


def to_utc_each(table: Offsets, walls: Iterable[int]) -> list[int]:
    """Return ``to_utc`` of many wall times in ascending order."""
    starts, values, passed = table
    number, last = 0, len(passed)
    start, value = starts[0], values[0]
    instants_in_utc: list[int] = []
    for wall in walls:
        while number < last and passed[number] <= wall:
            number += 1
            start, value = starts[number], values[number]
        instant = wall - value
        instants_in_utc.append(instant if instant > start else start)
    return instants_in_utc


def to_local_each(table: Offsets, instants: Iterable[int]) -> list[int]:
    """Return ``to_local`` of many instants."""
    starts, values = table.starts, table.values
    return [instant + values[bisect_right(starts, instant) - 1] for instant in instants]


def list_offset_changes(name: str, start: int, end: int) -> tuple[int, ...]:
    """Return the instants between ``start`` and ``end`` at which a zone changes its offset."""
    return tuple(at for at in get_offsets(name, start, end).starts if start < at < end)


@lru_cache(maxsize=4096)
def parse_clock(text: str) -> int | None:
    """Parse a time of day such as ``09:30`` into seconds after midnight; ``None`` for any other text."""
    if len(text) != 5 or text[2] != ":" or not text.isascii():
        return None
    hours, minutes = text[:2], text[3:]
    if not (hours.isdigit() and minutes.isdigit()) or int(hours) > 23 or int(minutes) > 59:
        return None
    return int(hours) * HOUR + int(minutes) * MINUTE


@lru_cache(maxsize=8192)
def parse_written(text: str) -> Written | None:
    """Parse a date, a local time or a time with an offset; ``None`` for any other text."""
    if not _DATE <= len(text) <= _LONGEST or not text.isascii() or not text.isprintable():
        return None
    if text[4] != "-" or text[7] != "-" or text[_DATE : _DATE + 1] not in "T":
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    seconds = parsed.hour * HOUR + parsed.minute * MINUTE + parsed.second
    offset = parsed.utcoffset()
    wall = (parsed.toordinal() - _EPOCH_DAY) * DAY + seconds
    return Written(wall, None if offset is None else offset.days * DAY + offset.seconds, len(text) == _DATE)


def resolve_entered(text: str, name: str) -> int | Impossible | None:
    """Return the instant of a time that a person wrote, in a zone; ``None`` if the text is not a time.

    A date is always accepted, even if the clocks skip its midnight, because the person did not write a time.
    """
    written = parse_written(text)
    if written is None or written.offset is not None or written.is_date:
        return resolve_start(text, name)
    table = _get_offsets_near(name, written.wall)
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


def resolve_start(text: str, name: str) -> int | None:
    """Return the instant at which a written date or time begins; ``None`` if the text is neither."""
    return _resolve(parse_written(text), name, 0)


def resolve_end(text: str, name: str) -> int | None:
    """Return the exclusive end of a written period: a date includes the whole day, a time is exact."""
    written = parse_written(text)
    return _resolve(written, name, DAY if written and written.is_date else 0)


def _resolve(written: Written | None, name: str, later: int) -> int | None:
    if written is None:
        return None
    if written.offset is not None:
        return written.wall - written.offset
    return to_utc(_get_offsets_near(name, written.wall), written.wall + later)


def resolve_wall(text: str, name: str) -> int | None:
    """Return the wall time of a written date or time in a zone; ``None`` if the text is neither."""
    written = parse_written(text)
    if written is None or written.offset is None:
        return written.wall if written else None
    instant = written.wall - written.offset
    return to_local(_get_offsets_near(name, instant), instant)


def _get_offsets_near(name: str, at: int) -> Offsets:
    block = at // _BLOCK * _BLOCK
    return get_offsets(name, block, block + _BLOCK)


def get_day_start(day: date) -> int:
    """Return midnight of a date in UTC."""
    return (day.toordinal() - _EPOCH_DAY) * DAY


def get_year(instant: int) -> tuple[int, int]:
    """Return the calendar year of an instant in UTC, and the instant at which the year ends."""
    year = to_datetime(instant).year
    return year, get_day_start(date(year, 12, 31)) + DAY


def to_datetime(instant: int, name: str = "UTC") -> datetime:
    """Return an instant as an aware datetime in a zone, for messages."""
    return (_EPOCH + timedelta(seconds=min(max(instant, _FIRST), _LAST))).astimezone(get_zone(name))


def to_instant(moment: datetime) -> int:
    """Return the instant of an aware datetime, to the second."""
    return (moment - _EPOCH) // timedelta(seconds=1)
