"""Which policy a page takes, and whom its tiers can reach, as far as the catalog tells without a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from ownercat.model import (
    Catalog,
    Entity,
    Escalation,
    EscalationLevel,
    Person,
    Policy,
    Ref,
    Rotation,
    Route,
    Service,
    Team,
)
from ownercat.text import shown

_MOST_POLICIES = 100  # that one page goes through; a hostile file has more


class Way(NamedTuple):
    """One severity of a service, the route it takes, and the policy there (``None``: it does not exist)."""

    severity: str
    route: Route
    policy: Escalation | None


class EscalationUse(NamedTuple):
    """One reason why an escalation gets the pages of a severity: a service, and the route that leads there."""

    service: Service
    severity: str
    route: Route


class PageTarget(NamedTuple):
    """One place where a page arrives: the reference as written, and what it means (``None``: nothing known)."""

    ref: Ref
    entity: Entity | None


def is_paged(service: Service) -> bool:
    """Whether somebody is paged for this service at all.

    Nothing retired runs, what is external is run by others, and a library fails inside the services that use it.
    """
    return service.lifecycle != "retired" and service.type not in ("external", "library")


def routes_of(catalog: Catalog, service: Service) -> tuple[Route, ...]:
    """The service's own routes, else its owner team's policy as one route without conditions, else none."""
    if service.routes:
        return service.routes
    team = catalog.team(service.owner)
    if team is None or team.escalation is None:
        return ()
    return (Route((), "", team.escalation, team.escalation.place),)


def ways(catalog: Catalog, policy: Policy, service: Service) -> Iterator[Way]:
    """Every way that some page of the service can take, in order; routes that an earlier one hides are left out."""
    waiting = [level.id for level in policy.severities]
    for route in routes_of(catalog, service):
        if not waiting:
            return
        wanted = {policy.severity_id(word) for word in route.severities}
        taken = [severity for severity in waiting if not wanted or severity in wanted]
        target = catalog.escalation(route.policy)
        yield from (Way(severity, route, target) for severity in taken)
        if not route.symptom:
            waiting = [severity for severity in waiting if severity not in set(taken)]


def policies_for(catalog: Catalog, policy: Policy, service: Service) -> Mapping[str, Way]:
    """Per severity, in rank order, the way of a page that names no symptom; severities without a route are absent."""
    found = {way.severity: way for way in ways(catalog, policy, service) if not way.route.symptom}
    return {level.id: found[level.id] for level in policy.severities if level.id in found}


def route_for(
    catalog: Catalog, policy: Policy, service: Service, severity: str, symptom: str | None = None
) -> Route | None:
    """The first route that takes a page of this severity (an alias will do) and, if one is given, this symptom."""
    level = policy.severity_id(severity)
    for route in routes_of(catalog, service):
        if route.severities and level not in {policy.severity_id(word) for word in route.severities}:
            continue
        if not route.symptom or (symptom is not None and fnmatchcase(symptom, route.symptom)):
            return route
    return None


def policy_for(
    catalog: Catalog, policy: Policy, service: Service, severity: str, symptom: str | None = None
) -> Escalation | None:
    """The escalation that a page of this severity (and symptom) climbs; ``None`` when there is no such policy."""
    route = route_for(catalog, policy, service, severity, symptom)
    return catalog.escalation(route.policy) if route else None


def handoff(catalog: Catalog, escalation: Escalation) -> Escalation | None:
    """The policy that takes over when this one has ended."""
    return catalog.escalation(escalation.end) if isinstance(escalation.end, Ref) else None


def chain(catalog: Catalog, first: Escalation) -> tuple[Escalation, ...]:
    """A policy and those that take over from it one after the other, each once."""
    found: dict[str, Escalation] = {}
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in found and len(found) < _MOST_POLICIES:
        found[escalation.key] = escalation
        escalation = handoff(catalog, escalation)
    return tuple(found.values())


def serves_major(catalog: Catalog, policy: Policy, except_for: Collection[str] = ()) -> Mapping[str, EscalationUse]:
    """The escalations that pages of a major severity climb, by key, each with its first reason.

    Those that take over from one another by ``end: {handoff: …}`` are among them: it is the same page.
    ``except_for``: keys of services whose pages do not count.
    """
    major = policy.major
    found: dict[str, EscalationUse] = {}
    waiting: list[Escalation] = []
    for service in catalog.of(Service):
        for way in ways(catalog, policy, service) if is_paged(service) and service.key not in except_for else ():
            if way.policy is not None and way.severity in major and way.policy.key not in found:
                found[way.policy.key] = EscalationUse(service, way.severity, way.route)
                waiting.append(way.policy)
    while waiting:
        escalation = waiting.pop()
        after = handoff(catalog, escalation)
        if after is not None and after.key not in found:
            found[after.key] = found[escalation.key]
            waiting.append(after)
    return found


def leads_to(catalog: Catalog, escalation: Escalation) -> Iterator[tuple[Ref, Escalation]]:
    """The policies that this one pages or hands over to, each with the reference that says so."""
    refs = [ref for tier in escalation.tiers for ref in tier.notify]
    if isinstance(escalation.end, Ref):
        refs.append(escalation.end)
    for ref in refs:
        found = catalog.find(ref)
        if isinstance(found, Escalation):
            yield ref, found


def targets(catalog: Catalog, tier: EscalationLevel) -> Iterator[PageTarget]:
    """Where a page of this tier arrives, with other policies replaced by their first tier, however deep."""
    return meant(catalog, tier.notify)


def meant(catalog: Catalog, refs: Sequence[Ref]) -> Iterator[PageTarget]:
    """Where a page to some references arrives, as with ``targets``."""
    waiting = list(reversed(refs))
    entered: set[str] = set()
    while waiting:
        ref = waiting.pop()
        found = catalog.find(ref)
        if not isinstance(found, Escalation):
            yield PageTarget(ref, found)
        elif found.tiers and found.key not in entered:
            entered.add(found.key)
            waiting.extend(reversed(found.tiers[0].notify))


def primaries(catalog: Catalog) -> Mapping[str, tuple[Rotation, ...]]:
    """The primary rotations of each team, by the team's key."""
    found: dict[str, list[Rotation]] = {}
    for rotation in catalog.of(Rotation):
        team = catalog.team(rotation.team) if rotation.role == "primary" else None
        if team is not None:
            found.setdefault(team.key, []).append(rotation)
    return {key: tuple(rotations) for key, rotations in found.items()}


