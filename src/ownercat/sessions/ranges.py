"""The time range of the command line, in a time zone."""

from typing import NamedTuple

from ownercat.errors import UsageError
from ownercat.oncall.calendar import HORIZON_DAYS, LONGEST_DAYS
from ownercat.oncall.clock import (
    DAY,
    WEEK,
    Impossible,
    get_offsets,
    parse_written,
    resolve_end,
    resolve_entered,
    to_datetime,
    to_local,
    to_utc,
)
from ownercat.sessions.instants import build_impossible_time, parse_zone
from ownercat.text import shown

_USUAL = 4 * WEEK
MOST_DAYS = LONGEST_DAYS - 2 * HORIZON_DAYS  # leaves room for the weeks before and after the range
_YEARS = range(1971, 9_000)


class Range(NamedTuple):
    """The start and the end in UTC seconds."""

    start: int
    end: int


class RangeOptions(NamedTuple):
    """The options as given; ``now`` is the default of ``--from``."""

    since: str | None
    until: str | None
    zone: str
    now: int

    @property
    def begin(self) -> int:
        """Return the beginning to within the offset of a time zone, in UTC seconds."""
        written = parse_written(self.since) if self.since is not None else None
        return written.wall if written else self.now


def parse_range_options(since: str | None, until: str | None, zone: str | None, now: int) -> RangeOptions:
    """Return the options; refuse values that are invalid in every zone."""
    name = parse_zone(zone)
    for option, text in (("--from", since), ("--to", until)):
        written = parse_written(text) if text is not None else None
        if text is not None and (written is None or to_datetime(written.wall).year not in _YEARS):
            help = (
                "write a day as 2026-11-30, a local time as 2026-11-30T09:00, or an instant as 2026-11-30T09:00+01:00"
            )
            raise UsageError(f"{option} {shown(text)} is no time", help)
    return RangeOptions(since, until, name, now)


def resolve_range(options: RangeOptions, zone: str) -> Range:
    """Return the range in the zone of ``--zone``, else in the given zone; the last day counts completely."""
    zone = options.zone or zone
    start = options.now if options.since is None else _parse_instant("--from", options.since, zone)
    end = _add_four_weeks(start, zone) if options.until is None else _parse_end(options.until, zone)
    if end <= start:
        message = f"--to {shown(options.until)} is not after --from {shown(options.since)}"
        if options.since is None:
            message = f"--to {shown(options.until)} is over"
        raise UsageError(message, "give --from a time before --to")
    if end - start > MOST_DAYS * DAY:
        raise UsageError(f"{(end - start) // DAY:,} days are too many", f"ask for {MOST_DAYS:,} days or less")
    return Range(start, end)


def _parse_end(text: str, zone: str) -> int:
    written = parse_written(text)
    if written is not None and written.is_date:
        return resolve_end(text, zone) or 0
    return _parse_instant("--to", text, zone)


def _parse_instant(option: str, text: str, zone: str) -> int:
    found = resolve_entered(text, zone)
    if isinstance(found, Impossible):
        raise build_impossible_time(option, text, zone, found)
    return found or 0


def _add_four_weeks(start: int, zone: str) -> int:
    """Return the same local time four weeks later."""
    table = get_offsets(zone, start, start + _USUAL)
    return to_utc(table, to_local(table, start) + _USUAL)
