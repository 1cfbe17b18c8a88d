"""The circles of a graph: strongly connected components, one shortest circle of each. Needs networkx.

Near linear and without recursion, whatever the graph: circles are never enumerated, their number is exponential.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import networkx as nx

from ownercat.graph import Node

LOOKS = 2_000_000  # edges looked at per component in search of a shorter circle


class Circle(NamedTuple):
    """Nodes that all need each other, and one shortest way around: the first node is not repeated at its end."""

    members: tuple[Node, ...]
    way: tuple[Node, ...]


def circles(edges: Mapping[Node, Collection[Node]]) -> list[Circle]:
    """Every strongly connected component of more than one node, in the order of its smallest one."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    graph.add_edges_from((start, end) for start, ends in edges.items() for end in ends)
    found = [tuple(sorted(members)) for members in nx.strongly_connected_components(graph) if len(members) > 1]
    return [Circle(members, _shortest(members, edges)) for members in sorted(found)]


def _shortest(members: tuple[Node, ...], edges: Mapping[Node, Collection[Node]]) -> tuple[Node, ...]:
    """A shortest circle of a component, its smallest node first.

    A full search from every node is quadratic. In a component too large for that, it is the shortest circle
    through the nodes that the bound allows to start from; the first one is always searched to its end.
    """
    among = set(members)
    inside = {item: sorted(end for end in edges.get(item, ()) if end in among) for item in members}
    left = LOOKS
    best: tuple[Node, ...] = ()
    for start in members:
        way, looks = _around(start, inside, len(best) or len(members) + 1)
        best = way or best
        left -= looks
        if len(best) == 2 or left < 0:
            break
    first = best.index(min(best))
    return best[first:] + best[:first]


def _around(start: Node, edges: Mapping[Node, list[Node]], bound: int) -> tuple[tuple[Node, ...], int]:
    """The shortest way from a node back to itself, if shorter than ``bound`` nodes, and how many edges were seen."""
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
                return tuple(_back(item, start, before)), looks
            if end not in steps:
                steps[end] = steps[item] + 1
                before[end] = item
                waiting.append(end)
    return (), looks


def _back(item: Node, start: Node, before: Mapping[Node, Node]) -> Iterator[Node]:
    """The way that led from ``start`` to ``item``, in the order it is walked."""
    way = [item]
    while way[-1] != start:
        way.append(before[way[-1]])
    return reversed(way)
