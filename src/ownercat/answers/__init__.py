"""Answer ``who``: return everything that the catalog states about the entities of a query. Pure; needs no calendar."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ownercat.answers import matching, services
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.matching import QueryMatch
from ownercat.answers.nearest import Near, NotFound
from ownercat.answers.values import Answer, Subject
from ownercat.model import Catalog, Entity, Escalation, Person, Policy, Rotation, Service, Team
from ownercat.text import shown

_ASKED_FOR = (Service, Team, Person, Rotation, Escalation)
_NEAREST = 3


class WhoRequest(NamedTuple):
    """A query. ``path`` is the query as a path from the repository's root; ``""`` if it may not be one.

    ``at``: the instant for the question who is on call (UTC seconds); ``None``: the answer does not include that.
    ``zone``: as in ``AnswerContext``. ``verbose``: also the ceiling, which needs more files.
    """

    query: str
    severity: str = ""
    symptom: str = ""
    path: str = ""
    as_of: date | None = None
    at: int | None = None
    zone: str = ""
    verbose: bool = False


def build_context(catalog: Catalog, policy: Policy, ask: WhoRequest) -> AnswerContext:
    """Build a new answer context for a request."""
    return AnswerContext(catalog, policy, ask.as_of, build_instant(ask.at), ask.zone)


def answer_request(book: AnswerContext, ask: WhoRequest) -> Answer | NotFound:
    """Return the answer in an existing context, which records its lookups; without nearest names."""
    hits = matching.find_matches(book, matching.parse_query(ask.query, ask.path))
    if not hits:
        return NotFound(ask.query)
    subjects = tuple(_answer_hit(book, hit, ask) for hit in hits)
    notes = [f"{shown(ask.query)} is ambiguous: {len(hits)} matches"] if len(hits) > 1 else []
    notes += [note for hit in hits for note in _list_hit_notes(book, hit)]
    notes += [note for subject in subjects for note in subject.notes]
    return Answer(ask.query, subjects, tuple(dict.fromkeys(notes)))


def _answer_hit(book: AnswerContext, hit: QueryMatch, ask: WhoRequest) -> Subject:
    entity = hit.entity
    if isinstance(entity, Service):
        return services.answer_service(book, hit, entity, ask.severity, ask.symptom, ask.verbose)
    if isinstance(entity, Team):
        from ownercat.answers import teams  # noqa: PLC0415  # most questions are about a service

        return teams.answer_team(book, hit, entity, ask.severity)
    assert isinstance(entity, Person)  # noqa: S101  # matching yields these three kinds
    from ownercat.answers import people  # noqa: PLC0415  # most questions are about a service

    return people.answer_person(book, hit, entity)


def _list_hit_notes(book: AnswerContext, hit: QueryMatch) -> list[str]:
    if hit.match.by != "alias" or book.as_of is None:
        return []
    alias = f"alias {shown(hit.match.text)} of {shown(hit.entity.label)}"
    ended = [a.until for a in hit.entity.aliases if a.name == hit.match.text and a.until and a.until < book.as_of]
    return [f"{alias} expired on {day.isoformat()}" for day in ended]


def find_nearest(catalog: Catalog, query: str) -> NotFound:
    """Return the names that the query probably means: names with a similar spelling, or that contain the query."""
    words = matching.parse_query(query)
    near: dict[str, Near] = {}
    for entity in catalog.entities.values():
        if words.kind in ("", entity.kind):
            for name, kind in _list_query_names(entity):
                near.setdefault(name, Near(kind, name, entity.title, entity.named))
    from ownercat import suggest  # noqa: PLC0415  # only a word that nothing matches needs it

    alike = suggest.find_nearest(words.text, near, _NEAREST)
    holding = [name for name in near if len(words.text) > 2 and words.folded in matching.fold_case(name)]
    ranked = dict.fromkeys([*alike, *sorted(holding, key=lambda name: (len(name), name))])
    return NotFound(query, tuple(near[name] for name in list(ranked)[:_NEAREST]))


def _list_query_names(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the names by which an entity can be queried, each with the kind of its entity."""
    if isinstance(entity, _ASKED_FOR):
        yield entity.name, entity.kind.lower()
        yield from ((alias.name, f"alias of {entity.name}") for alias in entity.aliases)
        if entity.title and isinstance(entity, Service | Team | Person):
            yield entity.title, f"title of {entity.label}"
    if isinstance(entity, Service):
        for symptom in entity.symptoms:
            yield symptom.id, f"symptom of {entity.name}"
            yield from ((alert, f"alert of {entity.name}") for alert in symptom.alerts)
    if entity.kind == "AlertFile":
        yield from ((rule.name, f"alert of {entity.name}") for rule in getattr(entity, "alerts", ()))


class UnknownName(NamedTuple):
    """A name on the command line without an entity, and the nearest names."""

    query: str
    nearest: tuple[Near, ...]


def find_entities(
    book: AnswerContext, words: Sequence[str], kinds: tuple[type[Entity], ...] = (Service,)
) -> tuple[list[Entity], list[UnknownName]]:
    """Return the entities of some names, each once and in order, and the names without an entity of these kinds."""
    entities: dict[tuple[str, str], Entity] = {}
    missed: list[UnknownName] = []
    for word in words:
        hits = [
            hit.entity
            for hit in matching.find_matches(book, matching.parse_query(word))
            if isinstance(hit.entity, kinds)
        ]
        # if a name is defined twice, the first definition counts
        known = [entity for hit in hits if (entity := book.catalog.get(hit.kind, hit.key)) is not None]
        entities |= {(entity.kind, entity.key): entity for entity in known}
        if not known:
            near = find_nearest(book.catalog, word).nearest
            wanted = [item for item in near if _is_of_kinds(item, kinds)]
            missed.append(UnknownName(word, tuple(wanted)))
    return list(entities.values()), missed


def rate_matches(book: AnswerContext, words: Sequence[str]) -> str:
    """Return "name" if each word is the exact name of an entity, else how one matches; ``""`` if one does not."""
    hits = [matching.find_matches(book, matching.parse_query(word)) for word in words]
    found = [hit.match.by for each in hits for hit in each]
    return next((by for by in found if by != "name"), "name") if all(hits) else ""


def _is_of_kinds(near: Near, kinds: tuple[type[Entity], ...]) -> bool:
    """Return whether a near name has one of the kinds, or is another name of such an entity."""
    words = {kind.__name__.lower() for kind in kinds}
    return near.kind in words or near.kind.startswith(("alias of", "alert of", "symptom of", "title of service"))
