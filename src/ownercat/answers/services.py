"""The answer about a service: owner, paging, authority, SLAs, runbooks, dependencies and dependents."""

from collections.abc import Iterable, Iterator

from ownercat.answers import duty, paging, promises
from ownercat.answers.book import (
    AnswerContext,
    build_fact,
    build_mention,
    collect_names,
    find_severity,
    get_place,
    list_contacts,
    list_links,
    list_referring,
    refers_to,
    resolve_mention,
    resolve_optional,
)
from ownercat.answers.implied_ceiling import ImpliedCeiling
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import (
    AuthorityHolders,
    Contact,
    LinkAnswer,
    Mention,
    Neighbour,
    PagingPlan,
    RoleHolder,
    RunbookAnswer,
    Schedule,
    ServiceAnswer,
    SourcedNumber,
    SourcedText,
    SymptomRunbooks,
)
from ownercat.model import SLA, Cover, Dependency, Rotation, Runbook, Service, Symptom, Team
from ownercat.oncall import paths
from ownercat.text import shown

_BY_DEFAULT = ("code", "infrastructure", "monitoring", "detect", "validate", "contain", "remediate", "scribe")
_TELLS = "communicate."


def answer_service(
    book: AnswerContext, hit: QueryMatch, service: Service, severity: str, symptom: str, verbose: bool
) -> ServiceAnswer:
    """Return everything about one service, at a severity (``""`` = the symptom's, else the worst declared one).

    ``verbose``: with the ceiling, which needs the services that it depends on, and their SLAs.
    """
    symptom_id = symptom or hit.symptom
    level = find_page_severity(book, service, severity, symptom_id)
    team = book.catalog.team(service.owner)
    page = build_page(book, service, level, symptom_id)
    slas = list(promises.list_published(book, service))
    guides = tuple(list_runbooks(book, service, symptom_id))
    on_call = _list_schedules(book, page, team)
    return ServiceAnswer(
        kind="Service",
        name=service.name,
        title=service.title,
        match=hit.match,
        description=build_fact(service, "description", service.description),
        type=SourcedText(service.type, get_place(service, "type")),
        system=build_fact(service, "system", service.system),
        tier=SourcedNumber(service.tier, get_place(service, "tier")) if service.can_say("tier") else None,
        lifecycle=SourcedText(service.lifecycle, get_place(service, "lifecycle"))
        if service.can_say("lifecycle")
        else None,
        owner=resolve_optional(book, service.owner),
        lead=resolve_optional(book, team.lead) if team else None,
        contacts=tuple(_list_contacts(service, team)),
        page=page,
        on_call=on_call,
        decisions=tuple(_list_decisions(book, service)),
        tells=tuple(list_communicators(book, service)),
        roles=tuple(_list_roles(book, service)),
        symptoms=tuple(list_symptoms(book, service, symptom_id)),
        runbooks=guides,
        links=tuple(list_service_links(service, slas)),
        promises=tuple(promises.build_sla_answer(book, sla, level) for sla in slas),
        ceiling=_find_ceiling(book, service) if verbose else None,
        needs=tuple(list_dependencies(book, service)),
        needed_by=tuple(list_dependents(book, service)),
        notes=(
            *list_query_notes(book, service, level),
            *_list_symptom_notes(service, symptom_id, guides),
            *list_page_notes(service, page),
            *(_list_duty_notes(book, on_call) if page.steps else ()),
        ),
        place=service.named,
    )


def _find_ceiling(book: AnswerContext, service: Service) -> ImpliedCeiling | None:
    from ownercat.answers import ceilings  # noqa: PLC0415  # most questions do not need the arithmetic

    return ceilings.find_ceiling(book, service)


def find_page_severity(book: AnswerContext, service: Service, severity: str, symptom: str) -> str:
    """Return the severity of a page: the one of the query, else the symptom's, else the worst declared one."""
    if severity:
        return find_severity(book, severity)
    severities = [s.severity for s in service.symptoms if s.id == symptom]
    return paging.get_worst(book, severities if any(severities) else [s.severity for s in service.symptoms])


