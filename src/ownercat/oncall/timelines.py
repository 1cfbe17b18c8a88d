"""Who is on call when: the values that rotations become, and plain questions about them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ownercat.model import Rotation
from ownercat.oncall.intervals import Intervals, Track, different, mapped, pieces, value_at, where

Why = Literal[
    "turn",  # a layer's turn; number: the layer
    "override",  # put on call by an override; number: the override
    "external",  # the schedule lives elsewhere: somebody, nobody here knows who
    "removed",  # taken off by an override that adds nobody; about: who; number: the override
    "left",  # their turn, but they had left; about: who
    "inactive",  # their turn, but they are not active; about: who
    "none",  # a turn that is deliberately nobody's; number: the layer
    "empty",  # a layer without members, or no layer at all
    "before",  # the layer has not begun
    "after",  # the layer has ended
    "window",  # outside the hours of every layer
]


class Holder(NamedTuple):
    """Who is on call and why, or why nobody is. ``person`` is a key; ``about``: whom the reason is about."""

    person: str | None
    why: Why
    number: int = -1
    about: str = ""

    @property
    def is_somebody(self) -> bool:
        """Whether a page arrives at all."""
        return self.person is not None or self.why == "external"


class Slot(NamedTuple):
    """One stretch of a rotation, UTC seconds, end-exclusive."""

    start: int
    end: int
    person: str | None
    why: Why
    number: int
    about: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A rotation over a stretch of time, without hole or overlap.

    ``truncated``: it has too many slots and stops before the calendar does. ``unknown``: the names among the people
    that nobody defines (REF001 speaks about those). ``idle``: the overrides, by index, that lie within the timeline
    and take off somebody who is not on. ``holders``: each different one, in the order in which they come.
    """

    rotation: Rotation
    track: Track[Holder]
    truncated: bool = False
    unknown: frozenset[str] = frozenset()
    idle: tuple[int, ...] = ()
    holders: tuple[Holder, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look for the different holders once: rules ask who they are, far more often than when."""
        object.__setattr__(self, "holders", different(self.track.labels))

    @property
    def start(self) -> int:
        """The first instant."""
        return self.track.edges[0]

    @property
    def end(self) -> int:
        """The end, exclusive."""
        return self.track.edges[-1]

    @property
    def is_external(self) -> bool:
        """Whether the schedule lives elsewhere."""
        return self.rotation.external is not None

    @property
    def slots(self) -> Iterator[Slot]:
        """Each stretch in order."""
        return (Slot(start, end, *holder) for start, end, holder in pieces(self.track))


class OncallInterval(NamedTuple):
    """An unbroken time on call of one person, or of nobody, and who follows (``None``: the timeline ends)."""

    start: int
    end: int
    holder: Holder
    following: Slot | None


def at(timeline: Timeline, instant: int) -> Holder:
    """Who is on call at an instant."""
    return value_at(timeline.track, instant)


def spell(timeline: Timeline, instant: int) -> OncallInterval:
    """Who is on call at an instant, since when, until when, and who is next."""
    edges, labels = timeline.track
    first = last = min(max(bisect_right(edges, instant) - 1, 0), len(labels) - 1)
    holder = labels[first]
    while first > 0 and labels[first - 1].person == holder.person:
        first -= 1
    while last + 1 < len(labels) and labels[last + 1].person == holder.person:
        last += 1
    after = Slot(edges[last + 1], edges[last + 2], *labels[last + 1]) if last + 1 < len(labels) else None
    return OncallInterval(edges[first], edges[last + 1], holder, after)


def spells(timeline: Timeline) -> Iterator[OncallInterval]:
    """Every unbroken time on call, in order."""
    edges, labels = timeline.track
    first = 0
    for number, holder in enumerate(labels):
        last = number + 1 == len(labels)
        if last or labels[number + 1].person != holder.person:
            after = None if last else Slot(edges[number + 1], edges[number + 2], *labels[number + 1])
            yield OncallInterval(edges[first], edges[number + 1], labels[first], after)
            first = number + 1


def covered(timeline: Timeline) -> Intervals:
    """When somebody is on call."""
    return where(timeline.track, lambda holder: holder.is_somebody)


def persons(timeline: Timeline) -> Track[str | None]:
    """Only who is on call, without the reasons."""
    return mapped(timeline.track, lambda holder: holder.person)


def people(timeline: Timeline) -> tuple[str, ...]:
    """Everybody who is on call at some time, by key, sorted."""
    return tuple(sorted({holder.person for holder in timeline.holders if holder.person is not None}))


def times_of(timeline: Timeline, person: str) -> Intervals:
    """When one person is on call."""
    return where(timeline.track, lambda holder: holder.person == person)
