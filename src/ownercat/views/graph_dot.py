"""``graph --format dot``: for Graphviz. The fill shows the tier, the frame the team, and the line the mode."""

from collections.abc import Iterator, Mapping

from ownercat.graph.drawing import Arc, Drawing, Vertex
from ownercat.views.graph_tree import format_mode
from ownercat.views.markup import dot

TIERS: Mapping[int, str] = {1: "#f6b8a8", 2: "#fbdca0", 3: "#d5e8c0", 4: "#e4e6ea"}
NO_TIER = "#ffffff"
# Frames of teams: dark, distinct colors; the ninth team gets the first color again.
TEAMS = ("#1f5fa8", "#a8431f", "#2e7d4f", "#7a3fa0", "#8a6d00", "#00758a", "#b0306a", "#4d4d4d")
# mode: line, color, width
LINES: Mapping[str, tuple[str, str, str]] = {
    "hard": ("solid", "#303030", "1.6"),
    "soft": ("dashed", "#505050", "1.1"),
    "async": ("dotted", "#505050", "1.3"),
    "cached": ("dotted", "#8a8a8a", "1.1"),
}
_PLANNED = ("dashed", "#b0b0b0", "0.8")
_LEGEND = "line: solid hard, dashed soft, dotted async or cached"


def render(drawing: Drawing) -> str:
    """Render the graph in the language of Graphviz."""
    return "\n".join(["digraph ownercat {", *(f"  {line}" for line in _render_lines(drawing)), "}", ""])


def _render_lines(drawing: Drawing) -> Iterator[str]:
    yield 'graph [rankdir=LR, fontname="Helvetica", fontsize=10, labelloc=b, ranksep=0.7, nodesep=0.25'
    yield f"       label={dot(_format_legend(drawing))}];"
    yield 'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, penwidth=1.6];'
    yield 'edge [fontname="Helvetica", fontsize=9, arrowsize=0.7];'
    colors = assign_team_colors(drawing)
    for number, (team, vertices) in enumerate(group_by_team(drawing)):
        color = colors.get(team, "#9a9a9a")
        if team:
            yield f'subgraph "cluster_{number}" {{'
            yield f'  label={dot(format_team(drawing, team))}; color="{color}"; fontcolor="{color}"; style=rounded;'
        yield from (f"{'  ' * bool(team)}{_render_vertex(vertex, colors)}" for vertex in vertices)
        yield from ("}" for _ in range(bool(team)))
    yield from (_render_arc(arc) for arc in drawing.arcs)


def group_by_team(drawing: Drawing) -> list[tuple[str, list[Vertex]]]:
    """Group the services by team; a graph with entities of other kinds is one group.

    Graphviz loses lines if many of them run between clusters in both directions.
    """
    mixed = any(arc.what != "needs" for arc in drawing.arcs)
    groups: dict[str, list[Vertex]] = {}
    for vertex in drawing.vertices.values():
        groups.setdefault("" if mixed or vertex.team == vertex.id else vertex.team, []).append(vertex)
    return sorted(groups.items())


def _format_legend(drawing: Drawing) -> str:
    tiers = sorted({vertex.tier for vertex in drawing.vertices.values() if vertex.tier})
    fills = ", ".join(f"{_WORDS[tier]} tier {tier}" for tier in tiers)
    return f"fill: {fills}; {_LEGEND}" if fills else _LEGEND


_WORDS = {1: "red", 2: "yellow", 3: "green", 4: "grey"}


def assign_team_colors(drawing: Drawing) -> Mapping[str, str]:
    """Return a color for each team, in the order of their names."""
    teams = sorted({vertex.team for vertex in drawing.vertices.values() if vertex.team})
    return {team: TEAMS[number % len(TEAMS)] for number, team in enumerate(teams)}


def format_team(drawing: Drawing, team: str) -> str:
    """Return the title or the name of a team."""
    vertex = drawing.vertices.get(team)
    return (vertex.title or vertex.name) if vertex else team.partition(":")[2]


def list_label_lines(vertex: Vertex) -> list[str]:
    """Return the lines of text inside a box."""
    kind = [] if vertex.kind in ("Service", "Component", "Team") else [vertex.kind.lower()]
    tier = [f"tier {vertex.tier}"] if vertex.tier else []
    life = [vertex.lifecycle] if vertex.lifecycle not in ("", "production") else []
    return [vertex.name, ", ".join([*kind, *tier, *life])] if kind or tier or life else [vertex.name]


def _render_vertex(vertex: Vertex, colors: Mapping[str, str]) -> str:
    # the line break is the only escape that does not come from `dot`
    label = '"' + "\\n".join(dot(line)[1:-1] for line in list_label_lines(vertex)) + '"'
    fill = TIERS.get(vertex.tier, NO_TIER)
    tip = f", tooltip={dot(vertex.title)}" if vertex.title else ""
    frame = colors.get(vertex.team, "#9a9a9a")
    return f'{dot(vertex.id, 400)} [label={label}, fillcolor="{fill}", color="{frame}"{tip}];'


def _render_arc(arc: Arc) -> str:
    line, color, width = _PLANNED if arc.status == "planned" else LINES.get(arc.mode, LINES["soft"])
    title = format_arc_label(arc)
    text = f", label={dot(title)}" if title else ""
    width = f"{min(float(width) + arc.times / 4, 5):.2g}" if arc.times > 1 else width
    ends = f"{dot(arc.start, 400)} -> {dot(arc.end, 400)}"
    return f'{ends} [style={line}, color="{color}", penwidth={width}{text}];'


def format_arc_label(arc: Arc) -> str:
    """Return the label of a line; "" if its style shows everything."""
    if arc.what != "needs":
        return arc.what
    if arc.times > 1 or len(arc.modes) > 1:
        return format_mode(arc)
    return f"group {arc.group}" if arc.group else ""
