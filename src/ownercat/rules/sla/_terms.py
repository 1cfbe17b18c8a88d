"""SLAs in force, hard dependencies and ceilings, shared by the rules about promises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ownercat.diagnostics import Place, Related
from ownercat.graph import Node, get_node, list_hard
from ownercat.model import SLA, Dependency, Service, SlaTarget
from ownercat.promises.ceilings import Ceiling, CeilingSource, build_source, compute_ceiling
from ownercat.promises.objectives import PromisedShare, collect_slas, list_shares
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.sla import disordered_targets
from ownercat.text import shown


class HardDependency(NamedTuple):
    """A hard dependency between two services that run, and the SLAs of both."""

    consumer: Service
    entry: Dependency
    provider: Service
    consumer_slas: Sequence[SLA]
    provider_slas: Sequence[SLA]


class BoundedShare(NamedTuple):
    """An availability objective that includes the dependencies of its service, and their ceiling."""

    service: Service
    promised: PromisedShare
    ceiling: Ceiling


def list_slas(context: Context, service: Service) -> Sequence[SLA]:
    """Return the SLAs in force of a service."""
    return context.once(_collect_slas).get(get_node(service), ())


def _collect_slas(context: Context) -> Mapping[Node, Sequence[SLA]]:
    return collect_slas(context.catalog)


def get_source(context: Context) -> CeilingSource:
    """Return the source of all ceilings of the catalog."""
    return context.once(_build_source)


def _build_source(context: Context) -> CeilingSource:
    return build_source(context.catalog, context.catalog.of(Service), lambda service: list_slas(context, service))


def list_judged(context: Context) -> Iterator[Service]:
    """Yield the services whose dependencies are known, with their modes, and that are not retired."""
    return (service for service in context.sound(Service, about="modes") if service.lifecycle != "retired")


def list_hard_dependencies(context: Context) -> Iterator[HardDependency]:
    """Yield the hard dependencies without those of a redundancy group that can lose a member; each provider once."""
    for service in list_judged(context):
        seen: set[Node] = set()
        for entry in list_hard(service):
            provider = context.catalog.service(entry.service)
            if provider is not None and provider is not service and get_node(provider) not in seen:
                seen.add(get_node(provider))
                yield HardDependency(
                    service, entry, provider, list_slas(context, service), list_slas(context, provider)
                )


def list_bounded(context: Context) -> tuple[BoundedShare, ...]:
    """Return the availability objectives of services with known hard dependencies."""
    return context.once(_list_bounded)


def _list_bounded(context: Context) -> tuple[BoundedShare, ...]:
    bounded = []
    for service in list_judged(context):
        promised = [each for each in list_shares(list_slas(context, service)) if each.objective.basis != "intrinsic"]
        ceiling = compute_ceiling(get_source(context), service) if promised and service.depends_on else None
        if ceiling is not None and ceiling.known:
            bounded += [BoundedShare(service, each, ceiling) for each in promised]
    return tuple(bounded)


def find_doubt(context: Context, names: Iterable[str]) -> Place | None:
    """Return the error of a document that may be an SLA of one of these services; ``None`` without one."""
    return next((cause for name in names if (cause := context.uncertain(name, "SLA"))), None)


def find_ceiling_doubt(context: Context, ceiling: Ceiling) -> Place | None:
    """Return the error of a document that may be an SLA of a service behind a ceiling."""
    return find_doubt(context, (each.name for carrier in ceiling.carriers for each in carrier.providers))


def list_related(ceiling: Ceiling) -> tuple[Related, ...]:
    """Return the objectives behind a ceiling as related locations."""
    promised = [each for carrier in ceiling.known for each in carrier.providers if each.promised]
    return tuple(
        Related(each.promised.objective.place.at("target"), f"objective of {shown(each.name)}")
        for each in promised[:RELATED]
        if each.promised
    )


def get_extent(share: Decimal, bound: Decimal) -> int:
    """Return how much a target is above a bound, in millionths of a percent."""
    return int((share - bound) * 10**8)


def is_disordered(context: Context, target: SlaTarget) -> bool:
    """Return whether SLA008 reports the targets of a severity: rules cannot compare with them."""
    disordered = context.once(_collect_disordered)
    return bool(disordered) and _get_location(target.place) in disordered


def _collect_disordered(context: Context) -> frozenset[object]:
    places = [
        (finding.place, *(each.place for each in finding.related)) for finding in disordered_targets.check(context)
    ]
    return frozenset(_get_location(place, -1) for several in places for place in several)


def _get_location(place: Place, last: int | None = None) -> tuple[object, ...]:
    return place.path, place.document, place.pointer[:last]
