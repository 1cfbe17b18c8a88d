"""Find the escalation policy of a page and the possible targets of its levels, without dates or times."""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
from ownercat.text import matches_pattern, shown

_MOST_POLICIES = 100  # policies of one page; limits the work for a hostile file


class Way(NamedTuple):
    """A severity of a service, its route, and the escalation policy of the route (``None``: undefined)."""

    severity: str
    route: Route
    policy: Escalation | None


class EscalationUse(NamedTuple):
    """A reason why an escalation policy gets the pages of a severity: a service, and the route to the policy."""

    service: Service
    severity: str
    route: Route


class PageTarget(NamedTuple):
    """A target of a page: the reference as written, and its entity (``None``: undefined)."""

    ref: Ref
    entity: Entity | None


def is_paged(service: Service) -> bool:
    """Return whether an alert of this service pages anybody.

    A retired service does not run, others run an external one, and a library fails inside the services that use it.
    """
    return service.lifecycle != "retired" and service.type not in ("external", "library")


def list_routes(catalog: Catalog, service: Service) -> tuple[Route, ...]:
    """Return the routes of a service, else the policy of its owner as one catch-all route, else none."""
    if service.routes:
        return service.routes
    team = catalog.team(service.owner)
    if team is None or team.escalation is None:
        return ()
    return (Route((), "", team.escalation, team.escalation.place),)


def list_ways(catalog: Catalog, policy: Policy, service: Service) -> Iterator[Way]:
    """Yield every way that a page of the service can take, in order, without routes that an earlier route hides."""
    waiting = [level.id for level in policy.severities]
    for route in list_routes(catalog, service):
        if not waiting:
            return
        taken = waiting
        if route.severities:
            wanted = {policy.severity_id(word) for word in route.severities}
            taken = [severity for severity in waiting if severity in wanted]
        target = catalog.escalation(route.policy)
        for severity in taken:
            yield tuple.__new__(Way, (severity, route, target))  # faster than the class, for each service and severity
        if not route.symptom:
            waiting = [severity for severity in waiting if severity not in taken]


def map_ways(catalog: Catalog, policy: Policy, service: Service) -> Mapping[str, Way]:
    """Return the way of a page without a symptom for each severity, by rank; severities without a route are absent."""
    ways_by_severity = {way.severity: way for way in list_ways(catalog, policy, service) if not way.route.symptom}
    return {level.id: ways_by_severity[level.id] for level in policy.severities if level.id in ways_by_severity}


def find_route(
    catalog: Catalog, policy: Policy, service: Service, severity: str, symptom: str | None = None
) -> Route | None:
    """Return the first route for a page of this severity (an alias is accepted) and symptom.

    ``None`` if there is none.
    """
    level = policy.severity_id(severity)
    for route in list_routes(catalog, service):
        if route.severities and level not in {policy.severity_id(word) for word in route.severities}:
            continue
        if not route.symptom or (symptom is not None and matches_pattern(symptom, route.symptom)):
            return route
    return None


def find_escalation(
    catalog: Catalog, policy: Policy, service: Service, severity: str, symptom: str | None = None
) -> Escalation | None:
    """Return the escalation policy of a page of this severity and symptom; ``None`` if there is none."""
    route = find_route(catalog, policy, service, severity, symptom)
    return catalog.escalation(route.policy) if route else None


def find_next_escalation(catalog: Catalog, escalation: Escalation) -> Escalation | None:
    """Return the policy with which this one continues; ``None`` if there is none."""
    return catalog.escalation(escalation.end) if isinstance(escalation.end, Ref) else None


def list_chain(catalog: Catalog, first: Escalation) -> tuple[Escalation, ...]:
    """Return a policy and those with which it continues, each once."""
    chain: dict[str, Escalation] = {}
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in chain and len(chain) < _MOST_POLICIES:
        chain[escalation.key] = escalation
        escalation = find_next_escalation(catalog, escalation)
    return tuple(chain.values())


