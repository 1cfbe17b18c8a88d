"""Find members who never get a turn, by arithmetic on the week instead of a simulation.

Turn k of a layer begins k turns after the anchor. The turns of member i of n, modulo one week, are all times that are
congruent to turn i modulo gcd(n turns, one week). A member never gets a turn if none of these turns meets a window.
"""

from collections.abc import Iterator
from math import gcd, lcm
from typing import NamedTuple

from ownercat.model import Layer, Rotation
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, MONDAY, WEEK, resolve_end, resolve_start
from ownercat.oncall.layers import get_person_key
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Timeline, list_people
from ownercat.oncall.turns import TurnSequence, build_sequence, get_turn_start
from ownercat.oncall.windows import covers_all, get_window_span, list_days

_Span = tuple[int, int]


class Starved(NamedTuple):
    """A member of a layer who is never on call; ``hidden``: later layers cover all turns of that member."""

    person: str
    layer: int
    place: int  # index in the layer's members
    hidden: bool


def list_starved(calendar: Calendar, rotation: Rotation) -> tuple[Starved, ...]:
    """Return the members who never get a turn in any layer, or only turns that later layers cover."""
    if rotation.external is not None:
        return ()
    starving: dict[str, Starved] = {}
    on_call: set[str] = set()
    for number, layer in enumerate(rotation.layers):
        hungry = set(_list_hungry(layer, calendar.timeless))
        for place, ref in enumerate(layer.members):
            if ref is not None and place in hungry:
                key = get_person_key(calendar, ref)
                starving.setdefault(key, Starved(key, number, place, False))
            elif ref is not None:
                on_call.add(get_person_key(calendar, ref))
    never = [each for key, each in starving.items() if key not in on_call]
    return (*never, *_list_hidden(calendar, rotation))


def _list_hungry(layer: Layer, timeless: bool) -> Iterator[int]:
    """Yield the indexes of members whose turn never meets a window; none if no window is ever open."""
    pace = build_sequence(layer, timeless)
    if pace is None:
        yield from range(1, len(layer.members))
        return
    if any(covers_all(window) for window in layer.windows) or not any(map(list_days, layer.windows)):
        return
    period, spans, origin = _list_spans(layer, pace)
    step = gcd(pace.every * len(layer.members), period)
    for place in range(len(layer.members)):
        begin = origin + place * pace.every
        if not any(_meets(begin, step, pace.every, span) for span in spans):
            yield place


def _meets(begin: int, step: int, length: int, span: _Span) -> bool:
    """Return whether a turn that begins at ``begin`` plus a multiple of ``step`` meets a window."""
    earliest = span[0] - length + 1  # the earliest start of a turn that still reaches into the window
    return earliest + (begin - earliest) % step < span[1]


def _list_spans(layer: Layer, pace: TurnSequence) -> tuple[int, list[_Span], int]:
    """Return the period of the windows, the windows in one period, and the start of turn 0, in the time of the pace."""
    begin = get_turn_start(pace, 0)
    windows = [(day, *get_window_span(window)) for window in layer.windows for day in list_days(window)]
    if not pace.days:
        spans = [(day * DAY + start, day * DAY + start + length) for day, start, length in windows]
        return WEEK, spans, begin - MONDAY
    spans = [span for window in windows for span in _count_active(pace, *window)]
    weekday, second = divmod((begin - MONDAY) % WEEK, DAY)
    return len(pace.days) * DAY, spans, pace.days.index(weekday) * DAY + second


def _count_active(pace: TurnSequence, day: int, start: int, length: int) -> Iterator[_Span]:
    """Yield a window on a clock that skips the days that do not count."""
    at = pace.days.index(day) * DAY
    yield at + start, at + min(start + length, DAY)
    if start + length > DAY and (day + 1) % 7 in pace.days:
        at = pace.days.index((day + 1) % 7) * DAY
        yield at, at + start + length - DAY


def _list_hidden(calendar: Calendar, rotation: Rotation) -> Iterator[Starved]:
    """Yield the members whose turns in this calendar are all covered by later layers."""
    seen = build_timeline(calendar, rotation)
    known = {*list_people(seen), *(holder.about for holder in seen.holders)}
    for number, layer in enumerate(rotation.layers[:-1]):
        if not _has_full_round(calendar, layer, seen):
            continue
        hungry = set(_list_hungry(layer, calendar.timeless))
        for place, ref in enumerate(layer.members):
            key = get_person_key(calendar, ref) if ref else ""
            if ref and place not in hungry and key not in known:
                known.add(key)
                yield Starved(key, number, place, True)


def _has_full_round(calendar: Calendar, layer: Layer, seen: Timeline) -> bool:
    """Return whether the calendar contains every combination of turn and week of a layer."""
    since, until = resolve_start(layer.start, layer.time_zone), resolve_end(layer.until, layer.time_zone)
    has_begun, goes_on = since is None or since <= seen.start, until is None or until >= seen.end
    if not calendar.timeless and not (has_begun and goes_on):
        return False
    pace = build_sequence(layer, calendar.timeless)
    if pace is None:
        return True
    round_trip = pace.every * len(layer.members) * 7 // (len(pace.days) or 7)
    return lcm(round_trip, WEEK) <= seen.end - seen.start
