"""``graph --format dot``: for Graphviz. Filled by tier, framed by team, lines by how hard the dependency is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.graph.drawing import Arc, Drawing, Vertex
from ownercat.views.graph_tree import how
from ownercat.views.markup import dot

TIERS: Mapping[int, str] = {1: "#f6b8a8", 2: "#fbdca0", 3: "#d5e8c0", 4: "#e4e6ea"}
NO_TIER = "#ffffff"
# Frames for teams: dark enough to be seen, far apart from each other; from the ninth on they begin again.
TEAMS = ("#1f5fa8", "#a8431f", "#2e7d4f", "#7a3fa0", "#8a6d00", "#00758a", "#b0306a", "#4d4d4d")
# mode: line, colour, width
LINES: Mapping[str, tuple[str, str, str]] = {
    "hard": ("solid", "#303030", "1.6"),
    "soft": ("dashed", "#505050", "1.1"),
    "async": ("dotted", "#505050", "1.3"),
    "cached": ("dotted", "#8a8a8a", "1.1"),
}
_PLANNED = ("dashed", "#b0b0b0", "0.8")
_LEGEND = "line: solid hard, dashed soft, dotted async or cached"


def render(drawing: Drawing) -> str:
    """The graph in Graphviz' language."""
    return "\n".join(["digraph ownercat {", *(f"  {line}" for line in _lines(drawing)), "}", ""])


def _lines(drawing: Drawing) -> Iterator[str]:
    yield 'graph [rankdir=LR, fontname="Helvetica", fontsize=10, labelloc=b, ranksep=0.7, nodesep=0.25'
    yield f"       label={dot(_legend(drawing))}];"
    yield 'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, penwidth=1.6];'
    yield 'edge [fontname="Helvetica", fontsize=9, arrowsize=0.7];'
    colors = team_colors(drawing)
    for number, (team, vertices) in enumerate(clusters(drawing)):
        color = colors.get(team, "#9a9a9a")
        if team:
            yield f'subgraph "cluster_{number}" {{'
            yield f'  label={dot(label_of(drawing, team))}; color="{color}"; fontcolor="{color}"; style=rounded;'
        yield from (f"{'  ' * bool(team)}{_vertex(vertex, colors)}" for vertex in vertices)
        yield from ("}" for _ in range(bool(team)))
    yield from (_arc(arc) for arc in drawing.arcs)


def clusters(drawing: Drawing) -> list[tuple[str, list[Vertex]]]:
    """The services of each team. Where there are other things as well, no box is drawn around them.

    Graphviz loses lines when many of them run between clusters in both directions.
    """
    mixed = any(arc.what != "needs" for arc in drawing.arcs)
    groups: dict[str, list[Vertex]] = {}
    for vertex in drawing.vertices.values():
        groups.setdefault("" if mixed or vertex.team == vertex.id else vertex.team, []).append(vertex)
    return sorted(groups.items())


def _legend(drawing: Drawing) -> str:
    tiers = sorted({vertex.tier for vertex in drawing.vertices.values() if vertex.tier})
    fills = ", ".join(f"{_WORDS[tier]} tier {tier}" for tier in tiers)
    return f"fill: {fills}; {_LEGEND}" if fills else _LEGEND


_WORDS = {1: "red", 2: "yellow", 3: "green", 4: "grey"}


def team_colors(drawing: Drawing) -> Mapping[str, str]:
    """A colour for each team, the same whatever else is drawn in the same order."""
    teams = sorted({vertex.team for vertex in drawing.vertices.values() if vertex.team})
    return {team: TEAMS[number % len(TEAMS)] for number, team in enumerate(teams)}


def label_of(drawing: Drawing, team: str) -> str:
    """What a team is called."""
    vertex = drawing.vertices.get(team)
    return (vertex.title or vertex.name) if vertex else team.partition(":")[2]


def text_of(vertex: Vertex) -> list[str]:
    """The lines inside a box."""
    kind = [] if vertex.kind in ("Service", "Component", "Team") else [vertex.kind.lower()]
    tier = [f"tier {vertex.tier}"] if vertex.tier else []
    life = [vertex.lifecycle] if vertex.lifecycle not in ("", "production") else []
    return [vertex.name, ", ".join([*kind, *tier, *life])] if kind or tier or life else [vertex.name]


def _vertex(vertex: Vertex, colors: Mapping[str, str]) -> str:
    # a line break is the one escape that we write ourselves
    label = '"' + "\\n".join(dot(line)[1:-1] for line in text_of(vertex)) + '"'
    fill = TIERS.get(vertex.tier, NO_TIER)
    tip = f", tooltip={dot(vertex.title)}" if vertex.title else ""
    frame = colors.get(vertex.team, "#9a9a9a")
    return f'{dot(vertex.id, 400)} [label={label}, fillcolor="{fill}", color="{frame}"{tip}];'


def _arc(arc: Arc) -> str:
    line, color, width = _PLANNED if arc.status == "planned" else LINES.get(arc.mode, LINES["soft"])
    said = label(arc)
    text = f", label={dot(said)}" if said else ""
    width = f"{min(float(width) + arc.times / 4, 5):.2g}" if arc.times > 1 else width
    ends = f"{dot(arc.start, 400)} -> {dot(arc.end, 400)}"
    return f'{ends} [style={line}, color="{color}", penwidth={width}{text}];'


def label(arc: Arc) -> str:
    """What is written beside a line: nothing where the line says it."""
    if arc.what != "needs":
        return arc.what
    if arc.times > 1 or len(arc.modes) > 1:
        return how(arc)
    return f"group {arc.group}" if arc.group else ""
