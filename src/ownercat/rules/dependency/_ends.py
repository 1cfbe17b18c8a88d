"""Hard dependencies, dependencies on deprecated and retired services, and locations for related notes."""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Place
from ownercat.graph import Node, collect_hard_edges
from ownercat.model import Dependency, Service
from ownercat.rules import Context


def stated(service: Service, field: str, written: bool = True) -> Place:
    """Return the location of a field, or of the name if the field is not ``written`` or the format is not native."""
    return service.at.at(field) if written and service.dialect == "native" else service.named


def hard_needs(context: Context) -> Mapping[Node, Mapping[Node, Dependency]]:
    """Return the hard dependencies between services without errors that are not retired; for ``context.once``."""
    return collect_hard_edges(
        context.catalog, (service for service in context.sound(Service) if service.lifecycle != "retired")
    )


def leaning(
    context: Context, lifecycle: str, excluded: tuple[str, ...]
) -> Iterator[tuple[Service, Dependency, Service]]:
    """Yield each dependency on a service with this lifecycle, except from services whose lifecycle is excluded."""
    for service in context.catalog.of(Service):
        if service.lifecycle in excluded:
            continue
        for dependency in service.depends_on:
            provider = context.catalog.service(dependency.service)
            if provider is not None and provider is not service and provider.lifecycle == lifecycle:
                yield service, dependency, provider
