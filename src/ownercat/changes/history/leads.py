"""What a service leads to: the names that must be looked up to know what its document means."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.model import SLA, Catalog, Entity, Escalation, Ref, Rotation, Runbook, Service, Team


def service(catalog: Catalog, word: str) -> Service | None:
    """The service of that key, name or alias."""
    found = catalog.get("Service", word) or catalog.aliases.get(("Service", word))
    if found is None:
        found = next((each for each in catalog.of(Service) if each.name == word), None)
    return found if isinstance(found, Service) else None


def names_of(entity: Entity) -> Iterator[str]:
    """All that an entity is called."""
    yield from (entity.key, entity.name, *(alias.name for alias in entity.aliases))


def leads_to(catalog: Catalog, focus: Service) -> set[str]:
    """The names that a service's document, promises, runbooks and pages refer to, however far the pages climb."""
    found = set(names_of(focus))
    waiting: list[Ref] = [*focus.refs]
    for document in (*catalog.of(SLA), *catalog.of(Runbook)):
        if catalog.service(document.service) is focus:
            waiting += document.refs
    while waiting:
        ref = waiting.pop()
        if ref.name not in found:
            found.add(ref.name)
            waiting += _further(catalog.find(ref))
    return found


def _further(entity: Entity | None) -> tuple[Ref, ...]:
    """What a page asks next when it comes to this."""
    if isinstance(entity, Team):
        return (entity.escalation,) if entity.escalation else ()
    if isinstance(entity, Escalation):
        return entity.refs
    return (entity.team,) if isinstance(entity, Rotation) and entity.team else ()
