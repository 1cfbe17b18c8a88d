"""Incidents with their measured times and what was promised. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.graph import Node, get_node
from ownercat.model import Incident, Service
from ownercat.promises.measures import collect_targets, measure_incident
from ownercat.promises.objectives import collect_slas


class MeasuredIncident(NamedTuple):
    """An incident with its measures, and the targets of each of its services; all in seconds."""

    incident: Incident
    services: tuple[Service, ...]
    limits: tuple[Mapping[str, int], ...]
    day: date | None
    severity: str
    measured: Mapping[str, int | None]

    def get_target(self, measure: str) -> int | None:
        """Return the strictest target of its services; ``None`` if no SLA states one."""
        return min((limits[measure] for limits in self.limits if measure in limits), default=None)

    def restrict(self, wanted: Callable[[Service], bool]) -> "MeasuredIncident":
        """Return the incident as one of some of its services: the promises of the others do not count."""
        kept = [pair for pair in zip(self.services, self.limits, strict=True) if wanted(pair[0])]
        return self._replace(services=tuple(one for one, _ in kept), limits=tuple(limits for _, limits in kept))


def measure_incidents(book: AnswerContext) -> Iterator[MeasuredIncident]:
    """Yield every incident, near misses included."""
    slas = collect_slas(book.catalog, with_errors=True)
    targets: dict[Node, dict[str, dict[str, int]]] = {}
    for node, each in slas.items():
        for (severity, measure), limit in collect_targets(book.policy, each).items():
            targets.setdefault(node, {}).setdefault(severity, {})[measure] = limit.seconds
    for incident in book.catalog.of(Incident):
        found = [book.catalog.service(ref) for ref in incident.services]
        services = tuple({service.key: service for service in found if service}.values())
        severity, day = book.policy.severity_id(incident.severity), incident.first_day
        limits = tuple(targets.get(get_node(service), {}).get(severity, {}) for service in services)
        start = None if day is None else date.fromordinal(day)
        yield MeasuredIncident(incident, services, limits, start, severity, measure_incident(incident))
