"""``oncall --format ics``: schedules as iCalendar (RFC 5545). Nothing in it depends on the clock.

An event keeps its UID when its person changes, so that a calendar that subscribes moves it instead of doubling it: the
UID is made of the rotation and the instant at which the stretch begins. DTSTAMP is that instant too.
"""

from collections.abc import Iterator, Sequence

from ownercat.oncall.clock import to_datetime
from ownercat.oncall.wording import format_full
from ownercat.text import clean, listed
from ownercat.views.oncall_rows import RotationSchedule, ShiftRow

_LINE = 75  # octets of a line, without its end
_NAMES = 4  # of rotations in the name of the calendar
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


def render(sheets: Sequence[RotationSchedule], catalog: str) -> str:
    """One calendar with an event for each stretch in which somebody is on call, or has to be and nobody is."""
    body = [line for sheet in sheets for row in sheet.rows for line in _event(sheet, row, catalog)]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ownercat//oncall//EN", "CALSCALE:GREGORIAN"]
    names = listed((sheet.name for sheet in sheets), most=_NAMES)
    title = [text_of("X-WR-CALNAME", f"on call: {names}")] if sheets else []
    return "".join(f"{part}\r\n" for line in [*head, *title, *body, "END:VCALENDAR"] for part in folded(line))


def _event(sheet: RotationSchedule, row: ShiftRow, catalog: str) -> Iterator[str]:
    if row.kind in ("free", "external"):
        return
    start = row.start if row.since is None else row.since
    begins = "always" if row.since is None else _time(start)
    yield "BEGIN:VEVENT"
    yield text_of("UID", f"{sheet.name}-{begins}@{catalog}.ownercat")
    yield f"DTSTAMP:{_time(start)}"
    yield f"DTSTART:{_time(start)}"
    yield f"DTEND:{_time(row.end if row.until is None else row.until)}"
    yield text_of("SUMMARY", f"{row.called} on call: {sheet.name}")
    yield text_of("DESCRIPTION", *_description(sheet, row, start))
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(sheet: RotationSchedule, row: ShiftRow, start: int) -> Iterator[str]:
    yield ", ".join(word for word in (sheet.title, sheet.role, f"team {sheet.team}" if sheet.team else "") if word)
    yield f"from {format_full(start, row.zone)}"
    yield from row.notes


def text_of(name: str, *lines: str) -> str:
    """A property with a text: each line safe, without control characters, its signs escaped."""
    return f"{name}:" + "\\n".join(clean(line).translate(_ESCAPED) for line in lines)


def _time(at: int) -> str:
    return to_datetime(at).strftime("%Y%m%dT%H%M%SZ")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no character cut; each further piece begins with a space."""
    rest = line.encode("utf-8", "replace")
    room = _LINE
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        yield ("" if room == _LINE else " ") + rest[:cut].decode("utf-8")
        rest, room = rest[cut:], _LINE - 1
    yield ("" if room == _LINE else " ") + rest.decode("utf-8")
