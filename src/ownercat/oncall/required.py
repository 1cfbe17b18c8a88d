"""When somebody has to be on call: what a rotation says itself, or what is promised for the services behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.model import SLA, Escalation, Hours, Policy, Rotation, Service
from ownercat.oncall import paths
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.crew import rotations


def required_hours(calendar: Calendar, policy: Policy, rotation: Rotation) -> tuple[Hours, ...]:
    """The rotation's own hours; with ``required: sla``, those of all SLAs of the services whose pages reach it."""
    if isinstance(rotation.required, Hours):
        return (rotation.required,)
    return calendar.once(("required", id(policy)), lambda: _by_rotation(calendar, policy)).get(rotation.key, ())


def promised(calendar: Calendar) -> Mapping[str, tuple[SLA, ...]]:
    """The SLAs that hold for each service that is paged at all, by the service's key."""
    return calendar.once("promised", lambda: _promised(calendar))


def _promised(calendar: Calendar) -> Mapping[str, tuple[SLA, ...]]:
    found: dict[str, tuple[SLA, ...]] = {}
    for sla in calendar.catalog.of(SLA):
        service = calendar.catalog.service(sla.service) if sla.sound else None
        if service is not None and sla.status == "published" and paths.is_paged(service):
            found[service.key] = (*found.get(service.key, ()), sla)
    return found


def _by_rotation(calendar: Calendar, policy: Policy) -> Mapping[str, tuple[Hours, ...]]:
    found: dict[str, dict[Hours, None]] = {}
    reached: dict[str, frozenset[str]] = {}
    for service, escalation in _pages(calendar, policy):
        if escalation.key not in reached:
            reached[escalation.key] = frozenset(_rotations(calendar, escalation))
        for key in reached[escalation.key]:
            found.setdefault(key, {}).update(dict.fromkeys(sla.hours for sla in promised(calendar)[service.key]))
    return {key: tuple(hours) for key, hours in found.items()}


def _pages(calendar: Calendar, policy: Policy) -> Iterator[tuple[Service, Escalation]]:
    """Every policy that a page of a promised service goes to."""
    for service in calendar.catalog.of(Service):
        if service.key in promised(calendar):
            ways = paths.ways(calendar.catalog, policy, service)
            found = {way.policy.key: way.policy for way in ways if way.policy is not None}
            yield from ((service, escalation) for escalation in found.values())


def _rotations(calendar: Calendar, first: Escalation) -> Iterator[str]:
    """Every rotation, by key, that is to act on a page to a policy, or to one that it hands over to."""
    for escalation in paths.chain(calendar.catalog, first):
        for tier in escalation.tiers:
            if tier.purpose != "inform":
                yield from (rotation.key for rotation in rotations(calendar, tier))
