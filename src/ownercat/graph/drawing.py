"""Graphs for drawings: vertices and arcs with readable names, limited to what was requested. Pure and light."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.graph.ways import find_reachable, get_successors
from ownercat.model import Catalog, Dependency, Entity, Service, Team

NOBODY = "team:"  # the vertex for services without an owner
_STRENGTH = ("hard", "soft", "async", "cached")


class Vertex(NamedTuple):
    """One entity of the catalog. ``tier`` is 0 if it has none; ``team`` is the vertex of its owner, or ``""``."""

    id: str
    kind: str
    name: str
    title: str
    tier: int
    lifecycle: str
    team: str
    place: Place | None


class Arc(NamedTuple):
    """A relation.

    ``what`` is a verb (needs, owns …); ``times`` is how often it is stated, and ``modes`` counts by mode.
    """

    start: str
    end: str
    what: str
    mode: str
    status: str
    group: str
    interface: str
    degrade: str
    times: int
    modes: Mapping[str, int]
    place: Place | None


class Drawing(NamedTuple):
    """A graph: its vertices by ID, in order, and its arcs."""

    vertices: Mapping[str, Vertex]
    arcs: tuple[Arc, ...]


def format_vertex_id(entity: Entity) -> str:
    """Return the ID of an entity in a drawing: ``service:checkout``."""
    return f"{entity.kind.lower()}:{entity.key}"


def draw_services(catalog: Catalog) -> Drawing:
    """Draw every service, and every dependency on an existing service."""
    all_services: tuple[Service, ...] = tuple(catalog.of(Service))
    vertices = {format_vertex_id(service): build_service_vertex(catalog, service) for service in all_services}
    arcs = (_build_dependency_arc(catalog, service, entry) for service in all_services for entry in service.depends_on)
    return Drawing(vertices, tuple(arc for arc in arcs if arc is not None))


def build_service_vertex(catalog: Catalog, service: Service) -> Vertex:
    """Build the vertex of a service, with its owner."""
    team = catalog.team(service.owner)
    return Vertex(
        format_vertex_id(service),
        service.kind,
        service.name,
        service.title,
        service.tier if service.can_say("tier") else 0,
        service.lifecycle,
        format_vertex_id(team) if team is not None else "",
        service.named,
    )


def _build_dependency_arc(catalog: Catalog, service: Service, entry: Dependency) -> Arc | None:
    provider = catalog.service(entry.service)
    if provider is None:
        return None
    mode = entry.mode
    return Arc(
        format_vertex_id(service),
        format_vertex_id(provider),
        "needs",
        mode,
        entry.status,
        entry.group,
        entry.interface,
        entry.degrade,
        1,
        {mode: 1},
        entry.place,
    )


def draw_teams(catalog: Catalog, drawing: Drawing) -> Drawing:
    """Draw the dependencies between owners, one arc for all dependencies between two teams.

    Dependencies within a team and planned dependencies are left out.
    """
    owner = {vertex.id: vertex.team or NOBODY for vertex in drawing.vertices.values()}
    counted: dict[tuple[str, str], Counter[str]] = {}
    places: dict[tuple[str, str], Place | None] = {}
    for arc in drawing.arcs:
        ends = (owner[arc.start], owner[arc.end])
        if ends[0] != ends[1] and arc.status != "planned":
            counted.setdefault(ends, Counter())[arc.mode] += 1
            places.setdefault(ends, arc.place)
    teams = {format_vertex_id(team): team for team in catalog.of(Team)}
    vertices = {id: _build_team_vertex(id, teams.get(id)) for id in dict.fromkeys(owner.values())}
    arcs = (_build_team_arc(ends, modes, places[ends]) for ends, modes in counted.items())
    return Drawing(dict(sorted(vertices.items())), tuple(arcs))


def _build_team_vertex(id: str, team: Team | None) -> Vertex:
    if team is None:
        return Vertex(id, "Team", "nobody", "", 0, "", "", None)
    return Vertex(id, team.kind, team.name, team.title, 0, "", id, team.named)


def _build_team_arc(ends: tuple[str, str], modes: Counter[str], place: Place | None) -> Arc:
    """Build the arc between two teams; its mode is the hardest mode of the dependencies."""
    order = sorted(modes, key=lambda mode: _STRENGTH.index(mode) if mode in _STRENGTH else len(_STRENGTH))
    kept = {mode: modes[mode] for mode in order}
    return Arc(*ends, "needs", order[0], "active", "", "", "", modes.total(), kept, place)


def limit_drawing(drawing: Drawing, starts: Collection[str], direction: str, depth: int | None) -> Drawing:
    """Return the reachable part of a graph: ``down`` along the arcs, ``up`` against them, or ``both``."""
    down, up = map_neighbors(drawing.arcs)
    kept: dict[str, None] = dict.fromkeys(starts)
    for wanted, edges in (("down", down), ("up", up)):
        if direction in (wanted, "both"):
            reachable = find_reachable(get_successors(edges), starts)
            kept |= dict.fromkeys(item for item, (far, _) in reachable.items() if depth is None or far <= depth)
    vertices = {id: vertex for id, vertex in drawing.vertices.items() if id in kept}
    return Drawing(vertices, tuple(arc for arc in drawing.arcs if arc.start in kept and arc.end in kept))


def map_neighbors(arcs: Iterable[Arc]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the successors and the predecessors of each vertex."""
    down: dict[str, list[str]] = {}
    up: dict[str, list[str]] = {}
    for arc in arcs:
        down.setdefault(arc.start, []).append(arc.end)
        up.setdefault(arc.end, []).append(arc.start)
    return down, up
