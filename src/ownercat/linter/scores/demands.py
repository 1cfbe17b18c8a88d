"""The requirements of tiers: the location that meets each, and texts for those that no rule reports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents.loader import LoadedCatalog
from ownercat.graph import list_hard
from ownercat.model import SLA, Catalog, Drill, Escalation, Policy, Ref, Rotation, Runbook, Service, Team
from ownercat.oncall.exercises import map_drills
from ownercat.oncall.paths import collect_primaries, is_paged, list_chain, list_routes, list_ways, resolve_targets
from ownercat.oncall.playbooks import group_by_service
from ownercat.oncall.timelines import is_assumed


class Facts(NamedTuple):
    """The values in which evidence is looked up."""

    catalog: Catalog
    policy: Policy
    slas: Mapping[str, SLA]
    runbooks: Mapping[str, tuple[Runbook, ...]]
    primaries: Mapping[str, tuple[Rotation, ...]]
    drills: Mapping[str, Drill]


class Demand(NamedTuple):
    """A requirement: the location that meets it. The rules that report its absence name it (``Rule.requirement``).

    ``unsaid`` and ``help``: texts for a requirement that no rule reports for the service; SERVICE stands for its name.
    ``trust``: returns the rotations in other systems on which the evidence depends. ``hidden``: returns the error of a
    document that may have the evidence.
    """

    evidence: Callable[[Facts, Service], Place | None]
    unsaid: str = ""
    help: str = ""
    topic: str = ""
    trust: Callable[[Facts, Service], Sequence[Rotation]] = lambda _, __: ()
    hidden: Callable[[Facts, Service], Place | None] = lambda _, __: None


def collect_facts(loaded: LoadedCatalog) -> Facts:
    """Collect the values in which evidence is looked up."""
    slas: dict[str, SLA] = {}
    for sla in loaded.catalog.of(SLA):
        service = loaded.catalog.service(sla.service)
        if service is not None and sla.status == "published":
            slas.setdefault(service.key, sla)
    catalog = loaded.catalog
    primaries, drills = collect_primaries(catalog), map_drills(catalog)
    return Facts(catalog, loaded.policy, slas, group_by_service(catalog), primaries, drills)


def list_required(policy: Policy, service: Service) -> Iterator[str]:
    """Yield the requirements of a service's tier, in the order in which they depend on each other."""
    tier = policy.tiers.get(service.tier) if service.can_say("tier") else None
    # a format without tiers only has the requirement for all services
    return (word for word in DEMANDS if (word in tier.requires if tier else word == "owner"))


def _find_owner(facts: Facts, service: Service) -> Place | None:
    return service.owner.place if service.owner and facts.catalog.team(service.owner) else None


def _find_escalation(facts: Facts, service: Service) -> Place | None:
    defined = (way for way in list_ways(facts.catalog, facts.policy, service) if way.policy is not None)
    return next((way.route.place for way in defined), None)


def _find_failsafe(facts: Facts, service: Service) -> Place | None:
    """Return the failsafe of the first escalation policy, if every policy of the service has one."""
    policies = [way.policy for way in list_ways(facts.catalog, facts.policy, service) if way.policy is not None]
    failsafes = [policy.failsafe for policy in policies]
    return failsafes[0].place if failsafes and failsafes[0] and all(failsafes) else None


def _list_trusted_responders(facts: Facts, service: Service) -> tuple[Rotation, ...]:
    """Return the rotations in other systems, if a page reaches nobody else on a level with ``purpose: respond``."""
    trusted: dict[str, Rotation] = {}
    for policy in _list_policies(facts, service):
        levels = (level for each in list_chain(facts.catalog, policy) for level in each.tiers)
        refs = [ref for level in levels if level.purpose == "respond" for ref in level.notify]
        rotations = _list_rotations(facts, refs)
        if rotations and all(each is not None and is_assumed(each) for each in rotations):
            trusted |= {each.key: each for each in rotations if each is not None}
    return tuple(trusted.values())


def _list_trusted_failsafes(facts: Facts, service: Service) -> tuple[Rotation, ...]:
    """Return the rotations in other systems that a failsafe of the service pages."""
    failsafes = [policy.failsafe for policy in _list_policies(facts, service)]
    refs = [failsafe.to for failsafe in failsafes if failsafe and failsafe.to]
    return tuple(each for each in _list_rotations(facts, refs) if each is not None and is_assumed(each))


def _list_policies(facts: Facts, service: Service) -> list[Escalation]:
    ways = list_ways(facts.catalog, facts.policy, service)
    return list({way.policy.key: way.policy for way in ways if way.policy is not None}.values())


