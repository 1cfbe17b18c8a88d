"""``graph --format tree``: who needs whom, indented; what was shown above is not shown again below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ownercat.graph.drawing import Arc, Drawing
from ownercat.text import escape_command, shown
from ownercat.views.terminal import Paint

DEEPEST = 60  # levels; what lies deeper can be seen from a service that lies there
_STEM, _BEND, _BAR, _SPACE = "├─ ", "└─ ", "│  ", "   "


def render(drawing: Drawing, starts: Sequence[str], direction: str, depth: int | None, paint: Paint) -> str:
    """One tree for each start and direction; of a whole graph, one for each vertex that it begins with."""
    ways = ("down", "up") if direction == "both" else (direction,)
    lines: list[str] = []
    for way in ways:
        arcs = _by_start(drawing, way)
        roots = list(starts) or _roots(drawing, way)
        head = {"down": "needs", "up": "is needed by"}[way] if len(ways) > 1 else ""
        lines += [*([paint(head, "frame")] if head else []), *_forest(drawing, arcs, roots, depth, way, paint)]
    return "".join(f"{line}\n" for line in lines)


def rows(drawing: Drawing, direction: str, paint: Paint) -> str:
    """Every vertex with its neighbours, and no further."""
    arcs = tuple(arc for arc in drawing.arcs if arc.start != arc.end)
    lines: list[str] = []
    for way in ("down", "up") if direction == "both" else (direction,):
        found = _by_start(drawing._replace(arcs=arcs), way)
        lines += [paint({"down": "needs", "up": "is needed by"}[way], "frame")] if direction == "both" else []
        for id in drawing.vertices:
            lines.append(_line(drawing, id, None, "", "", paint))
            these = sorted(found.get(id, ()), key=lambda arc: -arc.times)
            ends = [(arc.end if way == "down" else arc.start, arc) for arc in these]
            lines += [_line(drawing, end, arc, _BEND if arc is these[-1] else _STEM, "", paint) for end, arc in ends]
    return "".join(f"{line}\n" for line in lines)


def _by_start(drawing: Drawing, way: str) -> Mapping[str, list[Arc]]:
    """The arcs of each vertex in the direction that is walked, those to a vertex drawn once."""
    found: dict[str, dict[str, Arc]] = {}
    for arc in drawing.arcs:
        start, end = (arc.start, arc.end) if way == "down" else (arc.end, arc.start)
        found.setdefault(start, {}).setdefault(end, arc)
    return {start: list(arcs.values()) for start, arcs in found.items()}


def _roots(drawing: Drawing, way: str) -> list[str]:
    """Where the trees of a whole graph begin: what nothing leads to, and one of each circle that nothing leads to."""
    led_to = {arc.end if way == "down" else arc.start for arc in drawing.arcs if arc.start != arc.end}
    roots = [id for id in drawing.vertices if id not in led_to]
    if len(_reach(drawing, roots, way)) == len(drawing.vertices):
        return roots
    turned = (
        drawing
        if way == "down"
        else drawing._replace(arcs=tuple(arc._replace(start=arc.end, end=arc.start) for arc in drawing.arcs))
    )
    from ownercat.graph import export  # noqa: PLC0415  # only a drawing of every service needs networkx

    return list(export.list_starts(turned))


def _reach(drawing: Drawing, roots: Sequence[str], way: str) -> set[str]:
    arcs = _by_start(drawing, way)
    seen, waiting = set(roots), list(roots)
    while waiting:
        item = waiting.pop()
        ends = [arc.end if way == "down" else arc.start for arc in arcs.get(item, ())]
        new = [end for end in ends if end not in seen]
        seen.update(new)
        waiting += new
    return seen


def _forest(
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
        yield _line(drawing, id, arc, lead, " (see above)" if again else " …" if deep else "", paint)
        if again or deep:
            continue
        seen.add(id)
        for number, item in enumerate(reversed(below)):
            end = item.end if way == "down" else item.start
            last = number == 0
            waiting.append((end, item, indent + (_BEND if last else _STEM), indent + (_SPACE if last else _BAR)))


def _line(drawing: Drawing, id: str, arc: Arc | None, lead: str, end: str, paint: Paint) -> str:
    vertex = drawing.vertices[id]
    owner = drawing.vertices.get(vertex.team)
    inside = [f"tier {vertex.tier}"] if vertex.tier else []
    inside += [shown(_team_name(vertex.team, owner.name if owner else ""), 63)] if vertex.team not in ("", id) else []
    inside += [how(arc)] if arc is not None else []
    if vertex.lifecycle not in ("", "production"):
        inside.append(shown(vertex.lifecycle, 30))
    name = shown(vertex.name, 80)
    said = f" ({', '.join(inside)})" if inside else ""
    return escape_command(f"{lead}{paint(name, 'strong')}{said}{end}")


def _team_name(id: str, known: str) -> str:
    return known or id.partition(":")[2]


def how(arc: Arc) -> str:
    """How a dependency is meant: ``hard``, ``hard 1 of group relays``, ``3 hard, 2 soft``."""
    if arc.times > 1 or not arc.mode:
        return ", ".join(f"{count} {shown(mode, 20)}" for mode, count in arc.modes.items()) or shown(arc.what, 60)
    group = f" in group {shown(arc.group, 63)}" if arc.group else ""
    planned = ", planned" if arc.status == "planned" else ""
    return f"{shown(arc.mode, 20)}{group}{planned}"
