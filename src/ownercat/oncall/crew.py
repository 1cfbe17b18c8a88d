"""Whom a tier reaches at each instant.

A rotation is its person at that instant, a team its single primary rotation, another escalation its first tier. What
another rule speaks about (a name that nobody defines, a team without a single primary rotation, a document that could
not be read whole) counts as somebody unknown, so that one mistake is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal, NamedTuple

from ownercat.model import Entity, EscalationLevel, Person, Ref, Rotation, Team
from ownercat.oncall import paths
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, day_start
from ownercat.oncall.intervals import Intervals, Track, built, combine_all, constant, mapped, pieces, union, where
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Holder, Timeline

_MOST_TARGETS = 50  # nobody pages more places at once; a hostile file might


class PageRecipient(NamedTuple):
    """One who is reached: a person by key, whoever an external rotation has on, or somebody unknown.

    ``rotation``: the key of the rotation through which, if any.
    """

    kind: Literal["person", "external", "unknown"]
    name: str
    rotation: str = ""


Crew = tuple[PageRecipient, ...]
NOBODY: Crew = ()


def crew(calendar: Calendar, tier: EscalationLevel) -> Track[Crew]:
    """Whom a tier reaches when; an empty crew is a page that nobody gets. ``assign: first`` is the first of them."""
    return calendar.once(("crew", id(tier)), lambda: (tier, _crew(calendar, tier)))[1]


def _crew(calendar: Calendar, tier: EscalationLevel) -> Track[Crew]:
    targets = {(target.ref.kind, target.ref.name): target for target in paths.targets(calendar.catalog, tier)}
    few = islice(targets.values(), _MOST_TARGETS)
    tracks = [_target(calendar, target.entity, target.ref.name) for target in few]
    if not tracks:
        return constant(calendar.start, calendar.end, NOBODY)
    return combine_all(tracks, _first if tier.assign == "first" else _together)


def whom(calendar: Calendar, ref: Ref) -> Track[Crew]:
    """Whom a single reference means at each instant: of a role, an authority, a fail-safe."""
    return _target(calendar, calendar.catalog.find(ref), ref.name)


def reached(calendar: Calendar, tiers: Iterable[EscalationLevel]) -> Intervals:
    """When any of some tiers reaches somebody."""
    return union(*(where(crew(calendar, tier), bool) for tier in tiers))


def _first(one: Crew, other: Crew) -> Crew:
    return one or other


def _together(one: Crew, other: Crew) -> Crew:
    if not one or not other:
        return one or other
    known = {(member.kind, member.name) for member in one}
    return one + tuple(member for member in other if (member.kind, member.name) not in known)


def _target(calendar: Calendar, entity: Entity | None, name: str) -> Track[Crew]:
    entity = stands_for(calendar, entity)
    if isinstance(entity, Rotation) and entity.sound:
        return _on_call(calendar, entity)
    if isinstance(entity, Person):
        return _person(calendar, entity)
    # of a plan with mistakes the names may be others: nobody is judged by them
    key = entity.key if isinstance(entity, Rotation) else ""
    return constant(calendar.start, calendar.end, (PageRecipient("unknown", name, key),))


def rotations(calendar: Calendar, tier: EscalationLevel) -> Iterator[Rotation]:
    """The rotations that a tier pages; a team stands for its single primary one."""
    for target in islice(paths.targets(calendar.catalog, tier), _MOST_TARGETS):
        rotation = rotation_of(calendar, target.entity)
        if rotation is not None:
            yield rotation


def rotation_of(calendar: Calendar, entity: Entity | None) -> Rotation | None:
    """The rotation that something stands for: itself, or the single primary one of a team."""
    found = stands_for(calendar, entity)
    return found if isinstance(found, Rotation) else None


def stands_for(calendar: Calendar, entity: Entity | None) -> Entity | None:
    """The single primary rotation of a team; anything else is itself."""
    if not isinstance(entity, Team):
        return entity
    found = primaries(calendar).get(entity.key, ())
    return found[0] if len(found) == 1 else None


def primaries(calendar: Calendar) -> Mapping[str, tuple[Rotation, ...]]:
    """The primary rotations of each team, worked out once."""
    return calendar.once("primaries", lambda: paths.primaries(calendar.catalog))


def _on_call(calendar: Calendar, rotation: Rotation) -> Track[Crew]:
    def make() -> Track[Crew]:
        seen = timeline(calendar, rotation)
        labels = {holder: _member(seen, holder) for holder in set(seen.track.labels)}
        track = mapped(seen.track, labels.__getitem__)
        if not seen.truncated:
            return track
        rest = (track.end, (PageRecipient("unknown", rotation.key, rotation.key),))
        return built([*((start, label) for start, _, label in pieces(track)), rest], calendar.end)

    return calendar.once(("on call", id(rotation)), make)


def _member(seen: Timeline, holder: Holder) -> Crew:
    if holder.why == "external":
        return (PageRecipient("external", seen.rotation.key, seen.rotation.key),)
    if holder.person is None:
        return NOBODY
    return (PageRecipient("unknown" if holder.person in seen.unknown else "person", holder.person, seen.rotation.key),)


def _person(calendar: Calendar, person: Person) -> Track[Crew]:
    here: Crew = (PageRecipient("person", person.key),)
    if not person.active:
        return constant(calendar.start, calendar.end, NOBODY)
    if person.leaves_on is None or calendar.timeless:
        return constant(calendar.start, calendar.end, here)
    gone = min(max(day_start(person.leaves_on) + DAY, calendar.start), calendar.end)
    return built([(calendar.start, here), (gone, NOBODY)], calendar.end)
