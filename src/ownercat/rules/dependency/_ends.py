"""What the other end of a dependency says about itself, and the rules about services that are going or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Place
from ownercat.graph import Node, needs
from ownercat.model import Dependency, Service
from ownercat.rules import Context


def stated(service: Service, field: str, written: bool = True) -> Place:
    """Where a service states a field; its name where it does not, or where a foreign format has it elsewhere."""
    return service.at.at(field) if written and service.dialect == "native" else service.named


def hard_needs(context: Context) -> Mapping[Node, Mapping[Node, Dependency]]:
    """Who cannot work without whom, among what can be judged and is in use; for ``context.once``."""
    return needs(context.catalog, (service for service in context.sound(Service) if service.lifecycle != "retired"))


def leaning(
    context: Context, lifecycle: str, instead_of: tuple[str, ...]
) -> Iterator[tuple[Service, Dependency, Service]]:
    """Every dependency, of whatever mode, on a service at that point of its life, but from services ``instead_of``."""
    for service in context.catalog.of(Service):
        if service.lifecycle in instead_of:
            continue
        for dependency in service.depends_on:
            provider = context.catalog.service(dependency.service)
            if provider is not None and provider is not service and provider.lifecycle == lifecycle:
                yield service, dependency, provider
