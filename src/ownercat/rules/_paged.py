"""What pages reach and when somebody has to be on call, asked about the days that are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from ownercat.model import SLA, Escalation, EscalationLevel, Hours, Rotation
from ownercat.oncall import crew, paths, required
from ownercat.rules import Context
from ownercat.rules._rotations import days

_MOST_POLICIES = 100  # that one page goes through, and …
_MOST_TARGETS = 50  # … places that one tier pages; a hostile file has more


def required_hours(context: Context, rotation: Rotation) -> tuple[Hours, ...]:
    """The rotation's own hours; with ``required: sla``, those of all SLAs of the services whose pages reach it."""
    return required.required_hours(days(context), context.policy, rotation)


def promised(context: Context) -> Mapping[str, tuple[SLA, ...]]:
    """The SLAs that hold for each service that is paged at all, by the service's key."""
    return required.promised(days(context))


def rotations(context: Context, tier: EscalationLevel) -> Iterator[Rotation]:
    """The rotations that a tier pages; a team stands for its single primary one."""
    return crew.rotations(days(context), tier)


def meant(context: Context, tier: EscalationLevel) -> frozenset[tuple[str, str]]:
    """The rotations and people that a tier pages, by kind and key; none where one of them is not known."""
    found = set()
    for target in islice(paths.targets(context.catalog, tier), _MOST_TARGETS):
        entity = crew.stands_for(days(context), target.entity)
        if entity is None:
            return frozenset()
        found.add((entity.kind, entity.key))
    return frozenset(found)


def tiers_of(context: Context, first: Escalation, *purposes: str) -> Iterator[EscalationLevel]:
    """The tiers of some purposes, those of the policies that take over among them."""
    seen: set[str] = set()
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in seen and len(seen) < _MOST_POLICIES:
        seen.add(escalation.key)
        yield from (tier for tier in escalation.tiers if tier.purpose in purposes)
        escalation = paths.handoff(context.catalog, escalation) if escalation.on_empty != "drop" else None
