"""``graph --format tree``: dependencies as an indented tree. A subtree is shown once."""

from collections.abc import Iterator, Mapping, Sequence

from ownercat.graph.drawing import Arc, Drawing
from ownercat.text import escape_command, shown
from ownercat.views.terminal import Paint

DEEPEST = 60  # levels; start at a deeper service to see the rest
_TITLES = {"down": "depends on", "up": "dependents"}
_STEM, _BEND, _BAR, _SPACE = "├─ ", "└─ ", "│  ", "   "


def render(drawing: Drawing, starts: Sequence[str], direction: str, depth: int | None, paint: Paint) -> str:
    """Render a tree for each start and direction; of a whole graph, one for each root."""
    ways = ("down", "up") if direction == "both" else (direction,)
    lines: list[str] = []
    for way in ways:
        arcs = _group_arcs(drawing, way)
        roots = list(starts) or _find_roots(drawing, way)
        head = _TITLES[way] if len(ways) > 1 else ""
        lines += [*([paint(head, "frame")] if head else []), *_list_lines(drawing, arcs, roots, depth, way, paint)]
    return "".join(f"{line}\n" for line in lines)


def render_neighbors(drawing: Drawing, direction: str, paint: Paint) -> str:
    """Render every vertex with its direct neighbors."""
    arcs = tuple(arc for arc in drawing.arcs if arc.start != arc.end)
    lines: list[str] = []
    for way in ("down", "up") if direction == "both" else (direction,):
        grouped = _group_arcs(drawing._replace(arcs=arcs), way)
        lines += [paint(_TITLES[way], "frame")] if direction == "both" else []
        for id in drawing.vertices:
            lines.append(_format_line(drawing, id, None, "", "", paint))
            these = sorted(grouped.get(id, ()), key=lambda arc: -arc.times)
            ends = [(arc.end if way == "down" else arc.start, arc) for arc in these]
            lines += [
                _format_line(drawing, end, arc, _BEND if arc is these[-1] else _STEM, "", paint) for end, arc in ends
            ]
    return "".join(f"{line}\n" for line in lines)


def _group_arcs(drawing: Drawing, way: str) -> Mapping[str, list[Arc]]:
    """Group arcs by start in the direction of the walk, one for each end."""
    by_start: dict[str, dict[str, Arc]] = {}
    for arc in drawing.arcs:
        start, end = (arc.start, arc.end) if way == "down" else (arc.end, arc.start)
        by_start.setdefault(start, {}).setdefault(end, arc)
    return {start: list(arcs.values()) for start, arcs in by_start.items()}


def _find_roots(drawing: Drawing, way: str) -> list[str]:
    """Return the vertices without incoming arcs, and one vertex of each cycle without incoming arcs."""
    reached = {arc.end if way == "down" else arc.start for arc in drawing.arcs if arc.start != arc.end}
    roots = [id for id in drawing.vertices if id not in reached]
    if len(_collect_reachable(drawing, roots, way)) == len(drawing.vertices):
        return roots
    reverse = (
        drawing
        if way == "down"
        else drawing._replace(arcs=tuple(arc._replace(start=arc.end, end=arc.start) for arc in drawing.arcs))
    )
    from ownercat.graph import export  # noqa: PLC0415  # only a drawing of every service needs networkx

    return list(export.list_starts(reverse))


def _collect_reachable(drawing: Drawing, roots: Sequence[str], way: str) -> set[str]:
    arcs = _group_arcs(drawing, way)
    seen, waiting = set(roots), list(roots)
    while waiting:
        item = waiting.pop()
        ends = [arc.end if way == "down" else arc.start for arc in arcs.get(item, ())]
        new = [end for end in ends if end not in seen]
        seen.update(new)
        waiting += new
    return seen


def _list_lines(
    drawing: Drawing, arcs: Mapping[str, list[Arc]], roots: Sequence[str], depth: int | None, way: str, paint: Paint
) -> Iterator[str]:
    most = min(DEEPEST, depth) if depth is not None else DEEPEST
    seen: set[str] = set()
    waiting: list[tuple[str, Arc | None, str, str]] = [(root, None, "", "") for root in reversed(roots)]
    while waiting:
        id, arc, lead, indent = waiting.pop()
        below = [a for a in arcs.get(id, ()) if a.start != a.end]
        again = id in seen and bool(below)
        level = len(indent) // len(_BAR)
        deep = level >= most and bool(below) and not again
        yield _format_line(drawing, id, arc, lead, " (see above)" if again else " …" if deep else "", paint)
        if again or deep:
            continue
        seen.add(id)
        for number, item in enumerate(reversed(below)):
            end = item.end if way == "down" else item.start
            last = number == 0
            waiting.append((end, item, indent + (_BEND if last else _STEM), indent + (_SPACE if last else _BAR)))


def _format_line(drawing: Drawing, id: str, arc: Arc | None, lead: str, end: str, paint: Paint) -> str:
    vertex = drawing.vertices[id]
    owner = drawing.vertices.get(vertex.team)
    inside = [f"tier {vertex.tier}"] if vertex.tier else []
    inside += [shown(_format_team(vertex.team, owner.name if owner else ""), 63)] if vertex.team not in ("", id) else []
    inside += [format_mode(arc)] if arc is not None else []
    if vertex.lifecycle not in ("", "production"):
        inside.append(shown(vertex.lifecycle, 30))
    name = shown(vertex.name, 80)
    details = f" ({', '.join(inside)})" if inside else ""
    return escape_command(f"{lead}{paint(name, 'strong')}{details}{end}")


def _format_team(id: str, known: str) -> str:
    return known or id.partition(":")[2]


def format_mode(arc: Arc) -> str:
    """``hard``, ``hard in group relays``, ``3 hard, 2 soft``."""
    if arc.times > 1 or not arc.mode:
        return ", ".join(f"{count} {shown(mode, 20)}" for mode, count in arc.modes.items()) or shown(arc.what, 60)
    group = f" in group {shown(arc.group, 63)}" if arc.group else ""
    planned = ", planned" if arc.status == "planned" else ""
    return f"{shown(arc.mode, 20)}{group}{planned}"