def collect_major_uses(
    catalog: Catalog, policy: Policy, except_for: Collection[str] = ()
) -> Mapping[str, EscalationUse]:
    """Return the escalation policies for pages of a major severity, by key, each with its first use.

    Policies with which such a policy continues are included, because the page is the same.
    ``except_for``: keys of services whose pages do not count.
    """
    major = policy.major
    uses: dict[str, EscalationUse] = {}
    waiting: list[Escalation] = []
    for service in catalog.of(Service):
        for way in list_ways(catalog, policy, service) if is_paged(service) and service.key not in except_for else ():
            if way.policy is not None and way.severity in major and way.policy.key not in uses:
                uses[way.policy.key] = EscalationUse(service, way.severity, way.route)
                waiting.append(way.policy)
    while waiting:
        escalation = waiting.pop()
        after = find_next_escalation(catalog, escalation)
        if after is not None and after.key not in uses:
            uses[after.key] = uses[escalation.key]
            waiting.append(after)
    return uses


def list_next_escalations(catalog: Catalog, escalation: Escalation) -> Iterator[tuple[Ref, Escalation]]:
    """Yield the policies that this policy pages or with which it continues, each with its reference."""
    refs = [ref for tier in escalation.tiers for ref in tier.notify]
    if isinstance(escalation.end, Ref):
        refs.append(escalation.end)
    for ref in refs:
        entity = catalog.find(ref)
        if isinstance(entity, Escalation):
            yield ref, entity


def list_targets(catalog: Catalog, tier: EscalationLevel) -> Iterator[PageTarget]:
    """Yield the targets of a level; another policy stands for its first level, at any depth."""
    return resolve_targets(catalog, tier.notify)


def resolve_targets(catalog: Catalog, refs: Sequence[Ref]) -> Iterator[PageTarget]:
    """Yield the targets of references, as ``list_targets`` does for a level."""
    waiting = list(reversed(refs))
    entered: set[str] = set()
    while waiting:
        ref = waiting.pop()
        entity = catalog.find(ref)
        if not isinstance(entity, Escalation):
            yield PageTarget(ref, entity)
        elif entity.tiers and entity.key not in entered:
            entered.add(entity.key)
            waiting.extend(reversed(entity.tiers[0].notify))


def collect_primaries(catalog: Catalog) -> Mapping[str, tuple[Rotation, ...]]:
    """Return the primary rotations of each team, by the team's key."""
    rotations_by_team: dict[str, list[Rotation]] = {}
    for rotation in catalog.of(Rotation):
        team = catalog.team(rotation.team) if rotation.role == "primary" else None
        if team is not None:
            rotations_by_team.setdefault(team.key, []).append(rotation)
    return {key: tuple(rotations) for key, rotations in rotations_by_team.items()}


def format_level(tier: EscalationLevel, number: int) -> str:
    """Return how messages name a level: ``level on-call``, or ``level 2`` without a name; ``number`` starts at 0."""
    return f"level {shown(tier.name, 63)}" if tier.name else f"level {number + 1}"


def format_layer(rotation: Rotation, number: int) -> str:
    """Return how messages name a layer: by its ID, or by its number from 1."""
    layers = rotation.layers
    return f"layer {shown(layers[number].id or number + 1, 63)}" if 0 <= number < len(layers) else "no layer"


def list_members(rotation: Rotation) -> Iterator[Ref]:
    """Yield every reference in the layers of a rotation in order, without empty slots."""
    return (ref for layer in rotation.layers for ref in layer.members if ref is not None)


def list_reachable_people(
    catalog: Catalog, tier: EscalationLevel, primary: Mapping[str, tuple[Rotation, ...]] | None = None
) -> tuple[Person, ...]:
    """Return the people whom a level may page at any time, in the order written, each once.

    A team stands for its single primary rotation. Pass ``primary`` (see ``collect_primaries``) for repeated calls.
    """
    known = collect_primaries(catalog) if primary is None else primary
    reachable: dict[str, Person] = {}
    for target in list_targets(catalog, tier):
        for person in _list_people(catalog, target.entity, known):
            reachable.setdefault(person.key, person)
    return tuple(reachable.values())


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
        for ref in list_members(entity):
            person = catalog.person(ref)
            if person is not None:
                yield person
