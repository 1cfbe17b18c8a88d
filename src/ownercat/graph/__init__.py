"""Who cannot work without whom: the graph of hard dependencies, and whether it has circles at all. Pure and light.

What needs a graph library (``components``, ``dominators``, ``export``) is imported only when it is needed, such as
``components`` when ``knots`` leaves something. All else here is plain Python, near linear and without recursion.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from ownercat.model import Catalog, Dependency, Entity, Service

Node = tuple[str, str]  # kind and key: foreign dialects read several kinds as services
N = TypeVar("N")


def node(entity: Entity) -> Node:
    """The node that stands for an entity."""
    return (entity.kind, entity.key)


def hard(service: Service) -> tuple[Dependency, ...]:
    """The dependencies without any single one of which a service cannot work.

    Planned ones do not count yet, and one of a group does not while the others are enough.
    """
    spare = spares(service)
    return tuple(
        dependency
        for dependency in service.depends_on
        if dependency.mode == "hard" and dependency.status != "planned" and not spare.get(dependency.group)
    )


def spares(service: Service) -> Mapping[str, int]:
    """How many members each redundancy group can lose; none where all that exist are needed. Planned ones do not count.

    Where the entries of a group say different needs, the largest counts.
    """
    members: dict[str, set[str]] = {}
    needs: dict[str, int] = {}
    for dependency in service.depends_on:
        group = dependency.group
        if group and dependency.status != "planned":
            members.setdefault(group, set()).add(dependency.service.name)
            needs[group] = max(needs.get(group, 1), dependency.need)
    return {group: max(len(names) - needs[group], 0) for group, names in members.items()}


def needs(catalog: Catalog, services: Iterable[Service]) -> dict[Node, dict[Node, Dependency]]:
    """The hard dependencies between the given services, each with the entry that states it; none on itself."""
    among = {node(service): service for service in services}
    known = {id(service): item for item, service in among.items()}  # quicker than to make a node for every edge
    edges: dict[Node, dict[Node, Dependency]] = {}
    for start, service in among.items():
        for dependency in hard(service):
            found = catalog.service(dependency.service)
            end = known.get(id(found))
            if end is not None and found is not service:
                edges.setdefault(start, {}).setdefault(end, dependency)
    return edges


def knots(edges: Mapping[N, Collection[N]]) -> dict[N, tuple[N, ...]]:
    """What is left when all that lies on no circle, nor between two, is peeled off; empty when there is no circle."""
    into: dict[N, list[N]] = {}
    for start, ends in edges.items():
        for end in ends:
            into.setdefault(end, []).append(start)
    left = _peel(_peel(edges.keys() | into.keys(), edges, into), into, edges)
    return {start: tuple(end for end in ends if end in left) for start, ends in edges.items() if start in left}


def _peel(nodes: Collection[N], out: Mapping[N, Collection[N]], into: Mapping[N, Collection[N]]) -> set[N]:
    """Kahn's algorithm: take away what nothing left leads to, until nothing can be taken any more."""
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
