"""``graph --format json``: node-link data for networkx and d3; ``schemas/output/graph.schema.json`` describes it."""

from collections.abc import Mapping
from typing import Any

from ownercat.diagnostics import Place
from ownercat.graph.drawing import Arc, Drawing, Vertex
from ownercat.text import format_json
from ownercat.views.facts import Sources, document, lines, listed

VERSION = 1


def render(drawing: Drawing, files: Mapping[str, bytes]) -> str:
    """Render nodes and links, one per line, each with its location."""
    wanted = {*(vertex.place for vertex in drawing.vertices.values()), *(arc.place for arc in drawing.arcs)}
    sources = lines(files, {place for place in wanted if place is not None})
    parts = {
        "directed": format_json(True),
        "multigraph": format_json(True),
        "graph": format_json({"name": "ownercat"}),
        "nodes": listed([_build_node(vertex, sources) for vertex in drawing.vertices.values()]),
        "links": listed([_build_link(arc, number, sources) for number, arc in enumerate(drawing.arcs)]),
    }
    return document(VERSION, parts)


def _build_node(vertex: Vertex, sources: Sources) -> dict[str, Any]:
    return {
        "id": vertex.id,
        "kind": vertex.kind,
        "name": vertex.name,
        "title": vertex.title,
        "tier": vertex.tier or None,
        "lifecycle": vertex.lifecycle,
        "team": vertex.team,
        "source": _build_source(vertex.place, sources),
    }


def _build_link(arc: Arc, number: int, sources: Sources) -> dict[str, Any]:
    return {
        "source": arc.start,
        "target": arc.end,
        "key": number,
        "what": arc.what,
        "mode": arc.mode,
        "status": arc.status,
        "group": arc.group,
        "interface": arc.interface,
        "degrade": arc.degrade,
        "times": arc.times,
        "modes": dict(arc.modes),
        # in node-link data, "source" is the start of a link
        "stated": _build_source(arc.place, sources),
    }


def _build_source(place: Place | None, sources: Sources) -> dict[str, Any] | None:
    if place is None:
        return None
    path, line = sources[place]
    return {"path": path, "line": line}
