"""Exact arithmetic on stretches of time: half-open, whole seconds of UTC. Everything here is linear.

``Intervals`` are sorted and neither overlap nor touch. A ``Track`` says what holds at each instant of one stretch:
``labels[i]`` from ``edges[i]`` up to, but without, ``edges[i + 1]``.
"""

from __future__ import annotations

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
    """What holds when, without hole or overlap."""

    edges: tuple[int, ...]
    labels: tuple[A, ...]

    @property
    def start(self) -> int:
        """The first instant."""
        return self.edges[0]

    @property
    def end(self) -> int:
        """The end, exclusive."""
        return self.edges[-1]


def normal(pairs: Iterable[Interval]) -> Intervals:
    """Any pairs as intervals: sorted, merged where they touch, empty ones left out."""
    return joined(sorted(pair for pair in pairs if pair[0] < pair[1]))


def joined(pairs: Iterable[Interval]) -> Intervals:
    """Pairs that are in order and not empty as intervals: merged where they touch."""
    found: list[Interval] = []
    last = None
    for pair in pairs:
        if last is not None and pair[0] <= last:
            if pair[1] > last:
                last = pair[1]
                found[-1] = (found[-1][0], last)
        else:
            found.append(pair)
            last = pair[1]
    return tuple(found)


def union(*parts: Intervals) -> Intervals:
    """What is in any of them."""
    return normal(pair for part in parts for pair in part)


def intersection(first: Intervals, second: Intervals) -> Intervals:
    """What is in both."""
    found: list[Interval] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            found.append((start, end))
        if first[i][1] <= end:
            i += 1
        else:
            j += 1
    return tuple(found)


def difference(first: Intervals, second: Intervals) -> Intervals:
    """What is in the first and not in the second."""
    found: list[Interval] = []
    j = 0
    for begin, end in first:
        start = begin
        while j < len(second) and second[j][1] <= start:
            j += 1
        k = j
        while k < len(second) and second[k][0] < end:
            if second[k][0] > start:
                found.append((start, second[k][0]))
            start = second[k][1]
            k += 1
        j = max(j, k - 1)
        if start < end:
            found.append((start, end))
    return tuple(found)


def clip(parts: Intervals, start: int, end: int) -> Intervals:
    """What is between two instants."""
    return tuple((max(a, start), min(b, end)) for a, b in parts if a < end and b > start) if start < end else ()


def total(parts: Intervals) -> int:
    """How long they are together, in seconds."""
    return sum(end - start for start, end in parts)


def meets(parts: Intervals, start: int, end: int) -> bool:
    """Whether any of the parts meets a stretch of time."""
    number = bisect_right(parts, (start, start))
    return (number < len(parts) and parts[number][0] < end) or (number > 0 and parts[number - 1][1] > start)


def constant(start: int, end: int, label: A) -> Track[A]:
    """One thing all the time."""
    return Track((start, end), (label,))


def built(pieces: Iterable[tuple[int, A]], end: int) -> Track[A]:
    """A track from (start, label) in order: what lasts no time is left out, equal neighbours become one."""
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


def value_at(track: Track[A], instant: int) -> A:
    """What holds at an instant; outside of the track, what holds at its nearer end."""
    number = bisect_right(track.edges, instant) - 1
    return track.labels[min(max(number, 0), len(track.labels) - 1)]


def pieces(track: Track[A]) -> Iterator[tuple[int, int, A]]:
    """Each piece: start, end, label."""
    return zip(track.edges, track.edges[1:], track.labels, strict=False)


def different(labels: Iterable[A]) -> tuple[A, ...]:
    """Each different one once, in order of its first appearance."""
    return tuple(dict.fromkeys(labels))


def where(track: Track[A], wanted: Callable[[A], bool]) -> Intervals:
    """When the label is a wanted one; each different label is asked about once."""
    known = {label: wanted(label) for label in different(track.labels)}
    if all(known.values()):
        return ((track.start, track.end),)
    if not any(known.values()):
        return ()
    found: list[Interval] = []
    for start, end, label in pieces(track):
        if known[label]:
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return tuple(found)


def mapped(track: Track[A], change: Callable[[A], B]) -> Track[B]:
    """The same with other labels; each different one is changed once."""
    known = {label: change(label) for label in different(track.labels)}
    labels = tuple(map(known.__getitem__, track.labels))
    return Track(track.edges, labels) if len(set(known.values())) == len(known) else _merged(track.edges, labels)


def _merged(edges: tuple[int, ...], labels: tuple[A, ...]) -> Track[A]:
    return merged(edges, labels, ())[0]


def merged(edges: tuple[int, ...], labels: tuple[A, ...], more: tuple[B, ...]) -> tuple[Track[A], tuple[B, ...]]:
    """A track whose equal neighbours become one; of what else is known of each piece, that of the first is kept."""
    begins = [True, *map(ne, labels[1:], labels)]
    if all(begins):
        return Track(edges, labels), more
    kept = Track((*compress(edges, begins), edges[-1]), tuple(compress(labels, begins)))
    return kept, tuple(compress(more, begins))


def combine(first: Track[A], second: Track[B], pick: Callable[[A, B], C]) -> Track[C]:
    """Two tracks over the same stretch as one."""
    if len(first.labels) == 1:
        return mapped(second, partial(pick, first.labels[0]))
    if len(second.labels) == 1:
        return mapped(first, lambda label: pick(label, second.labels[0]))
    if first.edges == second.edges:
        return _merged(first.edges, tuple(map(pick, first.labels, second.labels)))
    (at, *ends1), (_, *ends2) = first.edges, second.edges
    last = ends1[-1]
    edges: list[int] = []
    labels: list[C] = []
    i = j = 0
    one, other, end1, end2 = first.labels[0], second.labels[0], ends1[0], ends2[0]
    while True:
        label = pick(one, other)
        if not labels or (label is not labels[-1] and label != labels[-1]):
            edges.append(at)
            labels.append(label)
        at = end1 if end1 < end2 else end2
        if at == last:
            return Track((*edges, last), tuple(labels))
        if end1 == at:
            i += 1
            one, end1 = first.labels[i], ends1[i]
        if end2 == at:
            j += 1
            other, end2 = second.labels[j], ends2[j]


def combine_all(tracks: Sequence[Track[A]], pick: Callable[[A, A], A]) -> Track[A]:
    """Many tracks as one, by halves, so that the work stays near-linear; ``pick`` has to be associative."""
    if len(tracks) == 1:
        return tracks[0]
    middle = len(tracks) // 2
    return combine(combine_all(tracks[:middle], pick), combine_all(tracks[middle:], pick), pick)


def cut(track: Track[A], end: int) -> Track[A]:
    """The track up to an earlier end."""
    if end >= track.end:
        return track
    return built(zip(track.edges, track.labels, strict=False), end)


def follow(delays: Track[int | None], labels: Track[A], missing: A) -> Track[A]:
    """What holds a delay later: at t, the label at t + delay(t); ``missing`` where there is no delay.

    Beyond the end of ``labels`` its last one goes on.
    """
    if delays.labels == (0,) and delays.edges == (labels.start, labels.end):
        return labels
    found: list[tuple[int, A]] = []
    for start, end, delay in pieces(delays):
        if delay is None:
            found.append((start, missing))
            continue
        number = min(max(bisect_right(labels.edges, start + delay) - 1, 0), len(labels.labels) - 1)
        found.append((start, labels.labels[number]))
        while number + 1 < len(labels.labels) and labels.edges[number + 1] < end + delay:
            number += 1
            found.append((labels.edges[number] - delay, labels.labels[number]))
    return built(found, delays.end)
