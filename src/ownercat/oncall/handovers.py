"""From person to person: how long each is on call, and at what time of day they hand over. One pass over a timeline."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from operator import sub
from typing import NamedTuple

from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, changes, offsets, to_local
from ownercat.oncall.intervals import Track, merged
from ownercat.oncall.timelines import Holder, Timeline


class Stints(NamedTuple):
    """Each unbroken time on call of one person, or of nobody.

    ``people[i]`` from ``edges[i]`` up to the next edge; it begins as ``holders[i]``.
    """

    edges: tuple[int, ...]
    people: tuple[str | None, ...]
    holders: tuple[Holder, ...]

    @property
    def track(self) -> Track[str | None]:
        """Who is on call when, without the reasons."""
        return Track(self.edges, self.people)


class Carried(NamedTuple):
    """What each person carries of a rotation: seconds, and how often their time begins."""

    seconds: Counter[str]
    turns: Counter[str]


def stints(calendar: Calendar, timeline: Timeline) -> Stints:
    """The stints of a timeline, in order."""
    return calendar.once(("stints", id(timeline.rotation)), lambda: _stints(timeline))


def _stints(timeline: Timeline) -> Stints:
    edges, labels = timeline.track
    people = tuple([holder.person for holder in labels])
    track, holders = merged(edges, people, labels)
    return Stints(*track, holders)


def carried(calendar: Calendar, timeline: Timeline) -> Carried:
    """How the time of a timeline is spread."""
    edges, people, _ = stints(calendar, timeline)
    seconds: Counter[str] = Counter()
    for person, length in zip(people, map(sub, edges[1:], edges), strict=True):
        if person is not None:
            seconds[person] += length
    turns = Counter(people)
    return Carried(seconds, Counter({person: turns[person] for person in seconds}))


class Times(NamedTuple):
    """How many hand-overs there are, and how many of them are outside of some hours for one of the two."""

    all: int
    outside: int


def times(calendar: Calendar, timeline: Timeline, zones: Mapping[Holder, str | None], begin: int, end: int) -> Times:
    """The hand-overs between people with a zone, held against hours of the day (both ends included) on their clocks.

    Between two changes of clocks all hand-overs at one time of the day are alike, so they are counted, not looked at.
    """
    edges, _, holders = stints(calendar, timeline)
    names = tuple([zones[holder] for holder in holders])
    handed = list(zip([edge % DAY for edge in edges[1:]], names, names[1:], strict=False))
    known = {name for name in zones.values() if name is not None}
    cuts = sorted({at for name in known for at in changes(name, calendar.start, calendar.end)})
    places = [0, *(bisect_left(edges, at, 1) - 1 for at in cuts), len(handed)]
    count = outside = 0
    for first, last, at in zip(places, places[1:], [calendar.start, *cuts], strict=False):
        shift = {name: to_local(offsets(name, calendar.start, calendar.end), at) - at for name in known}
        for (second, one, other), many in Counter(handed[first:last]).items():
            if one is not None and other is not None:
                count += many
                fine = all(begin <= (second + shift[name]) % DAY <= end for name in (one, other))
                outside += 0 if fine else many
    return Times(count, outside)
