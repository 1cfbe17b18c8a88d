"""When somebody has to be on call: what a rotation says itself, or what is promised for the services behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.model import SLA, Escalation, Hours, Rotation, Service, Tier
from ownercat.oncall import crew, paths
from ownercat.rules import Context
from ownercat.rules._rotations import days

_MOST_POLICIES = 100  # that one page goes through; a hostile file has more


def required_hours(context: Context, rotation: Rotation) -> tuple[Hours, ...]:
    """The rotation's own hours; with ``required: sla``, those of all SLAs of the services whose pages reach it."""
    if isinstance(rotation.required, Hours):
        return (rotation.required,)
    return context.once(_by_rotation).get(rotation.key, ())


def promised(context: Context) -> Mapping[str, tuple[SLA, ...]]:
    """The SLAs that hold for each service that is paged at all, by the service's key."""
    return context.once(_promised)


def _promised(context: Context) -> Mapping[str, tuple[SLA, ...]]:
    found: dict[str, tuple[SLA, ...]] = {}
    for sla in context.sound(SLA):
        service = context.catalog.service(sla.service)
        if service is not None and sla.status == "published" and paths.is_paged(service):
            found[service.key] = (*found.get(service.key, ()), sla)
    return found


def _by_rotation(context: Context) -> Mapping[str, tuple[Hours, ...]]:
    found: dict[str, dict[Hours, None]] = {}
    reached: dict[str, frozenset[str]] = {}
    for service, escalation in _pages(context):
        if escalation.key not in reached:
            reached[escalation.key] = frozenset(_rotations(context, escalation))
        for key in reached[escalation.key]:
            found.setdefault(key, {}).update(dict.fromkeys(sla.hours for sla in promised(context)[service.key]))
    return {key: tuple(hours) for key, hours in found.items()}


def _pages(context: Context) -> Iterator[tuple[Service, Escalation]]:
    """Every policy that a page of a promised service goes to."""
    for service in context.catalog.of(Service):
        if service.key in promised(context):
            ways = paths.ways(context.catalog, context.policy, service)
            found = {way.policy.key: way.policy for way in ways if way.policy is not None}
            yield from ((service, escalation) for escalation in found.values())


def _rotations(context: Context, first: Escalation) -> Iterator[str]:
    """Every rotation, by key, that is to act on a page to a policy, or to one that it hands over to."""
    seen: set[str] = set()
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in seen and len(seen) < _MOST_POLICIES:
        seen.add(escalation.key)
        for tier in escalation.tiers:
            yield from (rotation.key for rotation in rotations(context, tier) if tier.purpose != "inform")
        escalation = paths.handoff(context.catalog, escalation)


def rotations(context: Context, tier: Tier) -> Iterator[Rotation]:
    """The rotations that a tier pages; a team stands for its single primary one."""
    return crew.rotations(days(context), tier)


def tiers_of(context: Context, first: Escalation, *purposes: str) -> Iterator[Tier]:
    """The tiers of some purposes, those of the policies that take over among them."""
    seen: set[str] = set()
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in seen and len(seen) < _MOST_POLICIES:
        seen.add(escalation.key)
        yield from (tier for tier in escalation.tiers if tier.purpose in purposes)
        escalation = paths.handoff(context.catalog, escalation) if escalation.on_empty != "drop" else None
