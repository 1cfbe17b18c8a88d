"""Members who never get a turn: decided by arithmetic on the week, not by waiting for the turn to come.

Turn k of a layer begins k turns after the anchor. Those of member i of n, modulo one week, are all the times that are
congruent to the i-th modulo gcd(n turns, one week). A member starves when none of them meets a window.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd, lcm
from typing import NamedTuple

from ownercat.model import Layer, Rotation
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, MONDAY, WEEK, end_of, start_of
from ownercat.oncall.layers import person_key
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Timeline, people
from ownercat.oncall.turns import TurnSequence, begin_of, pace_of
from ownercat.oncall.windows import covers_all, days_of, span_of

_Span = tuple[int, int]


class Starved(NamedTuple):
    """Somebody who is in a layer and never on call; ``hidden``: later layers take all their turns."""

    person: str
    layer: int
    place: int  # among the layer's members, from 0
    hidden: bool


def starved(calendar: Calendar, rotation: Rotation) -> tuple[Starved, ...]:
    """Who gets no slot in any layer, however long one waits, or none because of later layers."""
    if rotation.external is not None:
        return ()
    found: dict[str, Starved] = {}
    fed: set[str] = set()
    for number, layer in enumerate(rotation.layers):
        hungry = set(_hungry(layer, calendar.timeless))
        for place, ref in enumerate(layer.members):
            if ref is not None and place in hungry:
                key = person_key(calendar, ref)
                found.setdefault(key, Starved(key, number, place, False))
            elif ref is not None:
                fed.add(person_key(calendar, ref))
    never = [each for key, each in found.items() if key not in fed]
    return (*never, *_hidden(calendar, rotation))


def _hungry(layer: Layer, timeless: bool) -> Iterator[int]:
    """The places of a layer whose turn never meets a window; none where no window is ever open to anybody."""
    pace = pace_of(layer, timeless)
    if pace is None:
        yield from range(1, len(layer.members))
        return
    if any(covers_all(window) for window in layer.windows) or not any(map(days_of, layer.windows)):
        return
    period, spans, origin = _spans(layer, pace)
    step = gcd(pace.every * len(layer.members), period)
    for place in range(len(layer.members)):
        begin = origin + place * pace.every
        if not any(_meets(begin, step, pace.every, span) for span in spans):
            yield place


def _meets(begin: int, step: int, length: int, span: _Span) -> bool:
    """Whether a turn that begins at ``begin`` plus any multiple of ``step`` meets a window."""
    earliest = span[0] - length + 1  # the first beginning whose turn still reaches into the window
    return earliest + (begin - earliest) % step < span[1]


def _spans(layer: Layer, pace: TurnSequence) -> tuple[int, list[_Span], int]:
    """The time after which windows repeat, the windows in it, and where turn 0 begins: on the clock of the pace."""
    begin = begin_of(pace, 0)
    windows = [(day, *span_of(window)) for window in layer.windows for day in days_of(window)]
    if not pace.days:
        spans = [(day * DAY + start, day * DAY + start + length) for day, start, length in windows]
        return WEEK, spans, begin - MONDAY
    spans = [span for window in windows for span in _counted(pace, *window)]
    weekday, second = divmod((begin - MONDAY) % WEEK, DAY)
    return len(pace.days) * DAY, spans, pace.days.index(weekday) * DAY + second


def _counted(pace: TurnSequence, day: int, start: int, length: int) -> Iterator[_Span]:
    """A window on the clock that stands between the days that count."""
    at = pace.days.index(day) * DAY
    yield at + start, at + min(start + length, DAY)
    if start + length > DAY and (day + 1) % 7 in pace.days:
        at = pace.days.index((day + 1) % 7) * DAY
        yield at, at + start + length - DAY


def _hidden(calendar: Calendar, rotation: Rotation) -> Iterator[Starved]:
    """Members whose turn came in this calendar, and went to a later layer every time."""
    seen = timeline(calendar, rotation)
    told = {*people(seen), *(holder.about for holder in seen.holders)}
    for number, layer in enumerate(rotation.layers[:-1]):
        if not _had_its_round(calendar, layer, seen):
            continue
        hungry = set(_hungry(layer, calendar.timeless))
        for place, ref in enumerate(layer.members):
            key = person_key(calendar, ref) if ref else ""
            if ref and place not in hungry and key not in told:
                told.add(key)
                yield Starved(key, number, place, True)


def _had_its_round(calendar: Calendar, layer: Layer, seen: Timeline) -> bool:
    """Whether each member of a layer had every turn that there is, as far as the layer goes."""
    since, until = start_of(layer.start, layer.time_zone), end_of(layer.until, layer.time_zone)
    begun, goes_on = since is None or since <= seen.start, until is None or until >= seen.end
    if not calendar.timeless and not (begun and goes_on):
        return False
    pace = pace_of(layer, calendar.timeless)
    if pace is None:
        return True
    round_trip = pace.every * len(layer.members) * 7 // (len(pace.days) or 7)
    return lcm(round_trip, WEEK) <= seen.end - seen.start
