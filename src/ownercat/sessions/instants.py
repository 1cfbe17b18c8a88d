"""The options ``--at`` and ``--zone``: the time of a question, the same for every command about on-call people."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ownercat.documents.schema.formats import is_time_zone, time_zones
from ownercat.errors import UsageError
from ownercat.model import parse_day, parse_duration
from ownercat.oncall.clock import (
    MINUTE,
    Impossible,
    get_day_start,
    get_zone,
    parse_clock,
    parse_written,
    resolve_entered,
    to_datetime,
    to_instant,
)
from ownercat.oncall.wording import format_full, format_offset_from_utc, format_place
from ownercat.suggest import format_suggestion
from ownercat.text import shown

_FIRST, _LAST = (
    get_day_start(date(1970, 1, 1)),
    get_day_start(date(9000, 1, 1)),
)  # the range that calendar arithmetic supports
_HELP = "write a date, 2026-11-22T03:12+01:00, a clock time such as 03:12, or -2h for two hours ago"


class AtOption(NamedTuple):
    """The time of a question (UTC seconds), whether it is the current time, and notes about how the text was read."""

    at: int
    is_now: bool
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day for dated facts."""
        return to_datetime(self.at).date()


def parse_zone(zone: str | None) -> str:
    """Return the zone of ``--zone``; "" if the option is not given."""
    if zone is not None and not is_time_zone(zone):
        help = format_suggestion(zone, sorted(time_zones()), "write an IANA time zone, for example Europe/Madrid")
        raise UsageError(f"--zone {shown(zone)} is not an IANA time zone", help)
    return zone or ""


def parse_at(at: str | None, rev: str | None, zone: str | None = None, option: str = "--at") -> AtOption:
    """Return the time of an option (``--at``), else the date of ``--rev``, else now.

    ``zone``: the value of ``--zone``; "" is the zone of the machine, and ``None`` a command without that option.
    """
    if at is not None:
        return _parse_instant(at, zone, option)
    day = parse_day(rev)
    return _parse_instant(day.isoformat(), zone) if day else AtOption(_get_current_minute(), is_now=True)


def parse_signoff_time(at: str | None) -> datetime:
    """Return the time for evaluating approvals: ``--at``, else now in whole seconds, as in records."""
    return to_datetime(_parse_instant(at, None).at) if at is not None else datetime.now(UTC).replace(microsecond=0)


def _parse_instant(text: str, zone: str | None, option: str = "--at") -> AtOption:
    entered = text.strip().upper()
    found = (
        _parse_clock_time(entered, zone or "")
        or _parse_relative(entered, zone or "")
        or _parse_time(entered, text, zone, option)
    )
    if not _FIRST <= found.at < _LAST:
        raise UsageError(f"{option} {shown(text)} is too far away", "name a time from 1970 to 8999")
    return found


def _parse_clock_time(text: str, zone: str) -> AtOption | None:
    """Return the latest time with this clock time that has passed."""
    seconds = parse_clock(text.zfill(5) if text[1:2] == ":" else text)
    if seconds is None:
        return None
    now = _get_current_minute()
    at = next(instant for instant in _list_clock_times(seconds, zone, now) if instant <= now)
    return AtOption(at, False, (f"{shown(text)} is taken as {_format_taken(at, zone)}",))


def _list_clock_times(seconds: int, zone: str, now: int) -> Iterator[int]:
    """Yield the times with a clock time, the latest first; a clock time that occurs twice in a day comes twice."""
    today = _to_local(to_datetime(now).replace(tzinfo=UTC), zone).replace(hour=0, minute=0, second=0, tzinfo=None)
    for back in range(3):
        wall = today - timedelta(days=back) + timedelta(seconds=seconds)
        for fold in (1, 0):
            naive = wall.replace(fold=fold)
            yield to_instant(naive.replace(tzinfo=get_zone(zone)) if zone else naive.astimezone())


def _parse_relative(text: str, zone: str) -> AtOption | None:
    """Return the time that is a duration ago."""
    duration = parse_duration(text[1:].lower()) if text.startswith("-") else None
    if duration is None:
        return None
    at = _get_current_minute() - duration.seconds
    return AtOption(at, False, (f"{shown(text.lower())} is taken as {_format_taken(at, zone)}",))


def _parse_time(entered: str, text: str, zone: str | None, option: str) -> AtOption:
    """Return a date, an instant, or with ``--zone`` a local time."""
    found = parse_written(entered)
    if found is None:
        raise UsageError(f"{option} {shown(text)} is not a valid time", _HELP)
    if found.is_date:
        return AtOption(found.wall, False, (f"{shown(text)} is taken as 00:00 UTC of that day",))
    if found.offset is not None:
        return AtOption(found.wall - found.offset, False)
    if not zone:
        add = "add `--zone ZONE`, or write" if zone is not None else "write"
        raise UsageError(f"{option} {shown(text)} has no UTC offset", f"{add} {shown(text)}Z or {shown(text)}+01:00")
    at = resolve_entered(entered, zone)
    if isinstance(at, Impossible):
        raise build_impossible_time(option, text, zone, at)
    return AtOption(at or 0, False)


def build_impossible_time(option: str, text: str | None, zone: str, found: Impossible) -> UsageError:
    """Build the error for a local time that does not exist or occurs twice."""
    what = "occurs twice" if found.kind == "ambiguous" else "does not exist"
    either = f"{to_datetime(found.earlier, zone).isoformat()} or {to_datetime(found.later, zone).isoformat()}"
    return UsageError(f"{option} {shown(text)} {what} {format_place(zone)}: the clocks change then", f"write {either}")


def _to_local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(get_zone(zone) if zone else None)


def _format_taken(at: int, zone: str) -> str:
    """Format a time in the zone of the option; in that of the machine with its UTC offset, because it has no name."""
    if zone:
        return format_full(at, zone)
    local = _to_local(to_datetime(at), "")
    return f"{local:%a %Y-%m-%d %H:%M} {format_offset_from_utc(local)}, the time zone of this machine"


def _get_current_minute() -> int:
    """Return the start of the current minute: seconds would only distract the reader."""
    return to_instant(datetime.now(UTC)) // MINUTE * MINUTE
