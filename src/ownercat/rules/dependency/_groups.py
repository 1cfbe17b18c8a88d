"""The redundancy groups of a service."""

from collections.abc import Mapping, Sequence

from ownercat.model import Dependency, Service


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
