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


def find_entrances(edges: Mapping[N, Collection[N]], among: Collection[N], most: int | None = None) -> list[N]:
    """Return the nodes that no other given node reaches, and as many more as are needed to reach all of them.

    Of a cycle, the first named node is taken. ``most``: how many nodes are visited from each; what is further away
    counts as not reachable.
    """
    known = list(dict.fromkeys(among))
    below = {item: set(find_reachable(get_successors(edges), [item], most)) for item in known}
    starts = [item for item in known if not any(item in below[other] for other in known if other != item)]
    seen = set().union(*(below[item] for item in starts))
    for item in known:
        if item not in seen:
            starts.append(item)
            seen |= below[item]
    return starts


def reverse_edges(edges: Mapping[N, Iterable[N]]) -> dict[N, list[N]]:
    """Return the same edges, seen from their other ends."""
    reversed_edges: dict[N, list[N]] = {}
    for start, ends in edges.items():
        for end in ends:
            reversed_edges.setdefault(end, []).append(start)
    return reversed_edges