def called(tier: EscalationLevel, number: int) -> str:
    """Return how messages name a level: ``level on-call``, or ``level 2`` without a name; ``number`` starts at 0."""
    return f"level {shown(tier.name, 63)}" if tier.name else f"level {number + 1}"


def layer_name(rotation: Rotation, number: int) -> str:
    """How messages name a layer: by its id, or by its number from 1."""
    layers = rotation.layers
    return f"layer {shown(layers[number].id or number + 1, 63)}" if 0 <= number < len(layers) else "no layer"


def members(rotation: Rotation) -> Iterator[Ref]:
    """Everyone named in the layers of a rotation, as written and in order; empty slots are left out."""
    return (ref for layer in rotation.layers for ref in layer.members if ref is not None)


def static_reach(
    catalog: Catalog, tier: EscalationLevel, primary: Mapping[str, tuple[Rotation, ...]] | None = None
) -> tuple[Person, ...]:
    """Everybody whom a tier may page at some time, in the order written, each once.

    A team stands for its single primary rotation. Give ``primary`` (see ``primaries``) when asking more than once.
    """
    known = primaries(catalog) if primary is None else primary
    found: dict[str, Person] = {}
    for target in targets(catalog, tier):
        for person in _list_people(catalog, target.entity, known):
            found.setdefault(person.key, person)
    return tuple(found.values())


def _list_people(
    catalog: Catalog, entity: Entity | None, known: Mapping[str, tuple[Rotation, ...]]
) -> Iterator[Person]:
    if isinstance(entity, Person):
        yield entity
    elif isinstance(entity, Team):
        rotations = known.get(entity.key, ())
        if len(rotations) == 1:
            yield from _list_people(catalog, rotations[0], known)
    elif isinstance(entity, Rotation):
        for ref in members(entity):
            person = catalog.person(ref)
            if person is not None:
                yield person
