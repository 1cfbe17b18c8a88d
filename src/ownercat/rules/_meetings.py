"""Where the first and the second line of a team come to the same person: ROT104 says it, others leave it to that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from ownercat.model import Escalation, Rotation
from ownercat.oncall.collision import Collision, collisions
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Timeline, people
from ownercat.rules import Context
from ownercat.rules._paged import rotations
from ownercat.rules._rotations import days, is_known, judged
from ownercat.rules._starving import starving

_ROLES = ("primary", "secondary")
_MOST_SLOTS = 4_000_000  # that are compared in all; a thousand teams with weekly turns have a tenth of a million
_MOST_PAIRS = 100_000  # of rotations that escalations climb


class Meeting(NamedTuple):
    """Two rotations, and the times at which they come to one person."""

    first: Timeline
    second: Timeline
    times: list[Collision]


def meetings(context: Context) -> list[Meeting]:
    """Each secondary rotation with the first primary one that it meets."""
    found: dict[str, Meeting] = {}
    slots = 0
    for primary, secondary in _pairs(context):
        first, second = timeline(days(context), primary), timeline(days(context), secondary)
        slots += len(first.track.labels) + len(second.track.labels)
        if (
            secondary.key in found
            or slots > _MOST_SLOTS
            or {primary.key, secondary.key} & context.once(starving).keys()
        ):
            continue
        times = [each for each in collisions(first, second) if is_known(context, each.person)]
        if times and len(people(first)) > 1 and len(people(second)) > 1:  # else ROT103 says that one is all there is
            found[secondary.key] = Meeting(first, second, times)
    return list(found.values())


def _pairs(context: Context) -> Iterator[tuple[Rotation, Rotation]]:
    """The primary of each team with its secondary; of several, those that one escalation climbs."""
    teams: dict[str, dict[str, list[Rotation]]] = {}
    for rotation in judged(context):
        team = context.catalog.team(rotation.team)
        if team is not None and rotation.role in _ROLES:
            teams.setdefault(team.key, {role: [] for role in _ROLES})[rotation.role].append(rotation)
    crowded: dict[str, str] = {}
    for key, (first, second) in ((key, found.values()) for key, found in teams.items()):
        if len(first) == len(second) == 1:
            yield first[0], second[0]
        elif first and second:
            crowded.update((rotation.key, key) for rotation in (*first, *second))
    for primary, secondary in islice(_together(context), _MOST_PAIRS) if crowded else ():
        here = crowded.get(primary.key)
        if here is not None and here == crowded.get(secondary.key) and (primary.role, secondary.role) == _ROLES:
            yield primary, secondary


def _together(context: Context) -> Iterator[tuple[Rotation, Rotation]]:
    """Rotations that are paged by one escalation, each with each."""
    for escalation in context.catalog.of(Escalation):
        found = {each.key: each for tier in escalation.tiers for each in rotations(context, tier)}
        yield from product(found.values(), found.values())
