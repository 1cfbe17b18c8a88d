"""Find the names that must be looked up to understand a service."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.model import SLA, Catalog, Entity, Escalation, Ref, Rotation, Runbook, Service, Team


def find_service(catalog: Catalog, word: str) -> Service | None:
    """Return the service with that key, name or alias; ``None`` if it does not exist."""
    entity = catalog.get("Service", word) or catalog.aliases.get(("Service", word))
    if entity is None:
        entity = next((each for each in catalog.of(Service) if each.name == word), None)
    return entity if isinstance(entity, Service) else None


def list_names(entity: Entity) -> Iterator[str]:
    """Yield the key, the name and all aliases of an entity."""
    yield from (entity.key, entity.name, *(alias.name for alias in entity.aliases))


def collect_related_names(catalog: Catalog, focus: Service) -> set[str]:
    """Return the names to which a service, its SLAs, runbooks and pages refer, through every escalation policy."""
    names = set(list_names(focus))
    waiting: list[Ref] = [*focus.refs]
    for document in (*catalog.of(SLA), *catalog.of(Runbook)):
        if catalog.service(document.service) is focus:
            waiting += document.refs
    while waiting:
        ref = waiting.pop()
        if ref.name not in names:
            names.add(ref.name)
            waiting += _list_next_refs(catalog.find(ref))
    return names


def _list_next_refs(entity: Entity | None) -> tuple[Ref, ...]:
    """Return the references that decide where a page goes next."""
    if isinstance(entity, Team):
        return (entity.escalation,) if entity.escalation else ()
    if isinstance(entity, Escalation):
        return entity.refs
    return (entity.team,) if isinstance(entity, Rotation) and entity.team else ()
