"""Values of a timeline: who is on call when, and simple lookups."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ownercat.model import Rotation
from ownercat.oncall.intervals import Intervals, Track, get_value, list_distinct, list_pieces, list_times, map_labels

Why = Literal[
    "turn",  # the turn of a layer; number: the layer
    "override",  # a person whom an override adds; number: the override
    "external",  # the schedule is in another system: an unknown person
    "snapshot",  # a person who is on call in another system, according to a snapshot
    "unscheduled",  # nobody is on call in the other system, according to a snapshot
    "removed",  # removed by an override that adds nobody; about: the person; number: the override
    "left",  # the turn of a person who has left; about: the person
    "inactive",  # the turn of an inactive person; about: the person
    "none",  # a turn that is intentionally empty; number: the layer
    "empty",  # a layer without members, or no layer at all
    "before",  # the layer has not begun
    "after",  # the layer has ended
    "window",  # outside the hours of every layer
]


class Holder(NamedTuple):
    """Who is on call and why, or why nobody is.

    ``person`` is a key, ``None`` = nobody known. ``about``: the person of the reason.
    """

    person: str | None
    why: Why
    number: int = -1
    about: str = ""

    @property
    def is_somebody(self) -> bool:
        """Return whether a page arrives at any person."""
        return self.person is not None or self.why == "external"


class Slot(NamedTuple):
    """One interval of a rotation, UTC seconds, with an exclusive end."""

    start: int
    end: int
    person: str | None
    why: Why
    number: int
    about: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A rotation over a period, without gap or overlap.

    ``truncated``: the rotation has too many slots, and the timeline stops before the calendar. ``unknown``: undefined
    names of people (REF001 reports them). ``idle``: indexes of the overrides within the timeline that remove a person
    who is not on call. ``holders``: each distinct holder, in order of time.
    """

    rotation: Rotation
    track: Track[Holder]
    truncated: bool = False
    unknown: frozenset[str] = frozenset()
    idle: tuple[int, ...] = ()
    holders: tuple[Holder, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Collect the distinct holders once: rules need them far more often than the times."""
        object.__setattr__(self, "holders", list_distinct(self.track.labels))

    @property
    def start(self) -> int:
        """Return the first instant."""
        return self.track.edges[0]

    @property
    def end(self) -> int:
        """Return the exclusive end."""
        return self.track.edges[-1]

    @property
    def is_external(self) -> bool:
        """Return whether the schedule is in another system, without a snapshot of it."""
        return is_assumed(self.rotation)

    @property
    def slots(self) -> Iterator[Slot]:
        """Yield each slot in order."""
        return (Slot(start, end, *holder) for start, end, holder in list_pieces(self.track))


def is_assumed(rotation: Rotation) -> bool:
    """Return whether the schedule of a rotation is in another system, and no snapshot says who is on call."""
    return rotation.external is not None and rotation.observed is None


class OncallInterval(NamedTuple):
    """An uninterrupted time of one person, or of nobody, on call.

    ``following`` is ``None`` at the end of the timeline.
    """

    start: int
    end: int
    holder: Holder
    following: Slot | None


def get_holder(timeline: Timeline, instant: int) -> Holder:
    """Return who is on call at an instant."""
    return get_value(timeline.track, instant)


def find_interval(timeline: Timeline, instant: int) -> OncallInterval:
    """Return who is on call at an instant, since when, until when, and who is next."""
    edges, labels = timeline.track
    first = last = min(max(bisect_right(edges, instant) - 1, 0), len(labels) - 1)
    holder = labels[first]
    while first > 0 and labels[first - 1].person == holder.person:
        first -= 1
    while last + 1 < len(labels) and labels[last + 1].person == holder.person:
        last += 1
    after = Slot(edges[last + 1], edges[last + 2], *labels[last + 1]) if last + 1 < len(labels) else None
    return OncallInterval(edges[first], edges[last + 1], holder, after)


def list_intervals(timeline: Timeline) -> Iterator[OncallInterval]:
    """Yield every uninterrupted time on call, in order."""
    edges, labels = timeline.track
    first = 0
    for number, holder in enumerate(labels):
        last = number + 1 == len(labels)
        if last or labels[number + 1].person != holder.person:
            after = None if last else Slot(edges[number + 1], edges[number + 2], *labels[number + 1])
            yield OncallInterval(edges[first], edges[number + 1], labels[first], after)
            first = number + 1


def track_persons(timeline: Timeline) -> Track[str | None]:
    """Return who is on call when, without the reasons."""
    return map_labels(timeline.track, lambda holder: holder.person)


def list_people(timeline: Timeline) -> tuple[str, ...]:
    """Return everybody who is on call at any time, by key, sorted."""
    return tuple(sorted({holder.person for holder in timeline.holders if holder.person is not None}))


def list_person_times(timeline: Timeline, person: str) -> Intervals:
    """Return when one person is on call."""
    return list_times(timeline.track, lambda holder: holder.person == person)
