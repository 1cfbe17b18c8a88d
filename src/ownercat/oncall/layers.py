"""One layer of a rotation as a track: turns within windows, between ``from`` and ``until``."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.model import Layer, Ref
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, end_of, start_of
from ownercat.oncall.intervals import Intervals, Track, built, combine, constant
from ownercat.oncall.timelines import Holder
from ownercat.oncall.turns import Turns, pace_of, turns
from ownercat.oncall.windows import covers_all, days_of, opened

# Which reason is told where several layers leave a hole: the most particular one.
_TELLING = {"window": 0, "before": 1, "after": 2, "empty": 3, "none": 4}


def layer_track(calendar: Calendar, layer: Layer, number: int, end: int) -> Track[Holder]:
    """Who holds a layer from the start of the calendar to ``end``."""
    start = calendar.start
    held = _held(calendar, layer, number)
    pace = pace_of(layer, calendar.timeless)
    order = turns(pace, layer.time_zone, start, end) if pace else Turns((start, end), (0,))
    windows = () if any(covers_all(each) for each in layer.windows) else layer.windows
    if windows:
        closed = Holder(None, "window", number)
        track = built(_within(order, held, opened(windows, start, end), closed), end)
    else:
        begins = zip(order.edges, order.numbers, strict=False)
        track = built(((at, held[turn % len(held)]) for at, turn in begins), end)
    return track if calendar.timeless else _in_force(track, layer, number)


def _held(calendar: Calendar, layer: Layer, number: int) -> list[Holder]:
    """What each member's turn looks like; equal turns are one value, which makes comparing them cheap."""
    known: dict[str, Holder] = {}
    found = [_holder(calendar, ref, number, known) for ref in layer.members]
    return found or [Holder(None, "empty", number)]


def _holder(calendar: Calendar, ref: Ref | None, number: int, known: dict[str, Holder]) -> Holder:
    if ref is None:
        return Holder(None, "none", number)
    key = person_key(calendar, ref)
    return known.setdefault(key, Holder(key, "turn", number))


def person_key(calendar: Calendar, ref: Ref) -> str:
    """The key of the person that a reference means; a name that nobody defines stands for itself."""
    person = calendar.catalog.person(ref)
    return person.key if person else ref.name


def _within(order: Turns, held: list[Holder], windows: Intervals, closed: Holder) -> Iterator[tuple[int, Holder]]:
    """Turns where a window is open, and what holds between the windows."""
    edges, numbers = order
    count, i = len(held), 0
    yield edges[0], closed
    for begin, finish in windows:
        while edges[i + 1] <= begin:
            i += 1
        yield begin, held[numbers[i] % count]
        while edges[i + 1] < finish:
            i += 1
            yield edges[i], held[numbers[i] % count]
        yield finish, closed


def _in_force(track: Track[Holder], layer: Layer, number: int) -> Track[Holder]:
    """Nobody before the layer begins and after it has ended."""
    first, last = start_of(layer.start, layer.time_zone), end_of(layer.until, layer.time_zone)
    begin = track.start if first is None else min(max(first, track.start), track.end)
    finish = track.end if last is None else min(max(last, begin), track.end)
    if (begin, finish) == (track.start, track.end):
        return track
    before, after = Holder(None, "before", number), Holder(None, "after", number)
    force = built([(track.start, before), (begin, None), (finish, after)], track.end)
    return combine(track, force, lambda holder, out: holder if out is None or holder.why == "window" else out)


def over(lower: Holder, upper: Holder) -> Holder:
    """A later layer wins where it has a slot; a turn that is nobody's lets the layer below show."""
    if upper.person is not None:
        return upper
    if lower.person is not None:
        return lower
    return upper if _TELLING[upper.why] > _TELLING[lower.why] else lower


def nobody(start: int, end: int) -> Track[Holder]:
    """A rotation without layers."""
    return constant(start, end, Holder(None, "empty"))


def slots_per_day(layer: Layer) -> float:
    """Roughly how many slots a layer makes, to stop before there are too many."""
    every = layer.turn.every.seconds if layer.turn and layer.turn.every else 0
    passing = DAY / every if every > 0 and len(layer.members) > 1 else 0.0
    return passing + sum(2 * len(days_of(window)) for window in layer.windows) / 7