def build_page(book: AnswerContext, service: Service, severity: str, symptom: str) -> PagingPlan:
    """Return the paging plan of a service; if nobody is paged for such a service, with the reason."""
    page = paging.build_service_page(book, service, severity, symptom)
    if page.policy is not None or paths.is_paged(service):
        return page
    key = "lifecycle" if service.lifecycle == "retired" else "type"
    what = service.lifecycle if key == "lifecycle" else service.type
    return page._replace(then=(SourcedText(f"no pages: the service is {what}", get_place(service, key)),))


def _list_contacts(service: Service, team: Team | None) -> Iterator[Contact]:
    yield from list_contacts(service)
    if team is not None:
        yield from list_contacts(team)


def _list_schedules(book: AnswerContext, page: PagingPlan, team: Team | None) -> tuple[Schedule, ...]:
    """Return the rotations of the paging plan; without one, the rotations of the owner."""
    if page.steps or team is None:
        return paging.list_paged_schedules(book, page)
    return tuple(
        paging.build_schedule(book, rotation, rotation.named) for rotation in paging.list_team_rotations(book, team)
    )


def _list_decisions(book: AnswerContext, service: Service) -> Iterator[AuthorityHolders]:
    for authority, refs in service.authorise.items():
        yield AuthorityHolders(
            authority, tuple(resolve_mention(book, ref) for ref in refs), get_place(service, "authorise", authority)
        )


def list_communicators(book: AnswerContext, service: Service) -> Iterator[RoleHolder]:
    """Yield who informs whom about an incident, as stated."""
    for role, ref in service.roles.items():
        if role.startswith(_TELLS):
            yield RoleHolder(role.removeprefix(_TELLS), resolve_mention(book, ref), True, ref.place)


def _list_roles(book: AnswerContext, service: Service) -> Iterator[RoleHolder]:
    """Yield the stated roles first, then those of the owner by default."""
    for role, ref in service.roles.items():
        if not role.startswith(_TELLS):
            yield RoleHolder(role, resolve_mention(book, ref), True, ref.place)
    if service.owner is not None:
        owner = resolve_mention(book, service.owner)
        yield from (RoleHolder(role, owner, False, owner.place) for role in _BY_DEFAULT if role not in service.roles)


def list_service_links(service: Service, slas: list[SLA]) -> Iterator[LinkAnswer]:
    """Yield the telemetry and the links of a service, then the dashboards of its SLAs."""
    for what, url in service.telemetry.items():
        if url:
            yield LinkAnswer(what, "", url, get_place(service, "telemetry", what))
    yield from list_links(service)
    for sla in slas:
        for i, url in enumerate(sla.dashboards):
            yield LinkAnswer("dashboard", sla.title, url, get_place(sla, "dashboards", i))


def list_query_notes(book: AnswerContext, service: Service, severity: str) -> Iterator[str]:
    """Yield warnings about errors in the service, and about an undefined severity of its symptoms."""
    if not service.sound:
        yield f"service {shown(service.name)} has errors: run `ownercat check`"
    if book.policy.find_severity(severity) is None:
        yield f"severity {shown(severity)} is undefined"


def _list_symptom_notes(service: Service, symptom: str, guides: tuple[RunbookAnswer, ...]) -> Iterator[str]:
    if symptom not in {guide.symptom for guide in guides}:
        yield from list_symptom_notes(service, symptom)


def list_symptom_notes(service: Service, symptom: str) -> Iterator[str]:
    """Yield a warning if the service does not have the symptom."""
    if symptom and symptom not in {declared.id for declared in service.symptoms}:
        yield f"service {shown(service.name)} has no symptom {shown(symptom)}"


def list_page_notes(service: Service, page: PagingPlan) -> Iterator[str]:
    """Yield why there is no page, or why it reaches nobody."""
    if page.policy is None:
        if not page.then and service.can_say("escalation"):
            yield f"service {shown(service.name)} has no escalation policy for {shown(page.severity)}"
    elif not page.policy.known:
        yield f"escalation {shown(page.policy.name)} is undefined"
    elif not page.steps:
        yield f"escalation {shown(page.policy.name)} has no levels"


def _list_duty_notes(book: AnswerContext, on_call: tuple[Schedule, ...]) -> Iterator[str]:
    """Yield the rotations with nobody on call now, and names that may be wrong."""
    for schedule in on_call:
        if schedule.now is not None and schedule.now.state == "nobody":
            yield f"nobody on call in {shown(schedule.rotation.name)}: {shown(schedule.now.because)}"
    yield from list_doubts(book, (schedule.rotation for schedule in on_call if schedule.now is not None))


