"""The SLAs in force, and the strictest availability objective and targets of a service."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ownercat.graph import Node, get_node
from ownercat.model import SLA, Catalog, Duration, Objective, Policy, SlaTarget
from ownercat.promises.availability import parse_share

AVAILABILITY = "availability"


class PromisedShare(NamedTuple):
    """An availability objective of an SLA with its exact target, as a share."""

    sla: SLA
    objective: Objective
    share: Decimal


class PromisedRestore(NamedTuple):
    """A restore target of an SLA."""

    sla: SLA
    target: SlaTarget
    restore: Duration


def collect_slas(catalog: Catalog, with_errors: bool = False) -> Mapping[Node, Sequence[SLA]]:
    """Return the SLAs in force of each service: a draft or retired SLA promises nothing.

    ``with_errors``: also SLAs that could not be read completely, for answers.
    """
    slas: dict[Node, list[SLA]] = {}
    for sla in catalog.of(SLA):
        usable = sla.status == "published" and (sla.sound or with_errors)
        service = catalog.service(sla.service) if usable else None
        if service is not None:
            slas.setdefault(get_node(service), []).append(sla)
    return slas


def filter_availability(objectives: Iterable[Objective]) -> Iterator[tuple[Objective, Decimal]]:
    """Yield the availability objectives with a valid target, and the target as a share."""
    for objective in objectives:
        share = parse_share(objective.target) if objective.sli == AVAILABILITY else None
        if share is not None:
            yield objective, share


def list_unknown(slas: Iterable[SLA]) -> Iterator[Objective]:
    """Yield the availability objectives whose target is in another place (``ref``) and was not read."""
    for objective in (each for sla in slas for each in sla.objectives):
        if objective.sli == AVAILABILITY and objective.target is None and objective.ref:
            yield objective


def has_unknown(slas: Iterable[SLA]) -> bool:
    """Return whether an availability objective is unknown."""
    return any(True for _ in list_unknown(slas))


def list_shares(slas: Iterable[SLA]) -> Iterator[PromisedShare]:
    """Yield the availability objectives of SLAs."""
    return (PromisedShare(sla, *found) for sla in slas for found in filter_availability(sla.objectives))


def find_strictest(slas: Sequence[SLA]) -> PromisedShare | None:
    """Return the strictest availability objective; an inclusive one counts before an intrinsic one.

    ``None`` without one, and if an unknown one can be stricter.
    """
    if has_unknown(slas):
        return None
    return max(list_shares(slas), key=lambda each: (each.objective.basis != "intrinsic", each.share), default=None)


def collect_restores(policy: Policy, slas: Iterable[SLA]) -> Mapping[str, PromisedRestore]:
    """Return the shortest restore target of each severity."""
    shortest: dict[str, PromisedRestore] = {}
    for sla in slas:
        for target in sla.targets:
            severity = policy.severity_id(target.severity)
            if target.restore is None:
                continue
            if severity not in shortest or target.restore.seconds < shortest[severity].restore.seconds:
                shortest[severity] = PromisedRestore(sla, target, target.restore)
    return shortest
