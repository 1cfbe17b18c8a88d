"""The answer about a team: contacts, members and services."""

from collections.abc import Iterator

from ownercat.answers import paging
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
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import Contact, LinkAnswer, Mention, Owned, PagingPlan, TeamAnswer, TeamMember
from ownercat.model import Person, Service, Team
from ownercat.text import shown


def answer_team(book: AnswerContext, hit: QueryMatch, team: Team, severity: str) -> TeamAnswer:
    """Return everything about one team; its paging plan is that of its own policy."""
    level = find_severity(book, severity) if severity else paging.get_worst(book, [])
    page = paging.build_team_page(book, team, level)
    rotations = paging.list_team_rotations(book, team)
    return TeamAnswer(
        kind="Team",
        name=team.name,
        title=team.title,
        match=hit.match,
        description=build_fact(team, "description", team.description),
        mission=build_fact(team, "mission", team.mission),
        parent=resolve_optional(book, team.parent),
        lead=resolve_optional(book, team.lead),
        contacts=(*list_contacts(team), *_list_handles(team)),
        members=tuple(_list_members(book, team)),
        page=page,
        policies=tuple(build_mention(book, policy, policy.named) for policy in paging.list_team_policies(book, team)),
        on_call=tuple(paging.build_schedule(book, rotation, rotation.named) for rotation in rotations),
        services=tuple(_list_owned(book, team)),
        teams=tuple(_list_children(book, team)),
        links=(*list_links(team), *_list_charter(team)),
        notes=tuple(_list_notes(book, team, page)),
        place=team.named,
    )


def _list_handles(team: Team) -> Iterator[Contact]:
    for forge, handle in team.handles.items():
        if handle:
            yield Contact(forge, handle, f"team:{team.name}", get_place(team, "handles", forge))


def _list_members(book: AnswerContext, team: Team) -> Iterator[TeamMember]:
    lead = book.catalog.person(team.lead)
    for ref in team.members:
        person = book.catalog.person(ref)
        zone = person.time_zone if person else ""
        yield TeamMember(resolve_mention(book, ref), zone, person is not None and person is lead, ref.place)


def _list_owned(book: AnswerContext, team: Team) -> Iterator[Owned]:
    names = collect_names(team)
    services = [s for s in list_referring(book, Service, team) if refers_to(book, s.owner, names, team)]
    for service in sorted(services, key=lambda s: (s.tier, s.name)):
        place = service.owner.place if service.owner else service.named
        tier = service.tier if service.can_say("tier") else None
        lifecycle = service.lifecycle if service.can_say("lifecycle") else None
        yield Owned(build_mention(book, service, place), tier, lifecycle, place)


def _list_children(book: AnswerContext, team: Team) -> Iterator[Mention]:
    names = collect_names(team)
    teams = [t for t in list_referring(book, Team, team) if refers_to(book, t.parent, names, team)]
    return (build_mention(book, child, child.named) for child in sorted(teams, key=lambda t: t.name))


def _list_charter(team: Team) -> Iterator[LinkAnswer]:
    if team.charter:
        yield LinkAnswer("charter", "", team.charter, get_place(team, "charter"))


def _list_notes(book: AnswerContext, team: Team, page: PagingPlan) -> Iterator[str]:
    if not team.sound:
        yield f"team {shown(team.name)} has errors: run `ownercat check`"
    people = [book.catalog.person(ref) for ref in team.members]
    if team.members_known and not any(isinstance(p, Person) and p.is_active(book.as_of) for p in people):
        yield f"team {shown(team.name)} has no active members"
    if not any(list_contacts(team)):
        yield f"team {shown(team.name)} has no contacts"
    if page.policy is not None and not page.policy.known:
        yield f"escalation {shown(page.policy.name)} is undefined"
