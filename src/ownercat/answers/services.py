"""The answer about a service: who owns it, who is paged, who decides, what was promised, what is around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ownercat.answers import duty, neighbours, paging, promises, runbooks
from ownercat.answers.book import AnswerContext, contacts, fact, pointers, refer, refer_maybe, where
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import (
    AuthorityHolders,
    Contact,
    LinkAnswer,
    Mention,
    PagingPlan,
    RoleHolder,
    RunbookAnswer,
    Schedule,
    ServiceAnswer,
    SourcedNumber,
    SourcedText,
)
from ownercat.model import SLA, Rotation, Service, Team
from ownercat.oncall import paths
from ownercat.text import shown

_BY_DEFAULT = ("code", "infrastructure", "monitoring", "detect", "validate", "contain", "remediate", "scribe")
_TELLS = "communicate."


def answer(book: AnswerContext, hit: QueryMatch, service: Service, severity: str, symptom: str) -> ServiceAnswer:
    """Everything about one service, at a severity (``""`` = the symptom's, else the worst declared one)."""
    asked = symptom or hit.symptom
    level = page_severity(book, service, severity, asked)
    team = book.catalog.team(service.owner)
    page = page_of(book, service, level, asked)
    slas = list(promises.published(book, service))
    guides = tuple(runbooks.guides(book, service, asked))
    on_call = _on_call(book, page, team)
    return ServiceAnswer(
        kind="Service",
        name=service.name,
        title=service.title,
        match=hit.match,
        description=fact(service, "description", service.description),
        type=SourcedText(service.type, where(service, "type")),
        system=fact(service, "system", service.system),
        tier=SourcedNumber(service.tier, where(service, "tier")) if service.can_say("tier") else None,
        lifecycle=SourcedText(service.lifecycle, where(service, "lifecycle")) if service.can_say("lifecycle") else None,
        owner=refer_maybe(book, service.owner),
        lead=refer_maybe(book, team.lead) if team else None,
        contacts=tuple(_contacts(service, team)),
        page=page,
        on_call=on_call,
        decisions=tuple(_decisions(book, service)),
        tells=tuple(_tells(book, service)),
        roles=tuple(_roles(book, service)),
        symptoms=tuple(runbooks.signs(book, service, asked)),
        runbooks=guides,
        links=tuple(_links(service, slas)),
        promises=tuple(promises.promise(book, sla, level) for sla in slas),
        needs=tuple(neighbours.needs(book, service)),
        needed_by=tuple(neighbours.needed_by(book, service)),
        notes=(
            *asked_notes(book, service, severity or level, level),
            *_symptom_notes(service, asked, guides),
            *page_notes(service, page),
            *(_duty_notes(book, on_call) if page.steps else ()),
        ),
        place=service.named,
    )


def page_severity(book: AnswerContext, service: Service, severity: str, symptom: str) -> str:
    """The severity of a page: the one asked for, else the symptom's, else the worst that is declared."""
    if severity and _is_known(book, severity):
        return book.policy.severity_id(severity)
    # an unknown word must not lead to the route of everything else: the loudest page is the safe answer
    asked = [s.severity for s in service.symptoms if s.id == symptom]
    return paging.worst(book, asked if any(asked) else [s.severity for s in service.symptoms])


def page_of(book: AnswerContext, service: Service, severity: str, symptom: str) -> PagingPlan:
    """The page of a service; where there is none because nobody is paged for such a service, it says so."""
    page = paging.service_page(book, service, severity, symptom)
    if page.policy is not None or paths.is_paged(service):
        return page
    key = "lifecycle" if service.lifecycle == "retired" else "type"
    what = service.lifecycle if key == "lifecycle" else service.type
    return page._replace(then=(SourcedText(f"no pages: the service is {what}", where(service, key)),))


def _contacts(service: Service, team: Team | None) -> Iterator[Contact]:
    yield from contacts(service)
    if team is not None:
        yield from contacts(team)


def _on_call(book: AnswerContext, page: PagingPlan, team: Team | None) -> tuple[Schedule, ...]:
    """The rotations on the page; without a page, what the owner's team has."""
    if page.steps or team is None:
        return paging.on_page(book, page)
    return tuple(paging.schedule(book, rotation, rotation.named) for rotation in paging.team_rotations(book, team))


def _decisions(book: AnswerContext, service: Service) -> Iterator[AuthorityHolders]:
    for authority, refs in service.authorise.items():
        yield AuthorityHolders(
            authority, tuple(refer(book, ref) for ref in refs), where(service, "authorise", authority)
        )


def _tells(book: AnswerContext, service: Service) -> Iterator[RoleHolder]:
    for role, ref in service.roles.items():
        if role.startswith(_TELLS):
            yield RoleHolder(role.removeprefix(_TELLS), refer(book, ref), True, ref.place)


def _roles(book: AnswerContext, service: Service) -> Iterator[RoleHolder]:
    """What is stated first, then what falls to the owner."""
    for role, ref in service.roles.items():
        if not role.startswith(_TELLS):
            yield RoleHolder(role, refer(book, ref), True, ref.place)
    if service.owner is not None:
        owner = refer(book, service.owner)
        yield from (RoleHolder(role, owner, False, owner.place) for role in _BY_DEFAULT if role not in service.roles)


def _links(service: Service, slas: list[SLA]) -> Iterator[LinkAnswer]:
    for what, url in service.telemetry.items():
        if url:
            yield LinkAnswer(what, "", url, where(service, "telemetry", what))
    yield from pointers(service)
    for sla in slas:
        for i, url in enumerate(sla.dashboards):
            yield LinkAnswer("dashboard", sla.title, url, where(sla, "dashboards", i))


def _is_known(book: AnswerContext, severity: str) -> bool:
    return book.policy.severity_id(severity) in {level.id for level in book.policy.severities}


def asked_notes(book: AnswerContext, service: Service, severity: str, level: str) -> Iterator[str]:
    """What the reader must not take for granted."""
    if not service.sound:
        yield f"service {shown(service.name)} has errors: run `ownercat check`"
    if not _is_known(book, severity):
        instead = f": showing the page for {shown(level)}" if level != severity else ""
        yield f"severity {shown(severity)} is undefined{instead}"


def _symptom_notes(service: Service, symptom: str, guides: tuple[RunbookAnswer, ...]) -> Iterator[str]:
    if symptom not in {guide.symptom for guide in guides}:
        yield from symptom_notes(service, symptom)


def symptom_notes(service: Service, symptom: str) -> Iterator[str]:
    """That a symptom is not one of the service's."""
    if symptom and symptom not in {declared.id for declared in service.symptoms}:
        yield f"service {shown(service.name)} has no symptom {shown(symptom)}"


def page_notes(service: Service, page: PagingPlan) -> Iterator[str]:
    """Why there is no page, or none that reaches anybody."""
    if page.policy is None:
        if not page.then and service.can_say("escalation"):
            yield f"service {shown(service.name)} has no escalation policy for {shown(page.severity)}"
    elif not page.policy.known:
        yield f"escalation {shown(page.policy.name)} is undefined"
    elif not page.steps:
        yield f"escalation {shown(page.policy.name)} has no levels"


def _duty_notes(book: AnswerContext, on_call: tuple[Schedule, ...]) -> Iterator[str]:
    """What the page meets in vain at the moment, and names that may be wrong."""
    for schedule in on_call:
        if schedule.now is not None and schedule.now.state == "nobody":
            yield f"nobody on call in {shown(schedule.rotation.name)}: {shown(schedule.now.because)}"
    yield from doubts(book, (schedule.rotation for schedule in on_call if schedule.now is not None))


def doubts(book: AnswerContext, rotations: Iterable[Mention]) -> Iterator[str]:
    """Where the names may be wrong."""
    for name in dict.fromkeys(rotation.name for rotation in rotations):
        rotation = book.catalog.get("Rotation", name)
        if isinstance(rotation, Rotation) and (doubt := duty.doubt(rotation)):
            yield f"the on-call person is uncertain: {doubt}; run `ownercat check`"
