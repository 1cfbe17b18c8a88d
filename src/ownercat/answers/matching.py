"""What a query means: name > the name in another case > alias > path, alert, symptom > other names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ownercat.answers.book import AnswerContext, where
from ownercat.answers.values import Match
from ownercat.diagnostics import Place
from ownercat.errors import IncompleteError
from ownercat.model import (
    PREFIXES,
    SLA,
    Catalog,
    Cover,
    Entity,
    Escalation,
    Person,
    Ref,
    Rotation,
    Runbook,
    Service,
    Symptom,
    Team,
    normal_path,
)

_LONGEST_QUERY = 1024
# Backstage's references work as well; what is a service here keeps its foreign kind.
_FOREIGN = {"group": "Team", "user": "Person", "component": "Component", "resource": "Resource", "api": "API"}
_PREFIXES = {**PREFIXES, **_FOREIGN}
_PATH_SIGNS = frozenset("./")  # without one of these, a word is no path: a typo must not meet the pattern `*`
_KINDS: tuple[type[Entity], ...] = (Service, Team, Person)


class QueryMatch(NamedTuple):
    """An entity that the query may mean; ``symptom`` is set where the query was that symptom or its alert."""

    entity: Entity
    match: Match
    symptom: str = ""


class Query(NamedTuple):
    """What was typed: the words, the same as a path from the repository's root if it may be one, a prefix's kind."""

    text: str
    path: str
    kind: str

    @property
    def folded(self) -> str:
        """The words without regard to case."""
        return fold(self.text)


def parse(text: str, path: str = "") -> Query:
    """A query as typed; ``team:payments`` asks for that kind only."""
    words = unicodedata.normalize("NFC", " ".join(text[:_LONGEST_QUERY].split()))
    prefix, colon, rest = words.partition(":")
    kind = _PREFIXES.get(prefix.lower(), "") if colon and rest else ""
    place = path or (words if not _PATH_SIGNS.isdisjoint(words) else "")
    return Query(rest.strip().removeprefix("default/") if kind else words, normal_path(place), kind)


def fold(text: str) -> str:
    """Text without regard to case. What is not ASCII never becomes ASCII: a look-alike is not the same name."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text.casefold())
    return unicodedata.normalize("NFC", text) if folded.isascii() else folded


def hits(book: AnswerContext, query: Query) -> list[QueryMatch]:
    """What the query means: everything at the first stage that knows it, in a fixed order."""
    for stage in _STAGES if query.text else ():
        found: dict[Place, QueryMatch] = {}
        for hit in stage(book, query):
            if hit.match.by == "document" or _is_kind(hit.entity, query.kind):
                found.setdefault(hit.entity.at, hit)
        if found:
            return sorted(found.values(), key=_order)
    return []


def _is_kind(entity: Entity, kind: str) -> bool:
    return kind in ("", entity.kind) or (kind == "Service" and isinstance(entity, Service))


def _order(hit: QueryMatch) -> tuple[int, str, str, int]:
    kind = next((i for i, k in enumerate(_KINDS) if isinstance(hit.entity, k)), len(_KINDS))
    return (kind, hit.entity.name, hit.entity.at.path, hit.entity.at.document)


def _subjects(catalog: Catalog) -> Iterator[Entity]:
    """Everything that can be asked for by name, later definitions of a name included."""
    yield from (e for e in catalog.entities.values() if isinstance(e, _KINDS))
    yield from (t.second for t in catalog.twice if isinstance(t.second, _KINDS))


def _by_name(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _subjects(book.catalog):
        if query.text in (entity.name, entity.key):
            yield QueryMatch(entity, Match("name", entity.name, entity.named))


def _by_case(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _subjects(book.catalog):
        if fold(entity.name) == query.folded:
            yield QueryMatch(entity, Match("case", entity.name, entity.named))


def _by_alias(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _subjects(book.catalog):
        for alias in entity.aliases:
            if fold(alias.name) == query.folded:
                yield QueryMatch(entity, Match("alias", alias.name, alias.place))


def _by_use(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    if query.path and not query.kind:
        yield from _by_path(book, query)
    yield from _by_symptom(book, query)
    yield from _by_cover(book, query)


def _by_path(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    """The services that claim the path most exactly, whatever repository their code lies in."""
    from ownercat.repository import codeowners  # noqa: PLC0415  # a name needs none of it

    try:
        claims = codeowners.Claims(book.catalog.of(Service), everywhere=True).find(query.path)
    except codeowners.TooManySteps:
        raise IncompleteError("the code paths contain too many wildcards to compare", "query by name") from None
    for claim in claims:
        place = where(claim.service, "code", "paths", claim.number)
        yield QueryMatch(claim.service, Match("path", claim.written, place))


def _by_symptom(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for service in book.catalog.of(Service):
        for symptom in service.symptoms:
            alert = _alert(symptom, query)
            if alert is not None:
                yield QueryMatch(service, alert, symptom.id)
            elif fold(symptom.id) == query.folded:
                yield QueryMatch(service, Match("symptom", symptom.id, symptom.place), symptom.id)


def _by_cover(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for runbook in book.catalog.of(Runbook):
        for cover in runbook.covers:
            match = _alert(cover, query)
            if match is None and fold(cover.symptom) == query.folded:
                match = Match("symptom", cover.symptom, cover.place)
            service = book.catalog.service(runbook.service) if match else None
            if match is not None and service is not None:
                yield QueryMatch(service, match, cover.symptom)


def _alert(holder: Symptom | Cover, query: Query) -> Match | None:
    """The alert that was asked for, among those of a symptom or of a runbook's cover."""
    for i, alert in enumerate(holder.alerts):
        if fold(alert) == query.folded:
            return Match("alert", alert, holder.place.at("alerts", i))
    return None


def _by_title(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _subjects(book.catalog):
        if fold(entity.title) == query.folded:
            yield QueryMatch(entity, Match("title", entity.title, where(entity, "title")))
        elif isinstance(entity, Person) and fold(entity.email) == query.folded:
            yield QueryMatch(entity, Match("email", entity.email, where(entity, "email")))


def _by_document(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    """A rotation or policy stands for its team, a runbook or SLA for its service."""
    for entity in book.catalog.entities.values():
        ref = _belongs_to(entity)
        if ref is not None and query.folded == fold(entity.name) and query.kind in ("", entity.kind):
            found = book.catalog.find(ref)
            if isinstance(found, _KINDS):
                yield QueryMatch(found, Match("document", entity.label, entity.named))


def _belongs_to(entity: Entity) -> Ref | None:
    if isinstance(entity, Rotation | Escalation):
        return entity.team
    return entity.service if isinstance(entity, Runbook | SLA) else None


_STAGES: tuple[Callable[[AnswerContext, Query], Iterable[QueryMatch]], ...] = (
    _by_name,
    _by_case,
    _by_alias,
    _by_use,
    _by_title,
    _by_document,
)
