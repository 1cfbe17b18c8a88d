"""``graph --format mermaid``: for forges and wikis that draw it. Filled by tier, framed by team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.graph.drawing import Arc, Drawing, Vertex
from ownercat.views.graph_dot import NO_TIER, TIERS, clusters, label, label_of, team_colors, text_of
from ownercat.views.markup import mermaid

# What Mermaid draws unless its page is told otherwise.
MOST_EDGES = 500
MOST_TEXT = 50_000
_LINES = {"hard": "==>", "soft": "-.->", "async": "-.->", "cached": "-.->"}


def render(drawing: Drawing) -> str:
    """The graph as a Mermaid flowchart."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _lines(drawing)), ""])


def warnings(drawing: Drawing, text: str) -> Iterator[str]:
    """Why a page may refuse to draw it."""
    cure = "narrow it with a SERVICE, --depth or --teams"
    if len(drawing.arcs) > MOST_EDGES:
        yield f"Mermaid draws at most {MOST_EDGES} lines unless configured, and this has {len(drawing.arcs)}: {cure}"
    elif len(text) > MOST_TEXT:
        yield f"Mermaid reads at most {MOST_TEXT} characters unless configured, and this has {len(text)}: {cure}"


def _lines(drawing: Drawing) -> Iterator[str]:
    # a number is an id that is no word of Mermaid's, whatever the names are
    ids = {id: f"n{number}" for number, id in enumerate(drawing.vertices)}
    colors = team_colors(drawing)
    for number, (team, vertices) in enumerate(clusters(drawing)):
        if team:
            yield f"subgraph t{number}[{mermaid(label_of(drawing, team))}]"
        yield from (f"{'  ' * bool(team)}{_vertex(vertex, ids[vertex.id])}" for vertex in vertices)
        if team:
            yield "end"
            yield f"style t{number} fill:none,stroke:{colors[team]},color:{colors[team]}"
    yield from (_arc(arc, ids) for arc in drawing.arcs)
    yield from _styles(drawing, ids, colors)


def _vertex(vertex: Vertex, id: str) -> str:
    text = "<br/>".join(mermaid(line)[1:-1] for line in text_of(vertex))
    return f'{id}["{text}"]'


def _arc(arc: Arc, ids: Mapping[str, str]) -> str:
    said = label(arc) or (arc.mode if arc.mode in ("async", "cached") else "")
    if arc.status == "planned":
        said = f"{said}, planned" if said else "planned"
    line = "-.->" if arc.status == "planned" else _LINES.get(arc.mode, "-->")
    text = f"|{mermaid(said)}|" if said else ""
    return f"{ids[arc.start]} {line}{text} {ids[arc.end]}"


def _styles(drawing: Drawing, ids: Mapping[str, str], colors: Mapping[str, str]) -> Iterator[str]:
    """One line for all boxes that look alike."""
    looks: dict[tuple[str, str], list[str]] = {}
    for vertex in drawing.vertices.values():
        look = (TIERS.get(vertex.tier, NO_TIER), colors.get(vertex.team, "#9a9a9a"))
        looks.setdefault(look, []).append(ids[vertex.id])
    for number, ((fill, stroke), these) in enumerate(sorted(looks.items())):
        yield f"classDef c{number} fill:{fill},stroke:{stroke},stroke-width:2px,color:#202020"
        yield f"class {','.join(these)} c{number}"
