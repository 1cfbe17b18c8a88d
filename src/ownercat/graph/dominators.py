"""What lies on every way: dominators, near linear and without recursion. Needs networkx."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import networkx as nx

from ownercat.graph import Node

_ROOT: Node = ("", "")


def on_every_way(
    edges: Mapping[Node, Collection[Node]], entrances: Iterable[Node], targets: Collection[Node]
) -> frozenset[Node]:
    """The nodes that every way from the entrances to any of the targets goes through, the ends of it included."""
    graph: nx.DiGraph[Node] = nx.DiGraph((start, end) for start, ends in edges.items() for end in ends)
    graph.add_edges_from((_ROOT, entrance) for entrance in entrances)
    above = {item: parent for item, parent in nx.immediate_dominators(graph, _ROOT).items() if item != _ROOT}
    below: dict[Node, list[Node]] = {}
    for item, parent in above.items():
        below.setdefault(parent, []).append(item)
    order = [_ROOT]
    for item in order:  # grows while it is walked: parents before children
        order += below.get(item, ())
    held = dict.fromkeys(targets, 1)
    for item in reversed(order[1:]):
        held[above[item]] = held.get(above[item], 0) + held.get(item, 0)
    return frozenset(item for item in order[1:] if held.get(item) == len(targets))
