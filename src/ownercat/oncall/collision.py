"""Find people who are on call in several rotations at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.oncall.intervals import combine, cut_track, list_pieces
from ownercat.oncall.timelines import Timeline, list_people, track_persons


class Collision(NamedTuple):
    """An interval in which two rotations have the same person on call."""

    start: int
    end: int
    person: str


class Peak(NamedTuple):
    """The first interval in which a person is on call in the most rotations at once; the rotations by key."""

    start: int
    end: int
    rotations: tuple[str, ...]


def list_collisions(first: Timeline, second: Timeline) -> Iterator[Collision]:
    """Yield every interval in which two rotations of one calendar have the same person on call, in order of time."""
    end = min(first.end, second.end)
    ours, theirs = cut_track(track_persons(first), end), cut_track(track_persons(second), end)
    both = combine(
        ours, theirs, lambda ours_person, theirs_person: ours_person if ours_person == theirs_person else None
    )
    return (Collision(start, end, person) for start, end, person in list_pieces(both) if person is not None)


def find_peaks(timelines: Iterable[Timeline], above: int) -> Mapping[str, Peak]:
    """Return the people who are on call in more than ``above`` rotations at once, each with their largest overlap."""
    seen = tuple(timelines)
    often = Counter(person for timeline in seen for person in list_people(timeline))
    busy = {person for person, count in often.items() if count > above}
    events: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for timeline in seen if busy else ():
        for start, end, person in list_pieces(track_persons(timeline)):
            if person in busy and person is not None:
                events[person] += ((start, 1, timeline.rotation.key), (end, 0, timeline.rotation.key))
    all_peaks = {person: _find_peak(sorted(mine)) for person, mine in events.items()}
    return {person: peak for person, peak in sorted(all_peaks.items()) if len(peak.rotations) > above}


def _find_peak(events: list[tuple[int, int, str]]) -> Peak:
    """Find the largest overlap; at one instant, ends sort before starts, so that a handoff is not counted twice."""
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
