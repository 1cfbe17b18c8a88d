"""Find the nodes on every path by dominators, near linear and without recursion. Needs networkx."""

from collections.abc import Collection, Iterable, Mapping

import networkx as nx

from ownercat.graph import Node

_ROOT: Node = ("", "")


def find_shared_nodes(
    edges: Mapping[Node, Collection[Node]], entrances: Iterable[Node], targets: Collection[Node]
) -> frozenset[Node]:
    """Return the nodes on every path from the entrances to any of the targets, including both ends.

    A node d dominates a target if every path from the root to the target contains d. The immediate dominators form a
    tree, so d dominates exactly the targets in its subtree. The function counts the targets of each subtree from the
    leaves up: a node with all targets in its subtree is on every path.
    """
    graph: nx.DiGraph[Node] = nx.DiGraph((start, end) for start, ends in edges.items() for end in ends)
    graph.add_edges_from((_ROOT, entrance) for entrance in entrances)
    above = {item: parent for item, parent in nx.immediate_dominators(graph, _ROOT).items() if item != _ROOT}
    below: dict[Node, list[Node]] = {}
    for item, parent in above.items():
        below.setdefault(parent, []).append(item)
    order = [_ROOT]
    for item in order:  # grows while it is walked: parents before children
        order += below.get(item, ())
    target_counts = dict.fromkeys(targets, 1)
    for item in reversed(order[1:]):
        target_counts[above[item]] = target_counts.get(above[item], 0) + target_counts.get(item, 0)
    return frozenset(item for item in order[1:] if target_counts.get(item) == len(targets))
