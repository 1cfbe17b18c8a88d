"""Find people who are on call while they are away.

An absence alone removes nobody from a rotation; only an override does (ROT106 reports the conflict).
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.model import Away, Person
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import resolve_end, resolve_start
from ownercat.oncall.intervals import Interval, Intervals, clip, intersect, normalize
from ownercat.oncall.timelines import Timeline, list_people, list_person_times


class Absence(NamedTuple):
    """An interval in which a person is on call and away, with the first absence in it."""

    start: int
    end: int
    person: str
    away: Away


def get_span(away: Away) -> Interval | None:
    """Return the interval of an absence (a date counts as a whole day); ``None`` if it is empty or invalid."""
    start, end = resolve_start(away.start, away.time_zone), resolve_end(away.end, away.time_zone)
    return (start, end) if start is not None and end is not None and start < end else None


def list_away_times(calendar: Calendar, person: Person) -> Intervals:
    """Return the times at which a person is away; empty if dates are ignored (``timeless``)."""
    if calendar.timeless or not person.away:
        return ()
    spans = normalize(interval for away in person.away if (interval := get_span(away)))
    return clip(spans, calendar.start, calendar.end)


def is_away(calendar: Calendar, person: Person, instant: int) -> bool:
    """Return whether a person is away at an instant."""
    return not calendar.timeless and any(
        (interval := get_span(away)) is not None and interval[0] <= instant < interval[1] for away in person.away
    )


def list_absences(calendar: Calendar, timeline: Timeline) -> Iterator[Absence]:
    """Yield every interval in which a person of a rotation is on call and away, by person, then by time."""
    for key in list_people(timeline):
        person = calendar.catalog.get("Person", key)
        away = list_away_times(calendar, person) if isinstance(person, Person) else ()
        if away and isinstance(person, Person):
            for start, end in intersect(list_person_times(timeline, key), away):
                yield Absence(start, end, key, _find_absence(person, start))


def _find_absence(person: Person, instant: int) -> Away:
    spans = ((away, get_span(away)) for away in person.away)
    return next(away for away, interval in spans if interval and interval[0] <= instant < interval[1])
