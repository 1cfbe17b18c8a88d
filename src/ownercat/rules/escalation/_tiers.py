"""Policies without levels, with empty levels or too few: one rule reports each, and other rules stay silent."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.model import Escalation, EscalationLevel, Person, Service, Team
from ownercat.oncall import paths
from ownercat.rules import Context
from ownercat.rules.ownership._teams import standings

_UNKNOWN = 1_000_000  # more than any policy requires


class TooFewLevels(NamedTuple):
    """A policy with too few levels: the service that requires most of them, the required number and the actual one."""

    service: Service
    severity: str
    wanted: int
    found: int


def few(context: Context) -> Mapping[str, TooFewLevels]:
    """Return the policies with too few levels, by key; levels of policies that they continue with count as well."""
    shortages: dict[str, TooFewLevels] = {}
    counts: dict[str, int] = {}
    major = context.policy.major
    for service in context.sound(Service, about="tier") if context.policy_is_whole else ():
        level = context.policy.tiers.get(service.tier)
        if level is None or level.escalation_tiers < 1 or not paths.is_paged(service):
            continue
        for way in paths.list_ways(context.catalog, context.policy, service):
            if way.policy is None or way.severity not in major:
                continue
            key = way.policy.key
            if key not in counts:
                counts[key] = _count_levels(context, key)
            most = shortages[key].wanted if key in shortages else counts[key]
            if level.escalation_tiers > most:
                shortages[key] = TooFewLevels(service, way.severity, level.escalation_tiers, counts[key])
    return shortages


def _count_levels(context: Context, key: str) -> int:
    """Return the number of levels that a page can reach; a huge number if that is unknown."""
    escalation = context.catalog.get("Escalation", key)
    count, seen = 0, set[str]()
    while isinstance(escalation, Escalation) and escalation.key not in seen:
        if not escalation.sound or not escalation.tiers:
            return _UNKNOWN
        seen.add(escalation.key)
        count += len(escalation.tiers)
        after = paths.find_next_escalation(context.catalog, escalation)
        if after is None and escalation.end not in (None, "stop"):
            return _UNKNOWN
        escalation = after
    return count


def list_misrouted_services(context: Context) -> frozenset[str]:
    """Return the keys of services with a route for every page before their last route (ESC007)."""
    return frozenset(
        service.key
        for service in context.sound(Service, about="escalation")
        if any(not route.severities and not route.symptom for route in service.routes[:-1])
    )


class EmptyLevel(NamedTuple):
    """A level that pages no active person. ``level`` is ``None`` if the policy has no levels.

    ``people``: the inactive people whom the level pages; empty if it pages nothing at all.
    """

    escalation: Escalation
    number: int = 0
    level: EscalationLevel | None = None
    people: tuple[Person, ...] = ()


def find_empty_levels(context: Context) -> Iterator[EmptyLevel]:
    """Return the policies without levels and the levels that page nobody (ESC002)."""
    for escalation in context.sound(Escalation):
        if not escalation.tiers:
            yield EmptyLevel(escalation)
        for number, level in enumerate(escalation.tiers):
            people = _list_people_if_all_inactive(context, level)
            if not level.notify or people:
                yield EmptyLevel(escalation, number, level, tuple(people))


def _list_people_if_all_inactive(context: Context, level: EscalationLevel) -> list[Person]:
    """Return the people whom a level pages; none if it pages anything else or an active person."""
    targets = [context.catalog.find(ref) for ref in level.notify]
    people = [entity for entity in targets if isinstance(entity, Person) and not entity.is_active(context.as_of)]
    return people if len(people) == len(targets) else []


def list_unrouted_services(context: Context) -> Iterator[tuple[Service, Team]]:
    """Return the services whose tier requires an escalation policy and that have none, with their owner (ESC001)."""
    if not context.policy_is_whole:
        return
    standing = standings(context)
    for service in context.sound(Service, about="escalation"):
        if not _requires_escalation(context, service) or paths.list_routes(context.catalog, service):
            continue
        team = context.catalog.team(service.owner)
        # a team without active members has nobody to page; orphaned-service reports it
        if team is None or standing[team.key].dead:
            continue
        if team.sound and team.can_say("escalation"):
            yield service, team


def _requires_escalation(context: Context, service: Service) -> bool:
    tier = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
    return tier is not None and "escalation" in tier.requires and paths.is_paged(service)
