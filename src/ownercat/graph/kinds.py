"""The graph of everything: services, interfaces, journeys, teams, people, policies and rotations. Pure and light."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Place
from ownercat.graph.drawing import Arc, Drawing, Vertex, service_vertex, services, vertex_id
from ownercat.model import Catalog, Entity, Escalation, Journey, Person, Ref, Rotation, Service, Team

_KINDS = (Service, Journey, Team, Person, Rotation, Escalation)


def everything(catalog: Catalog) -> Drawing:
    """Every vertex and every relation between two of them that both exist."""
    found: list[Entity] = [entity for kind in _KINDS for entity in catalog.of(kind)]
    vertices = {vertex_id(entity): _vertex(catalog, entity) for entity in found}
    vertices |= {vertex.id: vertex for service in catalog.of(Service) for vertex in _interfaces(service)}
    arcs = [*services(catalog).arcs, *(arc for entity in found for arc in _arcs(catalog, entity))]
    return Drawing(vertices, tuple(arc for arc in arcs if arc.start in vertices and arc.end in vertices))


def _vertex(catalog: Catalog, entity: Entity) -> Vertex:
    if isinstance(entity, Service):
        return service_vertex(catalog, entity)
    ref = entity.owner if isinstance(entity, Journey) else getattr(entity, "team", None)
    team = entity if isinstance(entity, Team) else catalog.team(ref if isinstance(ref, Ref) else None)
    owner = vertex_id(team) if team is not None else ""
    return Vertex(vertex_id(entity), entity.kind, entity.name, entity.title, 0, "", owner, entity.named)


def _interfaces(service: Service) -> Iterator[Vertex]:
    """What a service provides; the name counts within the service."""
    for item in service.provides:
        yield Vertex(_interface(service, item.name), "Interface", item.name, item.type, 0, "", "", item.place)


def _interface(service: Service, name: str) -> str:
    return f"interface:{service.key}/{name}"


def _arcs(catalog: Catalog, entity: Entity) -> Iterator[Arc]:
    if isinstance(entity, Service):
        yield from _of_service(catalog, entity)
    elif isinstance(entity, Journey):
        yield from _one(catalog, entity, "is owned by", entity.owner)
        for step in entity.steps:
            yield from (arc._replace(mode=step.mode) for arc in _one(catalog, entity, "passes", step.service))
    elif isinstance(entity, Team):
        yield from _one(catalog, entity, "is part of", entity.parent)
        yield from _one(catalog, entity, "is led by", entity.lead)
        yield from _one(catalog, entity, "has", *entity.members)
        yield from _one(catalog, entity, "is paged by", entity.escalation)
    elif isinstance(entity, Rotation):
        yield from _one(catalog, entity, "belongs to", entity.team)
        people = {ref.name: ref for layer in entity.layers for ref in layer.members if ref is not None}
        yield from _one(catalog, entity, "has", *people.values())
    elif isinstance(entity, Escalation):
        yield from _one(catalog, entity, "belongs to", entity.team)
        yield from _one(catalog, entity, "pages", *(ref for tier in entity.tiers for ref in tier.notify))
        yield from _one(catalog, entity, "hands over to", entity.end if isinstance(entity.end, Ref) else None)


def _of_service(catalog: Catalog, service: Service) -> Iterator[Arc]:
    yield from _one(catalog, service, "is owned by", service.owner)
    yield from _one(catalog, service, "is paged by", *(route.policy for route in service.routes))
    for role, ref in service.roles.items():
        yield from _one(catalog, service, f"role {role}", ref)
    for authority, refs in service.authorise.items():
        yield from _one(catalog, service, f"authorises {authority}", *refs)
    for item in service.provides:
        yield _arc(vertex_id(service), _interface(service, item.name), "provides", item.place)
    for entry in service.depends_on:
        provider = catalog.service(entry.service) if entry.interface else None
        if provider is not None:
            yield _arc(vertex_id(service), _interface(provider, entry.interface), "uses", entry.place)


def _one(catalog: Catalog, entity: Entity, what: str, *refs: Ref | None) -> Iterator[Arc]:
    """An arc for each reference that means something."""
    for ref in refs:
        found = catalog.find(ref)
        if found is not None and ref is not None:
            yield _arc(vertex_id(entity), vertex_id(found), what, ref.place)


def _arc(start: str, end: str, what: str, place: Place) -> Arc:
    return Arc(start, end, what, "", "active", "", "", "", 1, {}, place)
