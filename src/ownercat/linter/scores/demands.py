"""The requirements that a tier may have: the rules that report one as missing, and where it stands when it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents.loader import LoadedCatalog
from ownercat.graph import hard
from ownercat.model import SLA, Catalog, Policy, Runbook, Service
from ownercat.oncall.paths import list_ways
from ownercat.oncall.playbooks import group_by_service


class Facts(NamedTuple):
    """What evidence is looked up in."""

    catalog: Catalog
    policy: Policy
    slas: Mapping[str, SLA]
    runbooks: Mapping[str, tuple[Runbook, ...]]


class Demand(NamedTuple):
    """A requirement: where it is stated if it is met. The rules that report its absence name it (``Rule.requirement``).

    ``unsaid`` and ``help``: for a requirement that no rule reports about the service.
    """

    evidence: Callable[[Facts, Service], Place | None]
    unsaid: str = ""
    help: str = ""
    topic: str = ""


def facts(loaded: LoadedCatalog) -> Facts:
    """What evidence is looked up in, gathered once."""
    slas: dict[str, SLA] = {}
    for sla in loaded.catalog.of(SLA):
        service = loaded.catalog.service(sla.service)
        if service is not None and sla.status == "published":
            slas.setdefault(service.key, sla)
    return Facts(loaded.catalog, loaded.policy, slas, group_by_service(loaded.catalog))


def required(policy: Policy, service: Service) -> Iterator[str]:
    """What the tier of a service asks for, in the order in which requirements build on each other."""
    tier = policy.tiers.get(service.tier) if service.can_say("tier") else None
    # a format without tiers is asked for what everything is asked for
    return (word for word in DEMANDS if (word in tier.requires if tier else word == "owner"))


def _owner(facts: Facts, service: Service) -> Place | None:
    return service.owner.place if service.owner and facts.catalog.team(service.owner) else None


def _escalation(facts: Facts, service: Service) -> Place | None:
    found = (way for way in list_ways(facts.catalog, facts.policy, service) if way.policy is not None)
    return next((way.route.place for way in found), None)


def _failsafe(facts: Facts, service: Service) -> Place | None:
    """The failsafe of the policies that pages take, where each of them has one."""
    policies = [way.policy for way in list_ways(facts.catalog, facts.policy, service) if way.policy is not None]
    failsafes = [policy.failsafe for policy in policies]
    return failsafes[0].place if failsafes and failsafes[0] and all(failsafes) else None


def _sla(facts: Facts, service: Service) -> Place | None:
    sla = facts.slas.get(service.key)
    return sla.named if sla else None


def _runbook(facts: Facts, service: Service) -> Place | None:
    runbooks = facts.runbooks.get(service.key)
    linked = next((link.place for link in service.links if link.type == "runbook"), None)
    return runbooks[0].named if runbooks else linked


def _telemetry(_: Facts, service: Service) -> Place | None:
    return service.at.at("telemetry") if service.telemetry else service.links[0].place if service.links else None


def _degradation(_: Facts, service: Service) -> Place | None:
    dependencies = hard(service)
    return dependencies[0].place if dependencies else None


def _review(_: Facts, service: Service) -> Place | None:
    review = service.review
    return review.place if review and review.every and review.last_done else None


def _stated(*keys: str) -> Callable[[Facts, Service], Place | None]:
    """A field of the service, where it has one."""

    def place(_: Facts, service: Service) -> Place | None:
        known = {"roles": service.roles, "authorise": service.authorise} | dict(service.extra)
        value: object = known
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return service.at.at(*keys) if value else None

    return place


def _nowhere(_: Facts, service: Service) -> Place | None:
    return None


# In the order in which they build on each other: first somebody, then a page that reaches them, then what they need.
DEMANDS: Mapping[str, Demand] = MappingProxyType(
    {
        "owner": Demand(_owner),
        "escalation": Demand(_escalation),
        "failsafe": Demand(
            _failsafe,
            "has no failsafe: nobody is told when the usual channels are down",
            "add `failsafe:` to every escalation that its pages take",
            "escalation",
        ),
        "sla": Demand(_sla),
        "runbook": Demand(_runbook),
        "roles": Demand(_stated("roles")),
        "decisions": Demand(_stated("authorise")),
        "telemetry": Demand(_telemetry),
        "testing": Demand(_stated("testing")),
        "rollback": Demand(_stated("change", "rollback")),
        "capacity": Demand(_stated("capacity", "reviewedOn")),
        "degradation": Demand(_degradation),
        "drill": Demand(_nowhere),  # this version reads no drills
        "review": Demand(
            _review,
            "does not say when somebody last looked through it",
            "add `review:` with `every` and `lastDone`",
            "review",
        ),
    }
)
