"""Instants and lengths of time as findings write them: on the clock of the people concerned, and in UTC."""

from __future__ import annotations

from ownercat.oncall.clock import DAY, HOUR, MINUTE, moment
from ownercat.text import shown

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def length(seconds: int) -> str:
    """``238 h``, ``1 h 30 min``, ``45 min``."""
    hours, rest = divmod(seconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{count:,} {unit}" for count, unit in parts if count) or "0 s"


def weekday(at: int, zone: str) -> str:
    """``Mon``, where the wall of a zone is."""
    return _WEEKDAYS[moment(at, zone).weekday()]


def day(at: int, zone: str) -> str:
    """``2026-03-08``, where the wall of a zone is."""
    return moment(at, zone).date().isoformat()


def instant(at: int, zone: str) -> str:
    """``Sun 2026-03-08 19:00 America/New_York (23:00 UTC)``."""
    local = f"{weekday(at, zone)} {_written(at, zone)}"
    if zone == "UTC":
        return f"{local} UTC"
    return f"{local} {shown(zone)} ({_same_day(at, zone, _written(at, 'UTC'))} UTC)"


def stretch(start: int, end: int, zone: str) -> str:
    """``Sun 2026-03-08 19:00–20:00 America/New_York (23:00–00:00 UTC)``, or from a day to another one."""
    local = f"{weekday(start, zone)} {_span(start, end, zone)}"
    if zone == "UTC":
        return f"{local} UTC"
    return f"{local} {shown(zone)} ({_same_day(start, zone, _span(start, end, 'UTC'))} UTC)"


def local(at: int, zone: str) -> str:
    """``2026-03-08T19:00``, as a file states a time in its zone."""
    return _written(at, zone).replace(" ", "T")


def _same_day(at: int, zone: str, written: str) -> str:
    """A time in UTC without its date where that is the one just read; of a longer stretch it stays."""
    here = f"{day(at, zone)} "
    return written.removeprefix(here) if " to " not in written else written


def _span(start: int, end: int, zone: str) -> str:
    if end - start < DAY:
        return f"{_written(start, zone)}–{_written(end, zone).split()[1]}"
    return f"{_written(start, zone)} to {_written(end, zone)}"


def _written(at: int, zone: str) -> str:
    found = moment(at, zone)
    return found.isoformat(" ", "seconds" if found.second else "minutes")[: 19 if found.second else 16]
