"""Breadth-first search: reachable nodes, their distance and the edge used. Pure and light."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N")


def get_successors(edges: Mapping[N, Collection[N]]) -> Callable[[N], Collection[N]]:
    """Return a function from a node to its successors."""
    return lambda item: edges.get(item, ())


def find_reachable(
    leads_to: Callable[[N], Iterable[N]],
    starts: Iterable[N],
    most: int | None = None,
    until: Collection[N] = (),
    avoiding: N | None = None,
) -> dict[N, tuple[int, N | None]]:
    """Return all reachable nodes, the nearest first, with distance and previous node (``None``: a start).

    ``most``: stop after that many nodes; ``until``: stop at the first of these nodes; ``avoiding``: never enter this
    node.
    """
    reachable: dict[N, tuple[int, N | None]] = {start: (0, None) for start in starts if start != avoiding}
    waiting = deque(reachable)
    if any(start in until for start in reachable):
        return reachable
    while waiting and (most is None or len(reachable) < most):
        item = waiting.popleft()
        distance = reachable[item][0] + 1
        for end in leads_to(item):
            if end not in reachable and end != avoiding:
                reachable[end] = (distance, item)
                if end in until:
                    return reachable
                waiting.append(end)
    return reachable


def build_way(reachable: Mapping[N, tuple[int, N | None]], item: N) -> list[N]:
    """Return the path to a reachable node, from its start to the node itself."""
    steps = [item]
    before = reachable[item][1]
    while before is not None:
        steps.append(before)
        before = reachable[before][1]
    return steps[::-1]


def find_entrances(leads_to: Callable[[N], Iterable[N]], among: Iterable[N]) -> tuple[list[N], int]:
    """Return the nodes that no other given node reaches, and the number of visits; linear in the graph.

    Of a cycle, the first named node is taken.
    """
    seen: set[N] = set()
    again: set[N] = set()
    roots = [item for item in among if _spread(leads_to, item, seen)]
    starts = [item for item in reversed(roots) if _spread(leads_to, item, again)]  # a root reaches only earlier ones
    return starts[::-1], len(seen) + len(again)


def _spread(leads_to: Callable[[N], Iterable[N]], start: N, seen: set[N]) -> bool:
    """Add what a node reaches through nodes that are not seen yet; return whether the node itself was not seen."""
    if start in seen:
        return False
    waiting = [start]
    while waiting:
        item = waiting.pop()
        if item not in seen:
            seen.add(item)
            waiting += leads_to(item)
    return True


def find_shared_nodes(
    leads_to: Callable[[N], Iterable[N]], starts: Collection[N], targets: Collection[N]
) -> tuple[dict[N, int], list[N], int]:
    """Return the nodes on every path from the starts to any target, both ends included; linear in the graph.

    The search follows one path. A node of it is on every path if all nodes before it lead no further along the path,
    and to no other target. Each node comes with a number: so many nodes of the list are reachable without it. The last
    result is the number of visits.
    """
    first = find_reachable(leads_to, starts, until=targets)
    way = build_way(first, next(item for item in reversed(first) if item in targets))
    place = {item: number for number, item in enumerate(way)}
    shared: dict[N, int] = {}
    seen: dict[N, None] = {}
    waiting, furthest = list(starts), -1
    for number, item in enumerate(way):
        while waiting and furthest < len(way):
            node = waiting.pop()
            if node in place:
                furthest = max(furthest, place[node])
            elif node in targets:
                furthest = len(way)  # past the path
            elif node not in seen:
                seen[node] = None
                waiting += leads_to(node)
        if furthest == number:
            shared[item] = len(seen)
        seen[item] = None
        waiting += leads_to(item)
    return shared, list(seen), len(first) + len(seen)


def reverse_edges(edges: Mapping[N, Iterable[N]]) -> dict[N, list[N]]:
    """Return the same edges, seen from their other ends."""
    reversed_edges: dict[N, list[N]] = {}
    for start, ends in edges.items():
        for end in ends:
            reversed_edges.setdefault(end, []).append(start)
    return reversed_edges
