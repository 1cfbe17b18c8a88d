"""The graph of hard dependencies, and a fast check whether it has cycles. Pure and light.

Modules that need a graph library (``components``, ``export``) are imported only if needed, for example
``components`` if ``find_cycle_nodes`` returns anything. Everything else is plain Python, near linear and without
recursion.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from ownercat.model import Catalog, Dependency, Entity, Service

Node = tuple[str, str]  # kind and key: foreign dialects read several kinds as services
N = TypeVar("N")


def get_node(entity: Entity) -> Node:
    """Return the graph node of an entity."""
    return (entity.kind, entity.key)


def list_hard(service: Service) -> tuple[Dependency, ...]:
    """Return the dependencies without which a service fails.

    Planned dependencies do not count, and neither does a dependency of a redundancy group that has a spare member.
    """
    spare = count_spares(service)
    return tuple(
        dependency
        for dependency in service.depends_on
        if dependency.mode == "hard" and dependency.status != "planned" and not spare.get(dependency.group)
    )


def count_spares(service: Service) -> Mapping[str, int]:
    """Return how many members each redundancy group can lose, without planned dependencies; 0 if all are needed.

    If the entries of a group state different needs, the largest one counts.
    """
    members: dict[str, set[str]] = {}
    needs: dict[str, int] = {}
    for dependency in service.depends_on:
        group = dependency.group
        if group and dependency.status != "planned":
            members.setdefault(group, set()).add(dependency.service.name)
            needs[group] = max(needs.get(group, 1), dependency.need)
    return {group: max(len(names) - needs[group], 0) for group, names in members.items()}


def collect_hard_edges(catalog: Catalog, services: Iterable[Service]) -> dict[Node, dict[Node, Dependency]]:
    """Return the hard dependencies between the given services, each with its entry; none on itself."""
    among = {get_node(service): service for service in services}
    known = {id(service): item for item, service in among.items()}  # faster than building a node per edge
    edges: dict[Node, dict[Node, Dependency]] = {}
    for start, service in among.items():
        for dependency in list_hard(service):
            provider = catalog.service(dependency.service)
            end = known.get(id(provider))
            if end is not None and provider is not service:
                edges.setdefault(start, {}).setdefault(end, dependency)
    return edges


def find_cycle_nodes(edges: Mapping[N, Collection[N]]) -> dict[N, tuple[N, ...]]:
    """Return the part of the graph that is on a cycle or between two cycles; empty if there is no cycle."""
    into: dict[N, list[N]] = {}
    for start, ends in edges.items():
        for end in ends:
            into.setdefault(end, []).append(start)
    left = _peel(_peel(edges.keys() | into.keys(), edges, into), into, edges)
    return {start: tuple(end for end in ends if end in left) for start, ends in edges.items() if start in left}


def _peel(nodes: Collection[N], out: Mapping[N, Collection[N]], into: Mapping[N, Collection[N]]) -> set[N]:
    """Remove nodes without incoming edges until none is left to remove (Kahn's algorithm)."""
    left = set(nodes)
    degree = {item: sum(1 for start in into.get(item, ()) if start in left) for item in left}
    free = deque(item for item, count in degree.items() if not count)
    while free:
        item = free.popleft()
        left.discard(item)
        for end in out.get(item, ()):
            if end in left:
                degree[end] -= 1
                if not degree[end]:
                    free.append(end)
    return left
