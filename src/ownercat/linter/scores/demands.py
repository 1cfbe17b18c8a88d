"""The requirements of tiers: the location that meets each, and texts for those that no rule reports."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents.loader import LoadedCatalog
from ownercat.graph import list_hard
from ownercat.model import SLA, Catalog, Policy, Runbook, Service
from ownercat.oncall.paths import list_ways
from ownercat.oncall.playbooks import group_by_service


class Facts(NamedTuple):
    """The values in which evidence is looked up."""

    catalog: Catalog
    policy: Policy
    slas: Mapping[str, SLA]
    runbooks: Mapping[str, tuple[Runbook, ...]]


class Demand(NamedTuple):
    """A requirement: the location that meets it. The rules that report its absence name it (``Rule.requirement``).

    ``unsaid`` and ``help``: texts for a requirement that no rule reports for the service.
    """

    evidence: Callable[[Facts, Service], Place | None]
    unsaid: str = ""
    help: str = ""
    topic: str = ""


def collect_facts(loaded: LoadedCatalog) -> Facts:
    """Collect the values in which evidence is looked up."""
    slas: dict[str, SLA] = {}
    for sla in loaded.catalog.of(SLA):
        service = loaded.catalog.service(sla.service)
        if service is not None and sla.status == "published":
            slas.setdefault(service.key, sla)
    return Facts(loaded.catalog, loaded.policy, slas, group_by_service(loaded.catalog))


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


def _find_nothing(_: Facts, service: Service) -> Place | None:
    return None


# In the order in which they depend on each other: an owner, then a page that reaches the owner, then the rest.
DEMANDS: Mapping[str, Demand] = MappingProxyType(
    {
        "owner": Demand(_find_owner),
        "escalation": Demand(_find_escalation),
        "failsafe": Demand(
            _find_failsafe,
            "has no failsafe: nobody is told when the usual channels are down",
            "add `failsafe:` to every escalation that its pages take",
            "escalation",
        ),
        "sla": Demand(_find_sla),
        "runbook": Demand(_find_runbook),
        "roles": Demand(_build_field_lookup("roles")),
        "decisions": Demand(_build_field_lookup("authorise")),
        "telemetry": Demand(_find_telemetry),
        "testing": Demand(_build_field_lookup("testing")),
        "rollback": Demand(_build_field_lookup("change", "rollback")),
        "capacity": Demand(_build_field_lookup("capacity", "reviewedOn")),
        "degradation": Demand(_find_degradation),
        "drill": Demand(_find_nothing),  # this version reads no drills
        "review": Demand(
            _find_review,
            "does not say when somebody last looked through it",
            "add `review:` with `every` and `lastDone`",
            "review",
        ),
    }
)
