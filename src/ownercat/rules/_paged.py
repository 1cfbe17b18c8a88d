"""Whom pages reach and when a rotation must have a person on call, over the days that a check covers."""

from collections.abc import Iterator, Mapping
from itertools import islice

from ownercat.model import SLA, Escalation, EscalationLevel, Hours, Rotation
from ownercat.oncall import crew, paths, required
from ownercat.rules import Context
from ownercat.rules._rotations import days

# a hostile file has longer chains and levels with more targets
_MOST_POLICIES = 100
_MOST_TARGETS = 50


def required_hours(context: Context, rotation: Rotation) -> tuple[Hours, ...]:
    """Return the required hours of a rotation; ``required: sla`` means those of the SLAs of services that page it."""
    return required.list_required_hours(days(context), context.policy, rotation)


def promised(context: Context) -> Mapping[str, tuple[SLA, ...]]:
    """Return the published SLAs of each service that is paged, by the service's key."""
    return required.collect_slas(days(context))


def rotations(context: Context, tier: EscalationLevel) -> Iterator[Rotation]:
    """Yield the rotations that a level pages; a team means its only primary rotation."""
    return crew.list_rotations(days(context), tier)


def meant(context: Context, tier: EscalationLevel) -> frozenset[tuple[str, str]]:
    """Return the rotations and people that a level pages, by kind and key; empty if one of them is unknown."""
    keys = set()
    for target in islice(paths.list_targets(context.catalog, tier), _MOST_TARGETS):
        entity = crew.resolve_team(days(context), target.entity)
        if entity is None:
            return frozenset()
        keys.add((entity.kind, entity.key))
    return frozenset(keys)


def tiers_of(context: Context, first: Escalation, *purposes: str) -> Iterator[EscalationLevel]:
    """Yield the levels with one of the purposes, also those of policies that an escalation continues with."""
    seen: set[str] = set()
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in seen and len(seen) < _MOST_POLICIES:
        seen.add(escalation.key)
        yield from (tier for tier in escalation.tiers if tier.purpose in purposes)
        escalation = paths.find_next_escalation(context.catalog, escalation) if escalation.on_empty != "drop" else None
