"""Instants and lengths of time in words, for all rules and commands: on the clock of the people concerned, and in UTC.

For findings: ``instant``, ``stretch``, ``local``, ``length``. For people who read at night: ``time``, ``soon``,
``place``, ``local_time``. As a file writes lengths: ``short``, ``offset``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ownercat.documents.schema.formats import is_time_zone
from ownercat.oncall.clock import DAY, HOUR, MINUTE, changes, moment
from ownercat.text import shown

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNITS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1, "s"))
_SAME_TIME = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")  # names of UTC


def length(seconds: int) -> str:
    """``238 h``, ``1 h 30 min``, ``45 min``."""
    hours, rest = divmod(seconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{count:,} {unit}" for count, unit in parts if count) or "0 s"


def short(seconds: float) -> str:
    """``0m``, ``12m``, ``1h30m``: as a file writes a length of time."""
    rest, found = int(seconds), ""
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        found += f"{count}{unit}" if count else ""
    return found or "0m"


def offset(seconds: int | None) -> str:
    """``t+0``, ``t+5m``: how long after the page started; ``then`` where the file does not say."""
    return "then" if seconds is None else f"t+{short(seconds) if seconds else 0}"


def place(zone: str) -> str:
    """``in Madrid``, ``in New York``, ``UTC``: where a clock hangs."""
    if zone in _SAME_TIME or not is_time_zone(zone):
        return "UTC"
    name = zone.rpartition("/")[2].replace("_", " ")
    return name if "/" not in zone or zone.startswith("Etc/") else f"in {name}"


def time(at: int, zone: str) -> str:
    """``09:00``, on the wall of a zone; where the wall shows that twice, with the offset: ``02:30 (UTC+1)``."""
    found = moment(at, zone)
    clock = _clock(found)
    again = found.replace(fold=1 - found.fold)  # the same wall time, an hour earlier or later
    return clock if again.utcoffset() == found.utcoffset() else f"{clock} ({_difference(found)})"


def soon(at: int, zone: str, now: int) -> str:
    """An instant as one says it at another: ``17:00`` of the same day, ``Mon 09:00`` within six, else with the date."""
    days = (moment(at, zone).date() - moment(now, zone).date()).days
    if days == 0:
        return time(at, zone)
    date = f"{day(at, zone)} " if abs(days) > 6 else ""
    return f"{weekday(at, zone)} {date}{time(at, zone)}"


def local_time(at: int, zone: str) -> str:
    """``04:12 in Madrid``, ``02:12 UTC``."""
    return f"{time(at, zone)} {place(zone)}"


def full(at: int, zone: str) -> str:
    """``Sun 2027-03-28 03:30 in Madrid (01:30 UTC)``: the beginning of an answer about an instant."""
    here = f"{weekday(at, zone)} {day(at, zone)} {local_time(at, zone)}"
    if place(zone) == "UTC":
        return here
    other = "" if day(at, zone) == day(at, "UTC") else f"{weekday(at, 'UTC')} {day(at, 'UTC')} "
    return f"{here} ({other}{time(at, 'UTC')} UTC)"


def clock_change(at: int, zone: str) -> str:
    """``the clocks go from 02:00 to 03:00 at 01:00 UTC``, when they change on the day of an instant; else nothing."""
    near = [change for change in changes(zone, at - DAY, at + DAY) if day(change, zone) == day(at, zone)]
    if not near:
        return ""
    before, after = moment(near[0] - 1, zone), moment(near[0], zone)
    shown_before = _clock(before + timedelta(seconds=1))  # what the wall would have shown without the change
    return f"the clocks go from {shown_before} to {_clock(after)} at {time(near[0], 'UTC')} UTC"


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
    return f"{found.date().isoformat()} {_clock(found)}"


def _clock(found: datetime) -> str:
    return found.strftime("%H:%M:%S" if found.second else "%H:%M")


def _difference(found: datetime) -> str:
    """``UTC+1``, ``UTC-3:30``: what a wall is ahead of UTC."""
    minutes = int((found.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
