"""Find the hours that a rotation must cover: its own hours, or those of the SLAs behind it."""

from collections.abc import Iterator, Mapping

from ownercat.model import SLA, Escalation, Hours, Policy, Rotation, Service
from ownercat.oncall import paths
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.crew import list_rotations


def list_required_hours(calendar: Calendar, policy: Policy, rotation: Rotation) -> tuple[Hours, ...]:
    """Return the rotation's own hours; with ``required: sla``, the hours of all SLAs of the services whose pages reach
    it.
    """
    if isinstance(rotation.required, Hours):
        return (rotation.required,)
    return calendar.once(("required", id(policy)), lambda: _group_by_rotation(calendar, policy)).get(rotation.key, ())


def collect_slas(calendar: Calendar) -> Mapping[str, tuple[SLA, ...]]:
    """Return the SLAs in force of each service that is paged, by the service's key."""
    return calendar.once("promised", lambda: _collect_slas(calendar))


def _collect_slas(calendar: Calendar) -> Mapping[str, tuple[SLA, ...]]:
    slas: dict[str, tuple[SLA, ...]] = {}
    for sla in calendar.catalog.of(SLA):
        service = calendar.catalog.service(sla.service) if sla.sound else None
        if service is not None and sla.status == "published" and paths.is_paged(service):
            slas[service.key] = (*slas.get(service.key, ()), sla)
    return slas


def _group_by_rotation(calendar: Calendar, policy: Policy) -> Mapping[str, tuple[Hours, ...]]:
    hours_by_rotation: dict[str, dict[Hours, None]] = {}
    reached: dict[str, frozenset[str]] = {}
    for service, escalation in _list_escalations(calendar, policy):
        if escalation.key not in reached:
            reached[escalation.key] = frozenset(_list_rotation_keys(calendar, escalation))
        for key in reached[escalation.key]:
            hours_by_rotation.setdefault(key, {}).update(
                dict.fromkeys(sla.hours for sla in collect_slas(calendar)[service.key])
            )
    return {key: tuple(hours) for key, hours in hours_by_rotation.items()}


def _list_escalations(calendar: Calendar, policy: Policy) -> Iterator[tuple[Service, Escalation]]:
    """Yield every escalation policy that a page of a service with an SLA takes."""
    for service in calendar.catalog.of(Service):
        if service.key in collect_slas(calendar):
            ways = paths.list_ways(calendar.catalog, policy, service)
            escalations = {way.policy.key: way.policy for way in ways if way.policy is not None}
            yield from ((service, escalation) for escalation in escalations.values())


def _list_rotation_keys(calendar: Calendar, first: Escalation) -> Iterator[str]:
    """Yield the keys of the rotations that a policy, or one with which it continues, pages to act."""
    for escalation in paths.list_chain(calendar.catalog, first):
        for tier in escalation.tiers:
            if tier.purpose != "inform":
                yield from (rotation.key for rotation in list_rotations(calendar, tier))
