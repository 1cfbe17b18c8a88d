"""The same person in two places at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.oncall.intervals import combine, cut, pieces
from ownercat.oncall.timelines import Timeline, people, persons


class Collision(NamedTuple):
    """A stretch in which two rotations come to the same person."""

    start: int
    end: int
    person: str


class Peak(NamedTuple):
    """The first stretch in which somebody is in the most rotations at once; the rotations by key."""

    start: int
    end: int
    rotations: tuple[str, ...]


def collisions(first: Timeline, second: Timeline) -> Iterator[Collision]:
    """Every stretch in which two rotations of one calendar come to the same person, in order."""
    end = min(first.end, second.end)
    ours, theirs = cut(persons(first), end), cut(persons(second), end)
    both = combine(ours, theirs, lambda one, other: one if one == other else None)
    return (Collision(start, end, person) for start, end, person in pieces(both) if person is not None)


def first_collision(first: Timeline, second: Timeline) -> Collision | None:
    """The first stretch in which two rotations come to the same person."""
    return next(collisions(first, second), None)


def peaks(timelines: Iterable[Timeline], above: int) -> Mapping[str, Peak]:
    """Who is in more than so many rotations at once, with their worst moment, by person."""
    seen = tuple(timelines)
    often = Counter(person for timeline in seen for person in people(timeline))
    busy = {person for person, count in often.items() if count > above}
    events: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for timeline in seen if busy else ():
        for start, end, person in pieces(persons(timeline)):
            if person in busy and person is not None:
                events[person] += ((start, 1, timeline.rotation.key), (end, 0, timeline.rotation.key))
    found = {person: _peak(sorted(mine)) for person, mine in events.items()}
    return {person: peak for person, peak in sorted(found.items()) if len(peak.rotations) > above}


def _peak(events: list[tuple[int, int, str]]) -> Peak:
    """Ends sort before beginnings at one instant, so that a hand-over is not counted twice."""
    count = most = worst = 0
    for number, (_, begins, _rotation) in enumerate(events):
        count += 1 if begins else -1
        if count > most:
            most, worst = count, number
    active: set[str] = set()
    for _, begins, rotation in events[: worst + 1]:
        (active.add if begins else active.discard)(rotation)
    end = next(at for at, begins, _ in events[worst + 1 :] if not begins)
    return Peak(events[worst][0], end, tuple(sorted(active)))
