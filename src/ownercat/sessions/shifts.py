"""The layers of a new rotation: one place, or places that follow the sun. The hours have no gap by construction."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ownercat.documents.schema.formats import is_time_zone
from ownercat.errors import UsageError
from ownercat.oncall.clock import get_zone
from ownercat.sessions.documents import build_name, format_names, quote_name
from ownercat.text import shown

ALWAYS = "24x7"
_DAY = 24 * 60  # minutes
_MORNING = 9 * 60
_HOURS = re.compile(
    r"(?:(?P<days>(?:mon|tue|wed|thu|fri|sat|sun)(?:-(?:mon|tue|wed|thu|fri|sat|sun))?) )?"
    r"(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)"
)


class RotationPlace(NamedTuple):
    """A place: its time zone, and the names of its people. ``assumed``: nobody named the time zone."""

    zone: str
    people: tuple[str, ...]
    assumed: bool = False


def parse_place(text: str) -> RotationPlace:
    """Return the place of ``ZONE=PERSON,PERSON``."""
    zone, _, names = text.partition("=")
    people = tuple(dict.fromkeys(filter(None, (name.strip() for name in names.split(",")))))
    if not is_time_zone(zone.strip()) or not people:
        help = "write an IANA time zone and names, for example Europe/Madrid=ana,bo"
        raise UsageError(f"--place {shown(text)} is not a time zone with people", help)
    return RotationPlace(zone.strip(), people)


def render_layers(places: Sequence[RotationPlace], hours: str, today: date) -> str:
    """Return `required` and `layers` of a rotation that begins on the Monday of this week."""
    monday = today - timedelta(days=today.weekday())
    if len(places) > 1:
        if hours != ALWAYS:
            raise UsageError(f"--hours {shown(hours)} cannot be shared by several places", "leave --hours out: 24x7")
        return f"required: {ALWAYS}\n{''.join(_follow_sun(places, monday))}"
    zone, people, assumed = places[0]
    note = "  # assumption: where the people are" if assumed else ""
    window = "" if hours == ALWAYS else _format_window(hours)
    required = f"{{timeZone: {zone}, {window}}}" if window else ALWAYS
    handoff = f'{{day: mon, at: "{_get_start(hours)}"}}'
    lines = [
        "layers:\n",
        f"  - id: everyone\n    timeZone: {zone}{note}\n    members: {format_names(people)}\n",
        f"    turn: {{every: 1w, handoff: {handoff}}}\n",
        f"    windows: [{{{window}}}]\n" if window else "",
        f"    from: {monday}\n",
    ]
    return f"required: {required}\n{''.join(lines)}"


def _match(hours: str) -> re.Match[str]:
    found = _HOURS.fullmatch(hours.strip().lower())
    if found is None or max(found["start"], found["end"]) > "24:00" or found["start"] == found["end"]:
        help = 'use 24x7, or days and times such as "mon-fri 09:00-17:00"'
        raise UsageError(f"--hours {shown(hours)} is not valid", help)
    return found


def _format_window(hours: str) -> str:
    found = _match(hours)
    days = f"days: [{found['days']}], " if found["days"] else ""
    return f'{days}from: "{found["start"]}", to: "{found["end"]}"'


def _get_start(hours: str) -> str:
    return "09:00" if hours == ALWAYS else _match(hours)["start"]


def _follow_sun(places: Sequence[RotationPlace], monday: date) -> Iterator[str]:
    """Yield the layers, in UTC: with local times, an hour has nobody or two people after each clock change."""
    yield "layers:  # in UTC, because local times leave a gap when only one place changes its clocks\n"
    for (zone, people, _), start, end in _share_day(places, monday.year):
        yield f"  - id: {quote_name(build_name(zone.rpartition('/')[2]) or 'place')}  # {zone}\n"
        yield f"    timeZone: UTC\n    members: {format_names(people)}\n"
        yield f'    turn: {{every: 1w, handoff: {{day: mon, at: "{_format_clock(start)}"}}}}\n'
        yield f'    windows: [{{from: "{_format_clock(start)}", to: "{_format_clock(end) if end else "24:00"}"}}]\n'
        yield f"    from: {monday}\n"


def _share_day(places: Sequence[RotationPlace], year: int) -> Iterator[tuple[RotationPlace, int, int]]:
    """Yield the places in the order of their mornings, each with an equal part of the day near its working hours."""
    mornings = sorted((_find_morning(each.zone, year), i) for i, each in enumerate(places))
    count = len(mornings)
    # equal parts; their common start is where the parts begin, on average, at 09:00 of their places
    drift = sum(morning - i * _DAY / count for i, (morning, _) in enumerate(mornings)) / count
    first = round(drift / 60) * 60
    starts = [(first + round(i * _DAY / count)) % _DAY for i in range(count)]
    for i, (_, place) in enumerate(mornings):
        yield places[place], starts[i], starts[(i + 1) % count]


def _find_morning(zone: str, year: int) -> int:
    """Return 09:00 of a zone in winter, in minutes after midnight UTC."""
    offsets = (datetime(year, month, 15, tzinfo=UTC).astimezone(get_zone(zone)).utcoffset() for month in (1, 7))
    return int(_MORNING - min(offset or timedelta() for offset in offsets).total_seconds() // 60) % _DAY


def _format_clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
