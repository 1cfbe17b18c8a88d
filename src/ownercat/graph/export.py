"""Export drawings with networkx: GraphML, and the start vertices of a drawing."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import networkx as nx

from ownercat.graph.drawing import Drawing
from ownercat.text import clean


def build_networkx(drawing: Drawing) -> nx.MultiDiGraph[str]:
    """Return the graph in the form of networkx, with plain values only."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for vertex in drawing.vertices.values():
        facts = {"kind": vertex.kind, "name": vertex.name, "title": vertex.title, "lifecycle": vertex.lifecycle}
        kept = {key: clean(value) for key, value in (facts | {"team": vertex.team}).items() if value}
        graph.add_node(clean(vertex.id), **kept, **({"tier": vertex.tier} if vertex.tier else {}))
    for arc in drawing.arcs:
        facts = {"what": arc.what, "mode": arc.mode, "status": arc.status, "group": arc.group}
        facts |= {"interface": arc.interface, "degrade": arc.degrade}
        kept = {key: clean(value) for key, value in facts.items() if value}
        graph.add_edge(clean(arc.start), clean(arc.end), times=arc.times, **kept, **dict(arc.modes))
    return graph


def render_graphml(drawing: Drawing) -> str:
    """Return the graph as GraphML."""
    out = BytesIO()
    nx.write_graphml_xml(build_networkx(drawing), out, encoding="utf-8", prettyprint=True)
    return out.getvalue().decode("utf-8")


def list_starts(drawing: Drawing) -> Iterator[str]:
    """Return as few vertices as possible from which all others can be reached.

    The condensation of the graph has no cycles. One vertex of each component without incoming edges reaches everything.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(drawing.vertices)
    graph.add_edges_from((arc.start, arc.end) for arc in drawing.arcs)
    order = {id: n for n, id in enumerate(drawing.vertices)}
    whole = nx.condensation(graph)
    first = [min(whole.nodes[n]["members"], key=order.__getitem__) for n, into in whole.in_degree() if into == 0]
    return iter(sorted(first, key=order.__getitem__))
