"""Find the cycles of a graph: its strongly connected components, with one shortest cycle of each. Needs networkx.

Near linear and without recursion for any graph. Cycles are never enumerated, because their number is exponential.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import networkx as nx

from ownercat.graph import Node

LOOKS = 2_000_000  # edges per component in the search for a shorter cycle


class Circle(NamedTuple):
    """Nodes that all depend on each other, and one shortest cycle; the first node is not repeated at the end."""

    members: tuple[Node, ...]
    way: tuple[Node, ...]


def list_cycles(edges: Mapping[Node, Collection[Node]]) -> list[Circle]:
    """Return every strongly connected component of more than one node, sorted by its smallest node."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_edges_from((start, end) for start, ends in edges.items() for end in ends)
    components = [tuple(sorted(members)) for members in nx.strongly_connected_components(graph) if len(members) > 1]
    return [Circle(members, _find_shortest(members, edges)) for members in sorted(components)]


def _find_shortest(members: tuple[Node, ...], edges: Mapping[Node, Collection[Node]]) -> tuple[Node, ...]:
    """Return a shortest cycle of a component, its smallest node first.

    A search from every node is quadratic. For a large component, the result is the shortest cycle through the nodes
    that the limit allows as starts; the search from the first node is always complete.
    """
    among = set(members)
    inside = {item: sorted(end for end in edges.get(item, ()) if end in among) for item in members}
    left = LOOKS
    best: tuple[Node, ...] = ()
    for start in members:
        way, looks = _search_cycle(start, inside, len(best) or len(members) + 1)
        best = way or best
        left -= looks
        if len(best) == 2 or left < 0:
            break
    first = best.index(min(best))
    return best[first:] + best[:first]


def _search_cycle(start: Node, edges: Mapping[Node, list[Node]], bound: int) -> tuple[tuple[Node, ...], int]:
    """Return the shortest path from a node to itself, if shorter than ``bound`` nodes, and the number of edges seen."""
    before: dict[Node, Node] = {}
    steps = {start: 1}
    waiting = deque([start])
    looks = 0
    while waiting:
        item = waiting.popleft()
        if steps[item] >= bound:
            break
        for end in edges[item]:
            looks += 1
            if end == start:
                return tuple(_trace_back(item, start, before)), looks
            if end not in steps:
                steps[end] = steps[item] + 1
                before[end] = item
                waiting.append(end)
    return (), looks


def _trace_back(item: Node, start: Node, before: Mapping[Node, Node]) -> Iterator[Node]:
    """Return the path from ``start`` to ``item``, in walking order."""
    way = [item]
    while way[-1] != start:
        way.append(before[way[-1]])
    return reversed(way)
