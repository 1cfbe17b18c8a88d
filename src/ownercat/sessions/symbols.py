"""What stands at a position of a file: a name, or a reference to an entity."""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.answers import WhoRequest
from ownercat.answers.values import Answer
from ownercat.diagnostics import Place, Position, Span
from ownercat.documents import source
from ownercat.model import Catalog, Entity, Person, Service, Team
from ownercat.sessions.editing import EditedCatalog
from ownercat.sessions.instants import parse_at
from ownercat.sessions.partial import PartialCatalog, WhoResult, answer_request


class Symbol(NamedTuple):
    """A name or a reference in a file, and the entity that it means."""

    place: Place
    span: Span
    entity: Entity


def find_symbol(found: EditedCatalog, path: str, at: Position) -> Symbol | None:
    """Return what stands at a position; ``None`` if it means no entity."""
    here = {place: entity for place, entity in _list_places(found.loaded.catalog) if place.path == path}
    for symbol in _locate(found, here):
        if symbol.span.start <= at <= symbol.span.end:
            return symbol
    return None


def list_symbols(found: EditedCatalog, entity: Entity, with_name: bool = True) -> list[Symbol]:
    """Return each reference to an entity, and its name if asked for."""
    places = {place: each for place, each in _list_places(found.loaded.catalog) if each is entity}
    if not with_name:
        places.pop(entity.named, None)
    return _locate(found, places)


def list_names(found: EditedCatalog, path: str) -> list[Symbol]:
    """Return the names that a file defines."""
    here = [each for each in _list_entities(found.loaded.catalog) if each.at.path == path]
    return _locate(found, {each.named: each for each in here})


def _list_places(catalog: Catalog) -> Iterator[tuple[Place, Entity]]:
    """Yield each name and each reference with its entity."""
    for entity in _list_entities(catalog):
        yield entity.named, entity
        for ref in entity.refs:
            target = catalog.find(ref)
            if target is not None:
                yield ref.place, target


def _list_entities(catalog: Catalog) -> Iterator[Entity]:
    yield from catalog.entities.values()
    yield from (twice.second for twice in catalog.twice)


def _locate(found: EditedCatalog, places: dict[Place, Entity]) -> list[Symbol]:
    by_path: dict[str, list[Place]] = {}
    for place in places:
        by_path.setdefault(place.path, []).append(place)
    spans = {
        place: span
        for path, some in by_path.items()
        for place, span in source.locate(found.get_source(path), some).items()
    }
    found_symbols = [Symbol(place, spans[place], entity) for place, entity in places.items()]
    return sorted(found_symbols, key=lambda each: (each.place.path, each.span))


def answer_who(found: EditedCatalog, entity: Entity) -> WhoResult | None:
    """Return the answer of `who` about an entity, now; ``None`` for a kind that `who` does not answer."""
    if not isinstance(entity, Service | Team | Person):
        return None
    now = parse_at(None, None)
    request = WhoRequest(f"{type(entity).__name__.lower()}:{entity.name}", as_of=now.day, at=now.at)
    result = answer_request(found.workspace, PartialCatalog(found.workspace), request)
    return result if isinstance(result.answer, Answer) else None
