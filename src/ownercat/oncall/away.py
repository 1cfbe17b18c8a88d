"""Who is on call while they are away. Being away takes nobody off: only an override does (ROT106 tells)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.model import Away, Person
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import end_of, start_of
from ownercat.oncall.intervals import Interval, Intervals, clip, intersection, normal
from ownercat.oncall.timelines import Timeline, people, times_of


class Absence(NamedTuple):
    """A stretch in which somebody is on call and away, and the first absence that it meets."""

    start: int
    end: int
    person: str
    away: Away


def span(away: Away) -> Interval | None:
    """When an absence holds (a date counts whole); ``None`` when it never does."""
    start, end = start_of(away.start, away.time_zone), end_of(away.end, away.time_zone)
    return (start, end) if start is not None and end is not None and start < end else None


def away_times(calendar: Calendar, person: Person) -> Intervals:
    """When a person is away; never in the steady state."""
    if calendar.timeless or not person.away:
        return ()
    spans = normal(found for away in person.away if (found := span(away)))
    return clip(spans, calendar.start, calendar.end)


def is_away(calendar: Calendar, person: Person, instant: int) -> bool:
    """Whether a person is away at an instant."""
    return not calendar.timeless and any(
        (found := span(away)) is not None and found[0] <= instant < found[1] for away in person.away
    )


def on_call_while_away(calendar: Calendar, timeline: Timeline) -> Iterator[Absence]:
    """Every stretch in which somebody of a rotation is on call and away, by person, then in order of time."""
    for key in people(timeline):
        person = calendar.catalog.get("Person", key)
        away = away_times(calendar, person) if isinstance(person, Person) else ()
        if away and isinstance(person, Person):
            for start, end in intersection(times_of(timeline, key), away):
                yield Absence(start, end, key, _reason(person, start))


def _reason(person: Person, instant: int) -> Away:
    spans = ((away, span(away)) for away in person.away)
    return next(away for away, found in spans if found and found[0] <= instant < found[1])
