"""Build one layer of a rotation as a track: turns within windows, between ``from`` and ``until``."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

from ownercat.model import Layer, Ref
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, resolve_end, resolve_start
from ownercat.oncall.intervals import (
    Intervals,
    Track,
    build_constant,
    build_track,
    combine,
    combine_all,
    list_pieces,
    merge_equal,
)
from ownercat.oncall.timelines import Holder
from ownercat.oncall.turns import Turns, build_sequence, list_turns
from ownercat.oncall.windows import covers_all, list_days, list_open_times

# If several layers have a gap, the cause with the highest number is reported: the most specific one.
_TELLING = {"window": 0, "before": 1, "after": 2, "empty": 3, "none": 4}


def build_layer_track(calendar: Calendar, layer: Layer, number: int, end: int) -> Track[Holder]:
    """Return who is on call in a layer, from the start of the calendar to ``end``."""
    start = calendar.start
    held = _list_holders(calendar, layer, number)
    pace = build_sequence(layer, calendar.timeless)
    order = list_turns(pace, layer.time_zone, start, end) if pace else Turns((start, end), (0,))
    windows = () if any(covers_all(each) for each in layer.windows) else layer.windows
    if windows:
        closed = Holder(None, "window", number)
        track = _clip_to_windows(order, held, list_open_times(windows, start, end), closed)
    else:
        begins = zip(order.edges, order.numbers, strict=False)
        track = build_track(((at, held[turn % len(held)]) for at, turn in begins), end)
    return track if calendar.timeless else _limit_to_dates(track, layer, number)


def _list_holders(calendar: Calendar, layer: Layer, number: int) -> list[Holder]:
    """Return the holder of each member's turn; equal holders are one object, which makes comparisons fast."""
    known: dict[str, Holder] = {}
    holders = [_build_holder(calendar, ref, number, known) for ref in layer.members]
    return holders or [Holder(None, "empty", number)]


def _build_holder(calendar: Calendar, ref: Ref | None, number: int, known: dict[str, Holder]) -> Holder:
    if ref is None:
        return Holder(None, "none", number)
    key = get_person_key(calendar, ref)
    return known.setdefault(key, Holder(key, "turn", number))


def get_person_key(calendar: Calendar, ref: Ref) -> str:
    """Return the key of the person of a reference; an undefined name stands for itself."""
    person = calendar.catalog.person(ref)
    return person.key if person else ref.name


def _clip_to_windows(order: Turns, held: list[Holder], windows: Intervals, closed: Holder) -> Track[Holder]:
    """Build a track of turns where a window is open, else ``closed``; a window may last over several turns."""
    begin, end = order.edges[0], order.edges[-1]
    edges, labels = [begin], [closed]
    begins = [start for start, _ in windows]
    first = 0
    for start, finish, number in zip(order.edges, order.edges[1:], order.numbers, strict=False):
        holder = held[number % len(held)]
        if edges[-1] > start and labels[-2] != holder:  # the previous window is still open
            edges.insert(-1, start)
            labels.insert(-1, holder)
        last = bisect_left(begins, finish, first)
        edges += chain.from_iterable(windows[first:last])
        labels += (holder, closed) * (last - first)
        first = last
    lasting = slice(1 if windows and windows[0][0] == begin else 0, -1 if edges[-1] == end else None)
    return Track((*edges[lasting], end), tuple(labels[lasting]))


def _limit_to_dates(track: Track[Holder], layer: Layer, number: int) -> Track[Holder]:
    """Remove everybody before the layer begins and after it has ended."""
    first, last = resolve_start(layer.start, layer.time_zone), resolve_end(layer.until, layer.time_zone)
    begin = track.start if first is None else min(max(first, track.start), track.end)
    finish = track.end if last is None else min(max(last, begin), track.end)
    if (begin, finish) == (track.start, track.end):
        return track
    before, after = Holder(None, "before", number), Holder(None, "after", number)
    force = build_track([(track.start, before), (begin, None), (finish, after)], track.end)
    return combine(track, force, lambda holder, out: holder if out is None or holder.why == "window" else out)


def lay_over(tracks: Sequence[Track[Holder]]) -> Track[Holder]:
    """Lay layers over each other; later layers win."""
    if len(tracks) < 2:
        return tracks[0]
    return _chain_slots(tracks) or combine_all(tracks, choose_holder)


def _chain_slots(tracks: Sequence[Track[Holder]]) -> Track[Holder] | None:
    """Build the usual case in one pass: slots that follow one another and overlap at most at their ends.

    Return ``None`` if there is a gap, which needs its cause, or if a lower layer shows again after a later one.
    """
    slots = [(*slot, number) for number, track in enumerate(tracks) for slot in list_pieces(track) if slot[2].person]
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
    return merge_equal((*edges, until), tuple(labels), ())[0] if until == tracks[0].end else None


def choose_holder(lower: Holder, upper: Holder) -> Holder:
    """Return the holder of the later layer if it has a person; else the holder of the layer below if it has one."""
    if upper.person is not None:
        return upper
    if lower.person is not None:
        return lower
    return upper if _TELLING[upper.why] > _TELLING[lower.why] else lower


def build_empty_track(start: int, end: int) -> Track[Holder]:
    """Build the track of a rotation without layers."""
    return build_constant(start, end, Holder(None, "empty"))


def estimate_slots_per_day(layer: Layer) -> float:
    """Estimate the slots of a layer per day, so that a timeline stops before it has too many."""
    every = layer.turn.every.seconds if layer.turn and layer.turn.every else 0
    passing = DAY / every if every > 0 and len(layer.members) > 1 else 0.0
    return passing + sum(2 * len(list_days(window)) for window in layer.windows) / 7
