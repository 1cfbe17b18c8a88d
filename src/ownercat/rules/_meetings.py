"""Find primary and secondary rotations of one team with the same person on call, and members who are never on call.

One rule reports each of them. Other rules skip them, so that one fault is one finding.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple

from ownercat.model import Escalation, Layer, Rotation
from ownercat.oncall.clock import WEEK, get_offsets, resolve_start, to_utc
from ownercat.oncall.collision import Collision, list_collisions
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.starved import Starved, list_starved
from ownercat.oncall.timelines import Timeline, list_people
from ownercat.oncall.turns import build_sequence
from ownercat.rules import Context
from ownercat.rules._paged import rotations
from ownercat.rules._rotations import days, is_known, is_told, judged, scheduled, schedules_inactive

_ROLES = ("primary", "secondary")
_MOST_SHIFTS = 4_000_000  # a limit against hostile files: a thousand teams with weekly turns have 100 000 shifts
_MOST_PAIRS = 100_000  # pairs of rotations on levels of one escalation; the same kind of limit


class Meeting(NamedTuple):
    """Two rotations, and the times at which they have the same person on call."""

    first: Timeline
    second: Timeline
    times: list[Collision]


def meetings(context: Context) -> list[Meeting]:
    """Return each secondary rotation that collides with a primary rotation, with the first such primary rotation."""
    result: dict[str, Meeting] = {}
    shifts = 0
    for primary, secondary in _list_pairs(context):
        first, second = build_timeline(days(context), primary), build_timeline(days(context), secondary)
        shifts += len(first.track.labels) + len(second.track.labels)
        if (
            secondary.key in result
            or shifts > _MOST_SHIFTS
            or schedules_inactive(context, primary)
            or schedules_inactive(context, secondary)
            or {primary.key, secondary.key} & context.once(starving).keys()
        ):
            continue
        begin = _find_begin(first, second) if context.as_of is None else first.start
        times = [each for each in list_collisions(first, second) if each.end > begin and is_known(context, each.person)]
        times = [each._replace(start=max(each.start, begin)) for each in times]
        if (
            times and len(list_people(first)) > 1 and len(list_people(second)) > 1
        ):  # ROT103 reports a rotation of one person
            result[secondary.key] = Meeting(first, second, times)
    return list(result.values())


def _find_begin(first: Timeline, second: Timeline) -> int:
    """Return when both rotations have begun, which the plan without dates does not show."""
    begins = [
        min((_find_first_handoff(layer) or seen.start for layer in seen.rotation.layers), default=seen.start)
        for seen in (first, second)
    ]
    return max(first.start, *begins)


def _find_first_handoff(layer: Layer) -> int | None:
    sequence = build_sequence(layer, timeless=True)
    if not layer.start or sequence is None:
        return resolve_start(layer.start, layer.time_zone)
    return to_utc(get_offsets(layer.time_zone, sequence.anchor - WEEK, sequence.anchor + WEEK), sequence.anchor)


def _list_pairs(context: Context) -> Iterator[tuple[Rotation, Rotation]]:
    """Yield primary and secondary of each team; if a team has several, only those that one escalation pages."""
    teams: dict[str, dict[str, list[Rotation]]] = {}
    for rotation in scheduled(context):
        team = context.catalog.team(rotation.team)
        if team is not None and rotation.role in _ROLES:
            teams.setdefault(team.key, {role: [] for role in _ROLES})[rotation.role].append(rotation)
    crowded: dict[str, str] = {}
    for key, (first, second) in ((key, by_role.values()) for key, by_role in teams.items()):
        if len(first) == len(second) == 1:
            yield first[0], second[0]
        elif first and second:
            crowded.update((rotation.key, key) for rotation in (*first, *second))
    for primary, secondary in islice(_list_paged_together(context), _MOST_PAIRS) if crowded else ():
        team_key = crowded.get(primary.key)
        if team_key is None or team_key != crowded.get(secondary.key):
            continue
        if (primary.role, secondary.role) == _ROLES:
            yield primary, secondary


def _list_paged_together(context: Context) -> Iterator[tuple[Rotation, Rotation]]:
    """Yield every ordered pair of rotations that one escalation pages."""
    for escalation in context.catalog.of(Escalation):
        paged = {each.key: each for tier in escalation.tiers for each in rotations(context, tier)}
        yield from product(paged.values(), paged.values())


def starving(context: Context) -> Mapping[str, tuple[Starved, ...]]:
    """Return the members of each rotation who never get a turn, by rotation key.

    People whom REF001 or ROT001 report are left out.
    """
    result = {}
    for rotation in judged(context):
        members = (
            each
            for each in list_starved(days(context), rotation)
            if is_known(context, each.person) and not is_told(context, rotation, each.person)
        )
        if never_on_call := tuple(members):
            result[rotation.key] = never_on_call
    return result
