"""Hard dependencies, redundancy groups, dependencies on deprecated and retired services, and locations for notes."""

from collections.abc import Iterator, Mapping, Sequence

from ownercat.diagnostics import Place
from ownercat.graph import Node, collect_hard_edges, get_node
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules._references import contested

_READS = ("dependsOn", "lifecycle")


def stated(service: Service, field: str, written: bool = True) -> Place:
    """Return the location of a field, or of the name if the field is not ``written`` or the format is not native."""
    return service.at.at(field) if written and service.dialect == "native" else service.named


def hard_needs(context: Context) -> Mapping[Node, Mapping[Node, Dependency]]:
    """Return the hard dependencies between services that are not retired; for ``context.once``.

    A service with errors counts if they are in other keys. Otherwise, a mistake in one service would change a cycle of
    others, and be a second finding.
    """
    twice = contested(context)
    # a format without modes has only the names, which are read one by one
    listed = (each for each in context.catalog.of(Service) if not each.can_say("modes") and get_node(each) not in twice)
    services = {get_node(each): each for each in (*context.sound(Service, reads=_READS), *listed)}
    return collect_hard_edges(
        context.catalog, (service for service in services.values() if service.lifecycle != "retired")
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


def list_groups(service: Service) -> Mapping[str, list[Dependency]]:
    """Return the entries by group; an entry with ``need`` and without a group is a group of its own."""
    groups: dict[str, list[Dependency]] = {}
    for number, dependency in enumerate(service.depends_on):
        if dependency.group or dependency.need > 1:
            groups.setdefault(dependency.group or f"\n{number}", []).append(dependency)
    return groups


def list_members(entries: Sequence[Dependency]) -> list[str]:
    """Return the names of the services of a group; a service that is listed twice counts once."""
    return list(dict.fromkeys(entry.service.name for entry in entries))


def is_too_small(entries: Sequence[Dependency]) -> bool:
    """Return whether a group has fewer services than it needs."""
    return max(entry.need for entry in entries) > len(list_members(entries))