def _list_rotations(facts: Facts, refs: Sequence[Ref]) -> list[Rotation | None]:
    """Return the rotation of each target of a page; ``None`` for a person or an unknown target."""
    rotations: list[Rotation | None] = []
    for target in resolve_targets(facts.catalog, refs):
        team = target.entity if isinstance(target.entity, Team) else None
        primaries = facts.primaries.get(team.key, ()) if team else ()
        entity = primaries[0] if len(primaries) == 1 else target.entity
        rotations.append(entity if isinstance(entity, Rotation) else None)
    return rotations


def _find_hidden_owner(facts: Facts, service: Service) -> Place | None:
    return facts.catalog.find_hidden(("Team",), service.owner.name) if service.owner else None


def _find_hidden_escalation(facts: Facts, service: Service) -> Place | None:
    if not is_paged(service):
        return None
    refs = (route.policy for route in list_routes(facts.catalog, service) if route.policy is not None)
    hidden = (facts.catalog.find_hidden(("Escalation",), ref.name) for ref in refs)
    return next(filter(None, hidden), None if service.routes else _find_hidden_owner(facts, service))


def _build_naming_lookup(kind: str) -> Callable[[Facts, Service], Place | None]:
    """Return a function that finds the error of a document that may name the service."""

    def place(facts: Facts, service: Service) -> Place | None:
        causes = facts.catalog.uncertain.get(service.name, {}) if is_paged(service) else {}
        return causes.get("") or causes.get(kind)

    return place


def _find_sla(facts: Facts, service: Service) -> Place | None:
    sla = facts.slas.get(service.key)
    return sla.named if sla else None


def _find_runbook(facts: Facts, service: Service) -> Place | None:
    runbooks = facts.runbooks.get(service.key)
    linked = next((link.place for link in service.links if link.type == "runbook"), None)
    return runbooks[0].named if runbooks else linked


def _find_telemetry(_: Facts, service: Service) -> Place | None:
    return service.at.at("telemetry") if service.telemetry else service.links[0].place if service.links else None


def _find_degradation(_: Facts, service: Service) -> Place | None:
    dependencies = list_hard(service)
    return dependencies[0].place if dependencies else None


def _find_review(_: Facts, service: Service) -> Place | None:
    review = service.review
    return review.place if review and review.every and review.last_done else None


def _build_field_lookup(*keys: str) -> Callable[[Facts, Service], Place | None]:
    """Return a function that finds the location of a field of the service."""

    def place(_: Facts, service: Service) -> Place | None:
        known = {"roles": service.roles, "authorise": service.authorise} | dict(service.extra)
        value: object = known
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return service.at.at(*keys) if value else None

    return place


def _find_drill(facts: Facts, service: Service) -> Place | None:
    drill = facts.drills.get(service.key)
    return drill.named if drill else None


# In the order in which they depend on each other: an owner, then a page that reaches the owner, then the rest.
DEMANDS: Mapping[str, Demand] = MappingProxyType(
    {
        "owner": Demand(_find_owner, topic="owner", hidden=_find_hidden_owner),
        "escalation": Demand(
            _find_escalation, topic="escalation", trust=_list_trusted_responders, hidden=_find_hidden_escalation
        ),
        "failsafe": Demand(
            _find_failsafe,
            "has no failsafe: nobody gets a page if the channels fail",
            "add `failsafe:` to each escalation that its pages use",
            "escalation",
            trust=_list_trusted_failsafes,
            hidden=_find_hidden_escalation,
        ),
        "sla": Demand(_find_sla, topic="sla", hidden=_build_naming_lookup("SLA")),
        "runbook": Demand(_find_runbook, topic="runbook", hidden=_build_naming_lookup("Runbook")),
        "roles": Demand(_build_field_lookup("roles")),
        "decisions": Demand(_build_field_lookup("authorise")),
        "telemetry": Demand(_find_telemetry),
        "testing": Demand(_build_field_lookup("testing")),
        "rollback": Demand(_build_field_lookup("change", "rollback")),
        "capacity": Demand(_build_field_lookup("capacity", "reviewedOn")),
        "degradation": Demand(_find_degradation),
        "drill": Demand(
            _find_drill,
            "was never drilled: no Drill lists the service or one of its runbooks",
            "run `ownercat drill SERVICE`",
            "escalation",
        ),
        "review": Demand(
            _find_review,
            "does not state its last review",
            "add `review:` with `every` and `lastDone`",
            "review",
        ),
    }
)
