"""The option ``--at``: the time of a question, the same for every command about on-call people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from ownercat.errors import UsageError
from ownercat.oncall.clock import MINUTE, get_day_start, parse_written, to_datetime, to_instant
from ownercat.text import shown

_FIRST, _LAST = (
    get_day_start(date(1970, 1, 1)),
    get_day_start(date(9000, 1, 1)),
)  # the range that calendar arithmetic supports


class AtOption(NamedTuple):
    """The time of a question (UTC seconds), whether it is the current time, and notes about how the text was read."""

    at: int
    is_now: bool
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day for dated facts."""
        return to_datetime(self.at).date()


def parse_at(at: str | None, rev: str | None) -> AtOption:
    """Return the time of the command line: ``--at``, else the date of ``--rev``, else now."""
    if at is not None:
        return _parse_instant(at)
    try:
        day = date.fromisoformat(rev or "")
    except ValueError:
        return AtOption(_get_current_minute(), is_now=True)
    return _parse_instant(day.isoformat())


def parse_signoff_time(at: str | None) -> datetime:
    """Return the time for evaluating approvals: ``--at``, else now in whole seconds, as in records."""
    return to_datetime(_parse_instant(at).at) if at is not None else datetime.now(UTC).replace(microsecond=0)


def _parse_instant(text: str) -> AtOption:
    found = parse_written(text.strip().upper())
    if found is None:
        raise UsageError(f"--at {shown(text)} is no time", "write a date, or a time such as 2026-11-22T03:12+01:00")
    if found.offset is None and not found.is_date:
        raise UsageError(
            f"--at {shown(text)} says no offset from UTC, so it may be any of many instants",
            f"add one, such as {shown(text)}Z or {shown(text)}+01:00",
        )
    instant = found.wall - (found.offset or 0)
    if not _FIRST <= instant < _LAST:
        raise UsageError(f"--at {shown(text)} is too far away", "name a time from 1970 to 8999")
    notes = (f"{shown(text)} is taken as 00:00 UTC of that day",) if found.is_date else ()
    return AtOption(instant, False, notes)


def _get_current_minute() -> int:
    """Return the start of the current minute: seconds would only distract the reader."""
    return to_instant(datetime.now(UTC)) // MINUTE * MINUTE
