"""Graphs to be drawn: vertices and arcs with names that people know, cut down to what was asked for. Pure and light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.graph.ways import along, reached
from ownercat.model import Catalog, Dependency, Entity, Service, Team

NOBODY = "team:"  # stands for the owner of what nobody owns
_STRENGTH = ("hard", "soft", "async", "cached")


class Vertex(NamedTuple):
    """One thing of the catalog. ``tier`` is 0 where there is none, ``team`` the owner's vertex or ``""``."""

    id: str
    kind: str
    name: str
    title: str
    tier: int
    lifecycle: str
    team: str
    place: Place | None


class Arc(NamedTuple):
    """A relation. ``what`` is a verb (needs, owns …), ``times`` how often it is stated, by mode in ``modes``."""

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
    """A graph: its vertices by id, in order, and its arcs."""

    vertices: Mapping[str, Vertex]
    arcs: tuple[Arc, ...]


def vertex_id(entity: Entity) -> str:
    """``service:checkout``."""
    return f"{entity.kind.lower()}:{entity.key}"


def services(catalog: Catalog) -> Drawing:
    """Every service, and every dependency on one that exists."""
    found: tuple[Service, ...] = tuple(catalog.of(Service))
    vertices = {vertex_id(service): service_vertex(catalog, service) for service in found}
    arcs = (_needs(catalog, service, entry) for service in found for entry in service.depends_on)
    return Drawing(vertices, tuple(arc for arc in arcs if arc is not None))


def service_vertex(catalog: Catalog, service: Service) -> Vertex:
    """A service, with its owner."""
    team = catalog.team(service.owner)
    return Vertex(
        vertex_id(service),
        service.kind,
        service.name,
        service.title,
        service.tier if service.can_say("tier") else 0,
        service.lifecycle,
        vertex_id(team) if team is not None else "",
        service.named,
    )


def _needs(catalog: Catalog, service: Service, entry: Dependency) -> Arc | None:
    found = catalog.service(entry.service)
    if found is None:
        return None
    mode = entry.mode
    return Arc(
        vertex_id(service),
        vertex_id(found),
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


def between_teams(catalog: Catalog, drawing: Drawing) -> Drawing:
    """Who depends on whom: the owners of the services, one arc for all dependencies between two teams.

    What stays within a team is left out, and so is what is only planned.
    """
    owner = {vertex.id: vertex.team or NOBODY for vertex in drawing.vertices.values()}
    counted: dict[tuple[str, str], Counter[str]] = {}
    places: dict[tuple[str, str], Place | None] = {}
    for arc in drawing.arcs:
        ends = (owner[arc.start], owner[arc.end])
        if ends[0] != ends[1] and arc.status != "planned":
            counted.setdefault(ends, Counter())[arc.mode] += 1
            places.setdefault(ends, arc.place)
    teams = {vertex_id(team): team for team in catalog.of(Team)}
    vertices = {id: _team(id, teams.get(id)) for id in dict.fromkeys(owner.values())}
    arcs = (_between(ends, modes, places[ends]) for ends, modes in counted.items())
    return Drawing(dict(sorted(vertices.items())), tuple(arcs))


def _team(id: str, team: Team | None) -> Vertex:
    if team is None:
        return Vertex(id, "Team", "nobody", "", 0, "", "", None)
    return Vertex(id, team.kind, team.name, team.title, 0, "", id, team.named)


def _between(ends: tuple[str, str], modes: Counter[str], place: Place | None) -> Arc:
    """The dependencies between two teams; its mode is the hardest of theirs."""
    order = sorted(modes, key=lambda mode: _STRENGTH.index(mode) if mode in _STRENGTH else len(_STRENGTH))
    kept = {mode: modes[mode] for mode in order}
    return Arc(*ends, "needs", order[0], "active", "", "", "", modes.total(), kept, place)


def around(drawing: Drawing, starts: Collection[str], direction: str, depth: int | None) -> Drawing:
    """The part of a graph that can be reached: ``down`` along the arcs, ``up`` against them, or ``both`` ways."""
    down, up = adjacency(drawing.arcs)
    kept: dict[str, None] = dict.fromkeys(starts)
    for wanted, edges in (("down", down), ("up", up)):
        if direction in (wanted, "both"):
            found = reached(along(edges), starts)
            kept |= dict.fromkeys(item for item, (far, _) in found.items() if depth is None or far <= depth)
    vertices = {id: vertex for id, vertex in drawing.vertices.items() if id in kept}
    return Drawing(vertices, tuple(arc for arc in drawing.arcs if arc.start in kept and arc.end in kept))


def adjacency(arcs: Iterable[Arc]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What each vertex leads to, and what leads to it."""
    down: dict[str, list[str]] = {}
    up: dict[str, list[str]] = {}
    for arc in arcs:
        down.setdefault(arc.start, []).append(arc.end)
        up.setdefault(arc.end, []).append(arc.start)
    return down, up
