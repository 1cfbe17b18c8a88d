"""One layer of a rotation as a track: turns within windows, between ``from`` and ``until``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

from ownercat.model import Layer, Ref
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, end_of, start_of
from ownercat.oncall.intervals import Intervals, Track, built, combine, combine_all, constant, merged, pieces
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
        track = _within(order, held, opened(windows, start, end), closed)
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


def _within(order: Turns, held: list[Holder], windows: Intervals, closed: Holder) -> Track[Holder]:
    """Turns where a window is open, and what holds between the windows; a window may last over several turns."""
    begin, end = order.edges[0], order.edges[-1]
    edges, labels = [begin], [closed]
    begins = [start for start, _ in windows]
    first = 0
    for start, finish, number in zip(order.edges, order.edges[1:], order.numbers, strict=False):
        holder = held[number % len(held)]
        if edges[-1] > start and labels[-2] != holder:  # the last window is still open
            edges.insert(-1, start)
            labels.insert(-1, holder)
        last = bisect_left(begins, finish, first)
        edges += chain.from_iterable(windows[first:last])
        labels += (holder, closed) * (last - first)
        first = last
    lasting = slice(1 if windows and windows[0][0] == begin else 0, -1 if edges[-1] == end else None)
    return Track((*edges[lasting], end), tuple(labels[lasting]))


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


def laid(tracks: Sequence[Track[Holder]]) -> Track[Holder]:
    """Layers over each other, later ones on top."""
    if len(tracks) < 2:
        return tracks[0]
    return _chained(tracks) or combine_all(tracks, over)


def _chained(tracks: Sequence[Track[Holder]]) -> Track[Holder] | None:
    """The usual case in one pass: slots that follow one another and overlap at their ends at most.

    ``None`` where there is a hole, which needs its reason, or where a lower layer shows again after a later one.
    """
    slots = [(*slot, number) for number, track in enumerate(tracks) for slot in pieces(track) if slot[2].person]
    edges: list[int] = []
    labels: list[Holder] = []
    until, top = tracks[0].start, -1
    for start, end, holder, number in sorted(slots, key=itemgetter(0)):
        if end <= until and number < top:
            continue
        begin = start if number > top else max(start, until)
        if start > until or end <= until or (edges and begin <= edges[-1]):
            return None
        edges.append(begin)
        labels.append(holder)
        until, top = end, number
    return merged((*edges, until), tuple(labels), ())[0] if until == tracks[0].end else None


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
