"""Compute from a timeline how long each person is on call, and the local times of the handoffs."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from operator import sub
from typing import NamedTuple

from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, get_offsets, list_offset_changes, to_local
from ownercat.oncall.intervals import Track, merge_equal
from ownercat.oncall.timelines import Holder, Timeline


class Stints(NamedTuple):
    """Each uninterrupted time with one person, or nobody, on call.

    ``people[i]`` is on call from ``edges[i]`` to the next edge; ``holders[i]`` is the reason at the start.
    """

    edges: tuple[int, ...]
    people: tuple[str | None, ...]
    holders: tuple[Holder, ...]

    @property
    def track(self) -> Track[str | None]:
        """Return who is on call when, without the reasons."""
        return Track(self.edges, self.people)


class Carried(NamedTuple):
    """The load of each person in a rotation: seconds on call, and number of shifts."""

    seconds: Counter[str]
    turns: Counter[str]


def build_stints(calendar: Calendar, timeline: Timeline) -> Stints:
    """Return the stints of a timeline, in order of time."""
    return calendar.once(("stints", id(timeline.rotation)), lambda: _build_stints(timeline))


def _build_stints(timeline: Timeline) -> Stints:
    edges, labels = timeline.track
    people = tuple([holder.person for holder in labels])
    track, holders = merge_equal(edges, people, labels)
    return Stints(*track, holders)


def sum_load(calendar: Calendar, timeline: Timeline) -> Carried:
    """Return the load of each person in a timeline."""
    edges, people, _ = build_stints(calendar, timeline)
    seconds: Counter[str] = Counter()
    for person, length in zip(people, map(sub, edges[1:], edges), strict=True):
        if person is not None:
            seconds[person] += length
    turns = Counter(people)
    return Carried(seconds, Counter({person: turns[person] for person in seconds}))


class Times(NamedTuple):
    """The number of handoffs, and the number outside the accepted hours of one of the two people."""

    all: int
    outside: int


def count_handoffs(
    calendar: Calendar, timeline: Timeline, zones: Mapping[Holder, str | None], begin: int, end: int
) -> Times:
    """Count the handoffs between people with a zone, and those outside the local hours ``begin`` to ``end`` (included).

    Between two changes of clocks, handoffs at one time of day have the same local times. They are counted as a group.
    """
    edges, _, holders = build_stints(calendar, timeline)
    names = tuple([zones[holder] for holder in holders])
    handed = list(zip([edge % DAY for edge in edges[1:]], names, names[1:], strict=False))
    in_use = {name for name in zones.values() if name is not None}
    cuts = sorted({at for name in in_use for at in list_offset_changes(name, calendar.start, calendar.end)})
    places = [0, *(bisect_left(edges, at, 1) - 1 for at in cuts), len(handed)]
    count = outside = 0
    for first, last, at in zip(places, places[1:], [calendar.start, *cuts], strict=False):
        shift = {name: to_local(get_offsets(name, calendar.start, calendar.end), at) - at for name in in_use}
        for (second, first_zone, second_zone), many in Counter(handed[first:last]).items():
            if first_zone is not None and second_zone is not None:
                count += many
                is_fine = all(begin <= (second + shift[name]) % DAY <= end for name in (first_zone, second_zone))
                outside += 0 if is_fine else many
    return Times(count, outside)
