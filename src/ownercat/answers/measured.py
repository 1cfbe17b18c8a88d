"""Incidents with their measured times and what was promised. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.graph import get_node
from ownercat.model import Incident, Service
from ownercat.promises.measures import collect_targets, measure_incident
from ownercat.promises.objectives import collect_slas


class MeasuredIncident(NamedTuple):
    """An incident with its measures and the strictest target of each, in seconds."""

    incident: Incident
    services: tuple[Service, ...]
    day: date | None
    severity: str
    measured: Mapping[str, int | None]
    targets: Mapping[str, int]


def measure_incidents(book: AnswerContext) -> Iterator[MeasuredIncident]:
    """Yield every incident, near misses included."""
    slas = collect_slas(book.catalog, with_errors=True)
    targets = {node: collect_targets(book.policy, each) for node, each in slas.items()}
    for incident in book.catalog.of(Incident):
        found = [book.catalog.service(ref) for ref in incident.services]
        entities = tuple({service.key: service for service in found if service}.values())
        severity, day = book.policy.severity_id(incident.severity), incident.first_day
        limits: dict[str, int] = {}
        for service in entities:
            for (level, measure), limit in targets.get(get_node(service), {}).items():
                if level == severity:
                    limits[measure] = min(limit.seconds, limits.get(measure, limit.seconds))
        start = None if day is None else date.fromordinal(min(day, date.max.toordinal()))
        yield MeasuredIncident(incident, entities, start, severity, measure_incident(incident), limits)
