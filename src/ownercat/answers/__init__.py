"""``who``: from a query to everything the catalog knows about what it means. Pure; needs no calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ownercat.answers import matching, people, services, teams
from ownercat.answers.book import AnswerContext, moment
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import Answer, Near, NotFound, Subject
from ownercat.model import Catalog, Entity, Escalation, Person, Policy, Rotation, Service, Team
from ownercat.text import shown

_ASKED_FOR = (Service, Team, Person, Rotation, Escalation)
_NEAREST = 3


class WhoRequest(NamedTuple):
    """What was asked. ``path`` is the query as a path from the repository's root, where it is known to be one.

    ``at``: the instant to tell who is on call at (UTC seconds); without one nothing is said about that.
    """

    query: str
    severity: str = ""
    symptom: str = ""
    path: str = ""
    as_of: date | None = None
    at: int | None = None


def open_book(catalog: Catalog, policy: Policy, ask: WhoRequest) -> AnswerContext:
    """A fresh book for a question."""
    return AnswerContext(catalog, policy, ask.as_of, set(), moment(ask.at))


def answer(
    catalog: Catalog,
    policy: Policy,
    query: str,
    *,
    severity: str | None = None,
    symptom: str | None = None,
    as_of: date | None = None,
    at: int | None = None,
) -> Answer | NotFound:
    """Who and what a query means, in full, or the names that were probably meant."""
    ask = WhoRequest(query, severity or "", symptom or "", as_of=as_of, at=at)
    found = look_up(open_book(catalog, policy, ask), ask)
    return nearest(catalog, query) if isinstance(found, NotFound) else found


def look_up(book: AnswerContext, ask: WhoRequest) -> Answer | NotFound:
    """The same in a book that remembers what it was asked; nothing is guessed."""
    hits = matching.hits(book, matching.parse(ask.query, ask.path))
    if not hits:
        return NotFound(ask.query)
    subjects = tuple(_subject(book, hit, ask.severity, ask.symptom) for hit in hits)
    notes = [f"{shown(ask.query)} is ambiguous: {len(hits)} matches"] if len(hits) > 1 else []
    notes += [note for hit in hits for note in _hit_notes(book, hit)]
    notes += [note for subject in subjects for note in subject.notes]
    return Answer(ask.query, subjects, tuple(dict.fromkeys(notes)))


def _subject(book: AnswerContext, hit: QueryMatch, severity: str, symptom: str) -> Subject:
    entity = hit.entity
    if isinstance(entity, Service):
        return services.answer(book, hit, entity, severity, symptom)
    if isinstance(entity, Team):
        return teams.answer(book, hit, entity, severity)
    assert isinstance(entity, Person)  # noqa: S101  # matching yields these three kinds
    return people.answer(book, hit, entity)


def _hit_notes(book: AnswerContext, hit: QueryMatch) -> list[str]:
    if hit.match.by != "alias" or book.as_of is None:
        return []
    alias = f"alias {shown(hit.match.text)} of {shown(hit.entity.label)}"
    ended = [a.until for a in hit.entity.aliases if a.name == hit.match.text and a.until and a.until < book.as_of]
    return [f"{alias} expired on {day.isoformat()}" for day in ended]


def nearest(catalog: Catalog, query: str) -> NotFound:
    """What was probably meant: names that are spelt alike, and names that hold the query."""
    words = matching.parse(query)
    near: dict[str, Near] = {}
    for entity in catalog.entities.values():
        if words.kind in ("", entity.kind):
            for name, kind in _names(entity):
                near.setdefault(name, Near(kind, name, entity.title, entity.named))
    from ownercat import suggest  # noqa: PLC0415  # only a word that nothing matches needs it

    alike = suggest.nearest(words.text, near, _NEAREST)
    holding = [name for name in near if len(words.text) > 2 and words.folded in matching.fold(name)]
    found = dict.fromkeys([*alike, *sorted(holding, key=lambda name: (len(name), name))])
    return NotFound(query, tuple(near[name] for name in list(found)[:_NEAREST]))


def _names(entity: Entity) -> Iterator[tuple[str, str]]:
    """The names by which an entity can be asked for, each with the kind of thing that it names."""
    if isinstance(entity, _ASKED_FOR):
        yield entity.name, entity.kind.lower()
        yield from ((alias.name, f"alias of {entity.name}") for alias in entity.aliases)
        if entity.title and isinstance(entity, Service | Team | Person):
            yield entity.title, f"title of {entity.label}"
    if isinstance(entity, Service):
        for symptom in entity.symptoms:
            yield symptom.id, f"symptom of {entity.name}"
            yield from ((alert, f"alert of {entity.name}") for alert in symptom.alerts)


class UnknownName(NamedTuple):
    """A word of the command line that names no service, and what was probably meant."""

    query: str
    nearest: tuple[Near, ...]


def find_entities(
    book: AnswerContext, words: Sequence[str], kinds: tuple[type[Entity], ...] = (Service,)
) -> tuple[list[Entity], list[UnknownName]]:
    """What the words name, each once and in order, and the words that name nothing of these kinds."""
    found: dict[tuple[str, str], Entity] = {}
    missed: list[UnknownName] = []
    for word in words:
        hits = [hit.entity for hit in matching.hits(book, matching.parse(word)) if isinstance(hit.entity, kinds)]
        # of a contested name the first definition counts
        known = [entity for hit in hits if (entity := book.catalog.get(hit.kind, hit.key)) is not None]
        found |= {(entity.kind, entity.key): entity for entity in known}
        if not known:
            near = nearest(book.catalog, word).nearest
            wanted = [item for item in near if _fits(item, kinds)]
            missed.append(UnknownName(word, tuple(wanted)))
    return list(found.values()), missed


def _fits(near: Near, kinds: tuple[type[Entity], ...]) -> bool:
    """Whether a near name is one of the kinds asked for, or another way to name one."""
    words = {kind.__name__.lower() for kind in kinds}
    return near.kind in words or near.kind.startswith(("alias of", "alert of", "symptom of", "title of service"))
