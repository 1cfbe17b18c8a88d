"""Find the entities of a query, in stages: name, name in another case, alias, then path, alert or symptom, then other
names.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ownercat.answers.book import AnswerContext, get_place
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
    normalize_path,
)

_LONGEST_QUERY = 1024
# Backstage references work as well; its services keep their foreign kind.
_FOREIGN = {"group": "Team", "user": "Person", "component": "Component", "resource": "Resource", "api": "API"}
_PREFIXES = {**PREFIXES, **_FOREIGN}
_PATH_SIGNS = frozenset("./")  # other words are not paths, so that a typo does not match the pattern `*`
_KINDS: tuple[type[Entity], ...] = (Service, Team, Person)


class QueryMatch(NamedTuple):
    """An entity that the query may mean; ``symptom`` is set if the query is that symptom or its alert."""

    entity: Entity
    match: Match
    symptom: str = ""


class Query(NamedTuple):
    """A parsed query: its text, the path from the repository's root (``""`` if it may not be one), and the kind of its
    prefix.
    """

    text: str
    path: str
    kind: str

    @property
    def folded(self) -> str:
        """Return the text without regard to case."""
        return fold_case(self.text)


def parse_query(text: str, path: str = "") -> Query:
    """Parse a query; ``team:payments`` selects that kind only."""
    words = unicodedata.normalize("NFC", " ".join(text[:_LONGEST_QUERY].split()))
    prefix, colon, rest = words.partition(":")
    kind = _PREFIXES.get(prefix.lower(), "") if colon and rest else ""
    place = path or (words if not _PATH_SIGNS.isdisjoint(words) else "")
    return Query(rest.strip().removeprefix("default/") if kind else words, normalize_path(place), kind)


def fold_case(text: str) -> str:
    """Return a text without regard to case.

    Other characters never become ASCII, because a look-alike is another name.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text.casefold())
    return unicodedata.normalize("NFC", text) if folded.isascii() else folded


def find_matches(book: AnswerContext, query: Query) -> list[QueryMatch]:
    """Return all matches of the first stage that has any, in a fixed order."""
    for stage in _STAGES if query.text else ():
        matches: dict[Place, QueryMatch] = {}
        for hit in stage(book, query):
            if hit.match.by == "document" or _is_kind(hit.entity, query.kind):
                matches.setdefault(hit.entity.at, hit)
        if matches:
            return sorted(matches.values(), key=_sort_key)
    return []


def _is_kind(entity: Entity, kind: str) -> bool:
    return kind in ("", entity.kind) or (kind == "Service" and isinstance(entity, Service))


def _sort_key(hit: QueryMatch) -> tuple[int, str, str, int]:
    kind = next((i for i, k in enumerate(_KINDS) if isinstance(hit.entity, k)), len(_KINDS))
    return (kind, hit.entity.name, hit.entity.at.path, hit.entity.at.document)


def _list_subjects(catalog: Catalog) -> Iterator[Entity]:
    """Yield everything that can be queried by name, later definitions of a name included."""
    yield from (e for e in catalog.entities.values() if isinstance(e, _KINDS))
    yield from (t.second for t in catalog.twice if isinstance(t.second, _KINDS))


def _match_name(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _list_subjects(book.catalog):
        if query.text in (entity.name, entity.key):
            yield QueryMatch(entity, Match("name", entity.name, entity.named))


def _match_case(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _list_subjects(book.catalog):
        if fold_case(entity.name) == query.folded:
            yield QueryMatch(entity, Match("case", entity.name, entity.named))


def _match_alias(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _list_subjects(book.catalog):
        for alias in entity.aliases:
            if fold_case(alias.name) == query.folded:
                yield QueryMatch(entity, Match("alias", alias.name, alias.place))


def _match_use(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    if query.path and not query.kind:
        yield from _match_path(book, query)
    yield from _match_symptom(book, query)
    yield from _match_cover(book, query)
    yield from _match_rule(book, query)


def _match_path(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    """Yield the services that claim the path most exactly, in any repository."""
    from ownercat.repository import codeowners  # noqa: PLC0415  # a name needs none of it

    try:
        claims = codeowners.Claims(book.catalog.of_loaded(Service), everywhere=True).find(query.path)
    except codeowners.TooManySteps:
        raise IncompleteError("the code paths contain too many wildcards to compare", "query by name") from None
    for claim in claims:
        place = get_place(claim.service, "code", "paths", claim.number)
        yield QueryMatch(claim.service, Match("path", claim.written, place))


def _match_symptom(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for service in book.catalog.of_loaded(Service):
        for symptom in service.symptoms:
            alert = _find_alert(symptom, query)
            if alert is not None:
                yield QueryMatch(service, alert, symptom.id)
            elif fold_case(symptom.id) == query.folded:
                yield QueryMatch(service, Match("symptom", symptom.id, symptom.place), symptom.id)


def _match_rule(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    """Yield the service of an alert of a rule file, else the team of its label."""
    if not any(kind == "AlertFile" for kind, _ in book.catalog.entities):
        return
    from ownercat.model import list_alert_owners  # noqa: PLC0415  # most repositories turn this format off

    for each in list_alert_owners(book.catalog):
        entity = each.service or each.team
        if entity is not None and fold_case(each.rule.name) == query.folded:
            place = each.rule.place.at("alert")
            yield QueryMatch(entity, Match("alert", each.rule.name, place), each.symptom.id if each.symptom else "")


def _match_cover(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for runbook in book.catalog.of_loaded(Runbook):
        for cover in runbook.covers:
            match = _find_alert(cover, query)
            if match is None and fold_case(cover.symptom) == query.folded:
                match = Match("symptom", cover.symptom, cover.place)
            service = book.catalog.service(runbook.service) if match else None
            if match is not None and service is not None:
                yield QueryMatch(service, match, cover.symptom)


def _find_alert(holder: Symptom | Cover, query: Query) -> Match | None:
    """Return the match of an alert of a symptom or a runbook's cover."""
    for i, alert in enumerate(holder.alerts):
        if fold_case(alert) == query.folded:
            return Match("alert", alert, holder.place.at("alerts", i))
    return None


def _match_title(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    for entity in _list_subjects(book.catalog):
        if fold_case(entity.title) == query.folded:
            yield QueryMatch(entity, Match("title", entity.title, get_place(entity, "title")))
        elif isinstance(entity, Person) and fold_case(entity.email) == query.folded:
            yield QueryMatch(entity, Match("email", entity.email, get_place(entity, "email")))


def _match_document(book: AnswerContext, query: Query) -> Iterator[QueryMatch]:
    """Match other documents: a rotation or policy stands for its team, a runbook or SLA for its service."""
    for entity in book.catalog.entities.values():
        ref = _get_holder(entity)
        if ref is not None and query.folded == fold_case(entity.name) and query.kind in ("", entity.kind):
            target = book.catalog.find(ref)
            if isinstance(target, _KINDS):
                yield QueryMatch(target, Match("document", entity.label, entity.named))


def _get_holder(entity: Entity) -> Ref | None:
    if isinstance(entity, Rotation | Escalation):
        return entity.team
    return entity.service if isinstance(entity, Runbook | SLA) else None


_STAGES: tuple[Callable[[AnswerContext, Query], Iterable[QueryMatch]], ...] = (
    _match_name,
    _match_case,
    _match_alias,
    _match_use,
    _match_title,
    _match_document,
)
