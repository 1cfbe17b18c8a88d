"""Exact arithmetic on intervals: half-open, whole seconds of UTC. All algorithms are linear.

``Intervals`` are sorted and neither overlap nor touch. A ``Track`` has one value at each instant of a period:
``labels[i]`` from ``edges[i]`` up to, but without, ``edges[i + 1]``.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import compress
from operator import ne
from typing import Generic, NamedTuple, TypeVar

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


class Track(NamedTuple, Generic[A]):
    """Values over time, without gap or overlap."""

    edges: tuple[int, ...]
    labels: tuple[A, ...]

    @property
    def start(self) -> int:
        """Return the first instant."""
        return self.edges[0]

    @property
    def end(self) -> int:
        """Return the exclusive end."""
        return self.edges[-1]


def normalize(pairs: Iterable[Interval]) -> Intervals:
    """Return any pairs as intervals: sorted, merged if they touch, without empty ones."""
    return join_sorted(sorted(pair for pair in pairs if pair[0] < pair[1]))


def join_sorted(pairs: Iterable[Interval]) -> Intervals:
    """Return sorted pairs that are not empty as intervals: merged if they touch."""
    joined: list[Interval] = []
    last = None
    for pair in pairs:
        if last is not None and pair[0] <= last:
            if pair[1] > last:
                last = pair[1]
                joined[-1] = (joined[-1][0], last)
        else:
            joined.append(pair)
            last = pair[1]
    return tuple(joined)


def unite(*parts: Intervals) -> Intervals:
    """Return the times in any of the intervals."""
    return normalize(pair for part in parts for pair in part)


def intersect(first: Intervals, second: Intervals) -> Intervals:
    """Return the times in both."""
    common: list[Interval] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] <= end:
            i += 1
        else:
            j += 1
    return tuple(common)


def subtract(first: Intervals, second: Intervals) -> Intervals:
    """Return the times in the first and not in the second."""
    remaining: list[Interval] = []
    j = 0
    for begin, end in first:
        start = begin
        while j < len(second) and second[j][1] <= start:
            j += 1
        k = j
        while k < len(second) and second[k][0] < end:
            if second[k][0] > start:
                remaining.append((start, second[k][0]))
            start = second[k][1]
            k += 1
        j = max(j, k - 1)
        if start < end:
            remaining.append((start, end))
    return tuple(remaining)


def clip(parts: Intervals, start: int, end: int) -> Intervals:
    """Return the times between two instants."""
    return tuple((max(a, start), min(b, end)) for a, b in parts if a < end and b > start) if start < end else ()


def sum_seconds(parts: Intervals) -> int:
    """Return the total length in seconds."""
    return sum(end - start for start, end in parts)


def meets(parts: Intervals, start: int, end: int) -> bool:
    """Return whether any of the intervals overlaps a period."""
    number = bisect_right(parts, (start, start))
    return (number < len(parts) and parts[number][0] < end) or (number > 0 and parts[number - 1][1] > start)


def build_constant(start: int, end: int, label: A) -> Track[A]:
    """Return a track with one value."""
    return Track((start, end), (label,))


def build_track(pieces: Iterable[tuple[int, A]], end: int) -> Track[A]:
    """Build a track from sorted (start, label) pairs: empty pieces are dropped, equal neighbors become one."""
    edges: list[int] = []
    labels: list[A] = []
    for start, label in pieces:
        if edges and edges[-1] >= start:
            edges.pop()
            labels.pop()
        if start < end and (not labels or (labels[-1] is not label and labels[-1] != label)):
            edges.append(start)
            labels.append(label)
    return Track((*edges, end), tuple(labels))


def get_value(track: Track[A], instant: int) -> A:
    """Return the value at an instant; outside of the track, the value at the nearer end."""
    number = bisect_right(track.edges, instant) - 1
    return track.labels[min(max(number, 0), len(track.labels) - 1)]


def list_pieces(track: Track[A]) -> Iterator[tuple[int, int, A]]:
    """Yield each piece: start, end, label."""
    return zip(track.edges, track.edges[1:], track.labels, strict=False)


def list_distinct(labels: Iterable[A]) -> tuple[A, ...]:
    """Return each distinct label once, in order of first occurrence."""
    known = tuple(labels)
    once = dict(zip(map(id, known), known, strict=True))  # most are few objects, whose hash takes longer than their id
    return tuple(dict.fromkeys(once.values()))


def list_times(track: Track[A], wanted: Callable[[A], bool]) -> Intervals:
    """Return when the label is wanted; ``wanted`` is called once for each distinct label."""
    known = {label: wanted(label) for label in list_distinct(track.labels)}
    if all(known.values()):
        return ((track.start, track.end),)
    if not any(known.values()):
        return ()
    times: list[Interval] = []
    for start, end, label in list_pieces(track):
        if known[label]:
            if times and times[-1][1] == start:
                times[-1] = (times[-1][0], end)
            else:
                times.append((start, end))
    return tuple(times)


def map_labels(track: Track[A], change: Callable[[A], B]) -> Track[B]:
    """Return the track with other labels; ``change`` is called once for each distinct label."""
    if len(track.labels) == 1:
        return Track(track.edges, (change(track.labels[0]),))
    known = {label: change(label) for label in list_distinct(track.labels)}
    ids = tuple(map(id, track.labels))
    by_id = {number: known[label] for number, label in dict(zip(ids, track.labels, strict=True)).items()}
    labels = tuple(map(by_id.__getitem__, ids))
    return Track(track.edges, labels) if len(set(known.values())) == len(known) else _merge(track.edges, labels)


def _merge(edges: tuple[int, ...], labels: tuple[A, ...]) -> Track[A]:
    return merge_equal(edges, labels, ())[0]


def merge_equal(edges: tuple[int, ...], labels: tuple[A, ...], more: tuple[B, ...]) -> tuple[Track[A], tuple[B, ...]]:
    """Merge equal neighbors of a track; of ``more``, which has one value per piece, the value of the first piece is
    kept.
    """
    begins = [True, *map(ne, labels[1:], labels)]
    if all(begins):
        return Track(edges, labels), more
    kept = Track((*compress(edges, begins), edges[-1]), tuple(compress(labels, begins)))
    return kept, tuple(compress(more, begins))


def combine(first: Track[A], second: Track[B], pick: Callable[[A, B], C]) -> Track[C]:
    """Combine two tracks over the same period into one."""
    if len(first.labels) == 1:
        return map_labels(second, partial(pick, first.labels[0]))
    if len(second.labels) == 1:
        return map_labels(first, lambda label: pick(label, second.labels[0]))
    if first.edges == second.edges:
        return _merge(first.edges, tuple(map(pick, first.labels, second.labels)))
    (at, *ends1), (_, *ends2) = first.edges, second.edges
    last = ends1[-1]
    edges: list[int] = []
    labels: list[C] = []
    i = j = 0
    label1, label2, end1, end2 = first.labels[0], second.labels[0], ends1[0], ends2[0]
    while True:
        label = pick(label1, label2)
        if not labels or (label is not labels[-1] and label != labels[-1]):
            edges.append(at)
            labels.append(label)
        at = end1 if end1 < end2 else end2
        if at == last:
            return Track((*edges, last), tuple(labels))
        if end1 == at:
            i += 1
            label1, end1 = first.labels[i], ends1[i]
        if end2 == at:
            j += 1
            label2, end2 = second.labels[j], ends2[j]


def combine_all(tracks: Sequence[Track[A]], pick: Callable[[A, A], A]) -> Track[A]:
    """Combine many tracks by halves, so that the work stays near-linear; ``pick`` must be associative."""
    if len(tracks) == 1:
        return tracks[0]
    middle = len(tracks) // 2
    return combine(combine_all(tracks[:middle], pick), combine_all(tracks[middle:], pick), pick)


def cut_track(track: Track[A], end: int) -> Track[A]:
    """Return the track up to an earlier end."""
    if end >= track.end:
        return track
    return build_track(zip(track.edges, track.labels, strict=False), end)


def follow(delays: Track[int | None], labels: Track[A], missing: A) -> Track[A]:
    """Return the label at t + delay(t) for each t; ``missing`` if the delay is ``None``.

    After the end of ``labels``, its last label applies.
    """
    if delays.labels == (0,) and delays.edges == (labels.start, labels.end):
        return labels
    shifted: list[tuple[int, A]] = []
    for start, end, delay in list_pieces(delays):
        if delay is None:
            shifted.append((start, missing))
            continue
        number = min(max(bisect_right(labels.edges, start + delay) - 1, 0), len(labels.labels) - 1)
        shifted.append((start, labels.labels[number]))
        while number + 1 < len(labels.labels) and labels.edges[number + 1] < end + delay:
            number += 1
            shifted.append((labels.edges[number] - delay, labels.labels[number]))
    return build_track(shifted, delays.end)
