"""Format times and durations for messages and commands, in local time and in UTC.

- Findings use ``instant``, ``stretch``, ``local`` and ``length``.
- Command output uses ``time``, ``soon``, ``place`` and ``local_time``.
- ``short`` and ``offset`` write durations as files do (``1h30m``).
"""

from datetime import datetime, timedelta

from ownercat.documents.schema.formats import is_time_zone
from ownercat.oncall.clock import DAY, HOUR, MINUTE, list_offset_changes, to_datetime
from ownercat.text import shown

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNITS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1, "s"))
_SAME_TIME = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")  # names of UTC


def format_length(seconds: int) -> str:
    """Format a duration for a message: ``238 h``, ``1 h 30 min``, ``45 min``."""
    hours, rest = divmod(seconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{count:,} {unit}" for count, unit in parts if count) or "0 s"


def format_duration(seconds: float) -> str:
    """Format a duration as files write it: ``0m``, ``12m``, ``1h30m``."""
    rest, result = int(seconds), ""
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        result += f"{count}{unit}" if count else ""
    return result or "0m"


def format_offset(seconds: int | None) -> str:
    """Format the time since the page started: ``t+0``, ``t+5m``; ``then`` if the file does not state it."""
    return "then" if seconds is None else f"t+{format_duration(seconds) if seconds else 0}"


def format_place(zone: str) -> str:
    """Return the place name of a time zone: ``in Madrid``, ``in New York``, ``UTC``."""
    if zone in _SAME_TIME or not is_time_zone(zone):
        return "UTC"
    name = zone.rpartition("/")[2].replace("_", " ")
    return name if "/" not in zone or zone.startswith("Etc/") else f"in {name}"


def format_time(at: int, zone: str) -> str:
    """Format a local time: ``09:00``; if that time occurs twice, with the offset: ``02:30 (UTC+1)``."""
    local_moment = to_datetime(at, zone)
    clock = _format_clock(local_moment)
    twin = local_moment.replace(fold=1 - local_moment.fold)  # the same local time, an hour earlier or later
    is_unique = twin.utcoffset() == local_moment.utcoffset()
    return clock if is_unique else f"{clock} ({format_offset_from_utc(local_moment)})"


def format_soon(at: int, zone: str, now: int) -> str:
    """Format an instant relative to now: ``17:00`` on that day, ``Mon 09:00`` within six days, else with the date."""
    days = (to_datetime(at, zone).date() - to_datetime(now, zone).date()).days
    if days == 0:
        return format_time(at, zone)
    date = f"{format_day(at, zone)} " if abs(days) > 6 else ""
    return f"{format_weekday(at, zone)} {date}{format_time(at, zone)}"


def format_local_time(at: int, zone: str) -> str:
    """Format a local time with its place: ``04:12 in Madrid``, ``02:12 UTC``."""
    return f"{format_time(at, zone)} {format_place(zone)}"


def format_full(at: int, zone: str) -> str:
    """Format an instant in full: ``Sun 2027-03-28 03:30 in Madrid (01:30 UTC)``."""
    here = f"{format_weekday(at, zone)} {format_day(at, zone)} {format_local_time(at, zone)}"
    if format_place(zone) == "UTC":
        return here
    other = (
        "" if format_day(at, zone) == format_day(at, "UTC") else f"{format_weekday(at, 'UTC')} {format_day(at, 'UTC')} "
    )
    return f"{here} ({other}{format_time(at, 'UTC')} UTC)"


def format_clock_change(at: int, zone: str, until: int | None = None) -> str:
    """Describe a change of clocks: ``that day clocks change from 02:00 to 03:00 at 01:00 UTC``.

    The change is on a day between two instants, or on the day of the first one. Return an empty text if there is none.
    """
    first, last = format_day(at, zone), format_day(max(at, until or at), zone)
    near = [
        change
        for change in list_offset_changes(zone, at - DAY, max(at, until or at) + DAY)
        if first <= format_day(change, zone) <= last
    ]
    if not near:
        return ""
    day = format_day(near[0], zone)
    when = "that day" if day == first else f"on {format_weekday(near[0], zone)} {day}"
    before, after = to_datetime(near[0] - 1, zone), to_datetime(near[0], zone)
    shown_before = _format_clock(before + timedelta(seconds=1))  # the local time if the clocks did not change
    return f"{when} clocks change from {shown_before} to {_format_clock(after)} at {format_time(near[0], 'UTC')} UTC"


def format_weekday(at: int, zone: str) -> str:
    """Return the local day of the week: ``Mon``."""
    return WEEKDAYS[to_datetime(at, zone).weekday()]


def format_day(at: int, zone: str) -> str:
    """Return the local date: ``2026-03-08``."""
    return to_datetime(at, zone).date().isoformat()


def format_instant(at: int, zone: str) -> str:
    """Format an instant for a message: ``Sun 2026-03-08 19:00 America/New_York (23:00 UTC)``."""
    local = f"{format_weekday(at, zone)} {_format_wall(at, zone)}"
    if zone == "UTC":
        return f"{local} UTC"
    return f"{local} {shown(zone)} ({_drop_same_date(at, zone, _format_wall(at, 'UTC'))} UTC)"


def format_interval(start: int, end: int, zone: str) -> str:
    """Format an interval: ``Sun 2026-03-08 19:00–20:00 America/New_York (23:00–00:00 UTC)``.

    An interval of a day or longer has both dates.
    """
    local = f"{format_weekday(start, zone)} {_format_span(start, end, zone)}"
    if zone == "UTC":
        return f"{local} UTC"
    return f"{local} {shown(zone)} ({_drop_same_date(start, zone, _format_span(start, end, 'UTC'))} UTC)"


def format_local(at: int, zone: str) -> str:
    """Format a local time as files write it: ``2026-03-08T19:00``."""
    return _format_wall(at, zone).replace(" ", "T")


def _drop_same_date(at: int, zone: str, written: str) -> str:
    """Remove the UTC date if it equals the local date; keep it in a text with two dates."""
    date = f"{format_day(at, zone)} "
    return written.removeprefix(date) if " to " not in written else written


def _format_span(start: int, end: int, zone: str) -> str:
    if end - start < DAY:
        return f"{_format_wall(start, zone)}–{_format_wall(end, zone).split()[1]}"
    return f"{_format_wall(start, zone)} to {_format_wall(end, zone)}"


def _format_wall(at: int, zone: str) -> str:
    local_moment = to_datetime(at, zone)
    return f"{local_moment.date().isoformat()} {_format_clock(local_moment)}"


def _format_clock(local_moment: datetime) -> str:
    return local_moment.strftime("%H:%M:%S" if local_moment.second else "%H:%M")


def format_offset_from_utc(local_moment: datetime) -> str:
    """Format the UTC offset: ``UTC+1``, ``UTC-3:30``."""
    minutes = int((local_moment.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
