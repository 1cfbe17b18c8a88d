"""Find whom a level reaches at each instant.

A rotation stands for its person at that instant, a team for its single primary rotation, another escalation policy for
its first level. What another rule reports (an undefined name, a team without a single primary rotation, a document with
errors) counts as an unknown person, so that one error is not reported twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Literal, NamedTuple

from ownercat.model import Entity, EscalationLevel, Person, Ref, Rotation, Team
from ownercat.oncall import paths
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, get_day_start
from ownercat.oncall.intervals import (
    Intervals,
    Track,
    build_constant,
    build_track,
    combine_all,
    list_distinct,
    list_pieces,
    list_times,
    map_labels,
    unite,
)
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, Timeline

_MOST_TARGETS = 50  # limits the work for a hostile file


class PageRecipient(NamedTuple):
    """A recipient of a page: a person by key, the person of an external rotation, or an unknown person.

    ``rotation``: the key of the rotation that contains the recipient; ``""`` if there is none.
    """

    kind: Literal["person", "external", "unknown"]
    name: str
    rotation: str = ""


Crew = tuple[PageRecipient, ...]
NOBODY: Crew = ()


def track_crew(calendar: Calendar, tier: EscalationLevel) -> Track[Crew]:
    """Return whom a level reaches when; an empty crew means that nobody gets the page.

    With ``assign: first``, only the first target with a person counts.
    """
    return calendar.once(("crew", id(tier)), lambda: (tier, _track_crew(calendar, tier)))[1]


def list_crew(calendar: Calendar, tier: EscalationLevel) -> list[PageRecipient]:
    """Return everybody whom a level reaches at some time, each once, in the order of the shifts."""
    crews = list_distinct(track_crew(calendar, tier).labels)
    return list(dict.fromkeys(member for people in crews for member in people))


def _track_crew(calendar: Calendar, tier: EscalationLevel) -> Track[Crew]:
    targets = {(target.ref.kind, target.ref.name): target for target in paths.list_targets(calendar.catalog, tier)}
    few = islice(targets.values(), _MOST_TARGETS)
    tracks = [_track_target(calendar, target.entity, target.ref.name) for target in few]
    if not tracks:
        return build_constant(calendar.start, calendar.end, NOBODY)
    return combine_all(tracks, _choose_first if tier.assign == "first" else _join_crews)


def track_recipients(calendar: Calendar, ref: Ref) -> Track[Crew]:
    """Return whom a single reference stands for at each instant: of a role, an authority or a failsafe."""
    return _track_target(calendar, calendar.catalog.find(ref), ref.name)


def list_reached_times(calendar: Calendar, tiers: Iterable[EscalationLevel]) -> Intervals:
    """Return when any of the levels reaches a person."""
    return unite(*(list_times(track_crew(calendar, tier), bool) for tier in tiers))


def _choose_first(first: Crew, second: Crew) -> Crew:
    return first or second


def _join_crews(first: Crew, second: Crew) -> Crew:
    if not first or not second:
        return first or second
    known = {(member.kind, member.name) for member in first}
    return first + tuple(member for member in second if (member.kind, member.name) not in known)


def _track_target(calendar: Calendar, entity: Entity | None, name: str) -> Track[Crew]:
    entity = resolve_team(calendar, entity)
    if isinstance(entity, Rotation) and entity.sound:
        return _track_on_call(calendar, entity)
    if isinstance(entity, Person):
        return _track_person(calendar, entity)
    # the names of a rotation with errors may be wrong, so they do not count
    key = entity.key if isinstance(entity, Rotation) else ""
    return build_constant(calendar.start, calendar.end, (PageRecipient("unknown", name, key),))


def list_rotations(calendar: Calendar, tier: EscalationLevel) -> Iterator[Rotation]:
    """Yield the rotations that a level pages; a team stands for its single primary rotation."""
    for target in islice(paths.list_targets(calendar.catalog, tier), _MOST_TARGETS):
        rotation = find_rotation(calendar, target.entity)
        if rotation is not None:
            yield rotation


def find_rotation(calendar: Calendar, entity: Entity | None) -> Rotation | None:
    """Return the rotation of an entity: itself, or the single primary rotation of a team; else ``None``."""
    resolved = resolve_team(calendar, entity)
    return resolved if isinstance(resolved, Rotation) else None


def resolve_team(calendar: Calendar, entity: Entity | None) -> Entity | None:
    """Return the single primary rotation of a team (``None`` if there is not exactly one).

    Any other entity unchanged.
    """
    if not isinstance(entity, Team):
        return entity
    rotations_of_team = collect_primaries(calendar).get(entity.key, ())
    return rotations_of_team[0] if len(rotations_of_team) == 1 else None


def collect_primaries(calendar: Calendar) -> Mapping[str, tuple[Rotation, ...]]:
    """Return the primary rotations of each team, computed once per calendar."""
    return calendar.once("primaries", lambda: paths.collect_primaries(calendar.catalog))


def _track_on_call(calendar: Calendar, rotation: Rotation) -> Track[Crew]:
    def make() -> Track[Crew]:
        seen = build_timeline(calendar, rotation)
        labels = {holder: _build_crew(seen, holder) for holder in set(seen.track.labels)}
        track = map_labels(seen.track, labels.__getitem__)
        if not seen.truncated:
            return track
        rest = (track.end, (PageRecipient("unknown", rotation.key, rotation.key),))
        return build_track([*((start, label) for start, _, label in list_pieces(track)), rest], calendar.end)

    return calendar.once(("on call", id(rotation)), make)


def _build_crew(seen: Timeline, holder: Holder) -> Crew:
    if holder.why == "external":
        return (PageRecipient("external", seen.rotation.key, seen.rotation.key),)
    if holder.person is None:
        return NOBODY
    return (PageRecipient("unknown" if holder.person in seen.unknown else "person", holder.person, seen.rotation.key),)


def _track_person(calendar: Calendar, person: Person) -> Track[Crew]:
    here: Crew = (PageRecipient("person", person.key),)
    if not person.active:
        return build_constant(calendar.start, calendar.end, NOBODY)
    if person.leaves_on is None or calendar.timeless:
        return build_constant(calendar.start, calendar.end, here)
    gone = min(max(get_day_start(person.leaves_on) + DAY, calendar.start), calendar.end)
    return build_track([(calendar.start, here), (gone, NOBODY)], calendar.end)
