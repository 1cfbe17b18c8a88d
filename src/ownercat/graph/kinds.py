"""Draw the whole catalog: services, interfaces, journeys, teams, people, policies and rotations. Pure and light."""

from collections.abc import Iterator

from ownercat.diagnostics import Place
from ownercat.graph.drawing import Arc, Drawing, Vertex, build_service_vertex, draw_services, format_vertex_id
from ownercat.model import Catalog, Entity, Escalation, Journey, Person, Ref, Rotation, Service, Team

_KINDS = (Service, Journey, Team, Person, Rotation, Escalation)


def draw_everything(catalog: Catalog) -> Drawing:
    """Draw every entity, and every relation between two existing entities."""
    entities: list[Entity] = [entity for kind in _KINDS for entity in catalog.of(kind)]
    vertices = {format_vertex_id(entity): _build_vertex(catalog, entity) for entity in entities}
    vertices |= {vertex.id: vertex for service in catalog.of(Service) for vertex in _list_interfaces(service)}
    arcs = [*draw_services(catalog).arcs, *(arc for entity in entities for arc in _list_arcs(catalog, entity))]
    return Drawing(vertices, tuple(arc for arc in arcs if arc.start in vertices and arc.end in vertices))


def _build_vertex(catalog: Catalog, entity: Entity) -> Vertex:
    if isinstance(entity, Service):
        return build_service_vertex(catalog, entity)
    ref = entity.owner if isinstance(entity, Journey) else getattr(entity, "team", None)
    team = entity if isinstance(entity, Team) else catalog.team(ref if isinstance(ref, Ref) else None)
    owner = format_vertex_id(team) if team is not None else ""
    return Vertex(format_vertex_id(entity), entity.kind, entity.name, entity.title, 0, "", owner, entity.named)


def _list_interfaces(service: Service) -> Iterator[Vertex]:
    """Yield the interfaces of a service; their names are unique only within the service."""
    for item in service.provides:
        yield Vertex(_format_interface_id(service, item.name), "Interface", item.name, item.type, 0, "", "", item.place)


def _format_interface_id(service: Service, name: str) -> str:
    return f"interface:{service.key}/{name}"


def _list_arcs(catalog: Catalog, entity: Entity) -> Iterator[Arc]:
    if isinstance(entity, Service):
        yield from _list_service_arcs(catalog, entity)
    elif isinstance(entity, Journey):
        yield from _list_reference_arcs(catalog, entity, "is owned by", entity.owner)
        for step in entity.steps:
            yield from (
                arc._replace(mode=step.mode) for arc in _list_reference_arcs(catalog, entity, "passes", step.service)
            )
    elif isinstance(entity, Team):
        yield from _list_reference_arcs(catalog, entity, "is part of", entity.parent)
        yield from _list_reference_arcs(catalog, entity, "is led by", entity.lead)
        yield from _list_reference_arcs(catalog, entity, "has", *entity.members)
        yield from _list_reference_arcs(catalog, entity, "is paged by", entity.escalation)
    elif isinstance(entity, Rotation):
        yield from _list_reference_arcs(catalog, entity, "belongs to", entity.team)
        people = {ref.name: ref for layer in entity.layers for ref in layer.members if ref is not None}
        yield from _list_reference_arcs(catalog, entity, "has", *people.values())
    elif isinstance(entity, Escalation):
        yield from _list_reference_arcs(catalog, entity, "belongs to", entity.team)
        yield from _list_reference_arcs(
            catalog, entity, "pages", *(ref for tier in entity.tiers for ref in tier.notify)
        )
        yield from _list_reference_arcs(
            catalog, entity, "hands over to", entity.end if isinstance(entity.end, Ref) else None
        )


def _list_service_arcs(catalog: Catalog, service: Service) -> Iterator[Arc]:
    yield from _list_reference_arcs(catalog, service, "is owned by", service.owner)
    yield from _list_reference_arcs(catalog, service, "is paged by", *(route.policy for route in service.routes))
    for role, ref in service.roles.items():
        yield from _list_reference_arcs(catalog, service, f"role {role}", ref)
    for authority, refs in service.authorise.items():
        yield from _list_reference_arcs(catalog, service, f"authorises {authority}", *refs)
    for item in service.provides:
        yield _build_arc(format_vertex_id(service), _format_interface_id(service, item.name), "provides", item.place)
    for entry in service.depends_on:
        provider = catalog.service(entry.service) if entry.interface else None
        if provider is not None:
            yield _build_arc(
                format_vertex_id(service), _format_interface_id(provider, entry.interface), "uses", entry.place
            )


def _list_reference_arcs(catalog: Catalog, entity: Entity, what: str, *refs: Ref | None) -> Iterator[Arc]:
    """Yield an arc for each reference that resolves."""
    for ref in refs:
        entity_of_ref = catalog.find(ref)
        if entity_of_ref is not None and ref is not None:
            yield _build_arc(format_vertex_id(entity), format_vertex_id(entity_of_ref), what, ref.place)


def _build_arc(start: str, end: str, what: str, place: Place) -> Arc:
    return Arc(start, end, what, "", "active", "", "", "", 1, {}, place)
