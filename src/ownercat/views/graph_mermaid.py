"""``graph --format mermaid``: for code hosts and wikis. The fill shows the tier, the frame the team."""

from collections.abc import Iterator, Mapping

from ownercat.graph.drawing import Arc, Drawing, Vertex
from ownercat.views.graph_dot import (
    NO_TIER,
    TIERS,
    assign_team_colors,
    format_arc_label,
    format_team,
    group_by_team,
    list_label_lines,
)
from ownercat.views.markup import mermaid

# Defaults of Mermaid: https://mermaid.js.org/config/schema-docs/config.html
MOST_EDGES = 500
MOST_TEXT = 50_000
_LINES = {"hard": "==>", "soft": "-.->", "async": "-.->", "cached": "-.->"}


def render(drawing: Drawing) -> str:
    """Render the graph as a Mermaid flowchart."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _render_lines(drawing)), ""])


def list_warnings(drawing: Drawing, text: str) -> Iterator[str]:
    """List the default limits of Mermaid that the graph exceeds."""
    fix = "name a SERVICE, or use --depth or --teams"
    if len(drawing.arcs) > MOST_EDGES:
        yield f"the graph has {len(drawing.arcs)} edges, and Mermaid draws at most {MOST_EDGES} by default: {fix}"
    elif len(text) > MOST_TEXT:
        yield f"the graph has {len(text)} characters, and Mermaid reads at most {MOST_TEXT} by default: {fix}"


def _render_lines(drawing: Drawing) -> Iterator[str]:
    # names can be keywords of Mermaid; numbers are not
    ids = {id: f"n{number}" for number, id in enumerate(drawing.vertices)}
    colors = assign_team_colors(drawing)
    for number, (team, vertices) in enumerate(group_by_team(drawing)):
        if team:
            yield f"subgraph t{number}[{mermaid(format_team(drawing, team))}]"
        yield from (f"{'  ' * bool(team)}{_render_vertex(vertex, ids[vertex.id])}" for vertex in vertices)
        if team:
            yield "end"
            yield f"style t{number} fill:none,stroke:{colors[team]},color:{colors[team]}"
    yield from (_render_arc(arc, ids) for arc in drawing.arcs)
    yield from _render_styles(drawing, ids, colors)


def _render_vertex(vertex: Vertex, id: str) -> str:
    text = "<br/>".join(mermaid(line)[1:-1] for line in list_label_lines(vertex))
    return f'{id}["{text}"]'


def _render_arc(arc: Arc, ids: Mapping[str, str]) -> str:
    title = format_arc_label(arc) or (arc.mode if arc.mode in ("async", "cached") else "")
    if arc.status == "planned":
        title = f"{title}, planned" if title else "planned"
    line = "-.->" if arc.status == "planned" else _LINES.get(arc.mode, "-->")
    text = f"|{mermaid(title)}|" if title else ""
    return f"{ids[arc.start]} {line}{text} {ids[arc.end]}"


def _render_styles(drawing: Drawing, ids: Mapping[str, str], colors: Mapping[str, str]) -> Iterator[str]:
    """Render one class for all boxes with the same colors."""
    looks: dict[tuple[str, str], list[str]] = {}
    for vertex in drawing.vertices.values():
        look = (TIERS.get(vertex.tier, NO_TIER), colors.get(vertex.team, "#9a9a9a"))
        looks.setdefault(look, []).append(ids[vertex.id])
    for number, ((fill, stroke), these) in enumerate(sorted(looks.items())):
        yield f"classDef c{number} fill:{fill},stroke:{stroke},stroke-width:2px,color:#202020"
        yield f"class {','.join(these)} c{number}"