def list_doubts(book: AnswerContext, rotations: Iterable[Mention]) -> Iterator[str]:
    """Yield why the names of some rotations may be wrong."""
    for name in dict.fromkeys(rotation.name for rotation in rotations):
        rotation = book.catalog.get("Rotation", name)
        if isinstance(rotation, Rotation) and (doubt := duty.find_doubt(rotation)):
            yield f"the on-call person is uncertain: {doubt}; run `ownercat check`"


_MODES = {"hard": 0, "soft": 1, "async": 2, "cached": 3}


def list_dependencies(book: AnswerContext, service: Service) -> Iterator[Neighbour]:
    """Yield what a service depends on, as written."""
    for dependency in service.depends_on:
        yield _build_neighbour(
            book, resolve_mention(book, dependency.service), dependency, book.catalog.service(dependency.service)
        )


def list_dependents(book: AnswerContext, service: Service) -> list[Neighbour]:
    """Return the dependents of a service, hard dependencies first."""
    names = collect_names(service)
    dependents = [
        _build_neighbour(book, build_mention(book, other, dependency.place), dependency, other)
        for other in list_referring(book, Service, service)
        for dependency in other.depends_on
        if refers_to(book, dependency.service, names, service)
    ]
    return sorted(dependents, key=lambda n: (_MODES.get(n.mode, len(_MODES)), n.service.name, n.place))


def _build_neighbour(book: AnswerContext, there: Mention, dependency: Dependency, service: Service | None) -> Neighbour:
    owner = resolve_optional(book, service.owner) if service else None
    return Neighbour(there, dependency.mode, dependency.status, dependency.degrade, owner, dependency.place)


def list_symptoms(book: AnswerContext, service: Service, symptom_id: str) -> Iterator[SymptomRunbooks]:
    """Yield the symptom of the query first, then the others, the worst first."""
    rank = {level.id: i for i, level in enumerate(book.policy.severities)}

    def order(symptom: Symptom) -> tuple[bool, int]:
        return (symptom.id != symptom_id, rank.get(book.policy.severity_id(symptom.severity), len(rank)))

    for symptom in sorted(service.symptoms, key=order):
        yield SymptomRunbooks(
            symptom.id, symptom.title, symptom.severity, symptom.alerts, symptom.id == symptom_id, symptom.place
        )


def list_runbooks(book: AnswerContext, service: Service, symptom_id: str) -> list[RunbookAnswer]:
    """Return the runbooks, those for the symptom of the query first."""
    runbooks = _list_all_runbooks(book, service)
    return sorted(runbooks, key=lambda g: (not symptom_id or g.symptom != symptom_id, not g.symptom, g.runbook.name))


def _list_all_runbooks(book: AnswerContext, service: Service) -> Iterator[RunbookAnswer]:
    names = collect_names(service)
    for runbook in list_referring(book, Runbook, service):
        if refers_to(book, runbook.service, names, service):
            yield from _list_covers(book, service, runbook)
    for link in service.links:
        if link.type == "runbook" and link.url:
            there = Mention("Runbook", link.title or link.url, link.title, "", "", True, link.place)
            yield RunbookAnswer(there, "", "", link.url, link.place)


def _list_covers(book: AnswerContext, service: Service, runbook: Runbook) -> Iterator[RunbookAnswer]:
    there = build_mention(book, runbook, runbook.named)
    url = next((link.url for link in runbook.links if link.url), "")
    if not runbook.covers:
        yield RunbookAnswer(there, "", "", url, runbook.named)
    for cover in runbook.covers:
        for symptom in _list_covered_symptoms(service, cover):
            yield RunbookAnswer(there, symptom, cover.severity, url, cover.place)


def _list_covered_symptoms(service: Service, cover: Cover) -> list[str]:
    """Return the symptom of a runbook, else those whose alerts it names."""
    if cover.symptom:
        return [cover.symptom]
    alerts = set(cover.alerts)
    return [s.id for s in service.symptoms if not alerts.isdisjoint(s.alerts)] or [""]
