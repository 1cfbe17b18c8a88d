"""The answer about a team: how to reach it, who is in it, what it owns."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.answers import paging
from ownercat.answers.book import (
    AnswerContext,
    contacts,
    fact,
    means,
    mention,
    names_of,
    naming,
    pointers,
    refer,
    refer_maybe,
    where,
)
from ownercat.answers.matching import QueryMatch
from ownercat.answers.values import Contact, LinkAnswer, Mention, Owned, PagingPlan, TeamAnswer, TeamMember
from ownercat.model import Person, Service, Team
from ownercat.text import shown


def answer(book: AnswerContext, hit: QueryMatch, team: Team, severity: str) -> TeamAnswer:
    """Everything about one team; its page is that of its own policy."""
    level = book.policy.severity_id(severity) if severity else paging.worst(book, [])
    page = paging.team_page(book, team, level)
    rotations = paging.team_rotations(book, team)
    return TeamAnswer(
        kind="Team",
        name=team.name,
        title=team.title,
        match=hit.match,
        description=fact(team, "description", team.description),
        mission=fact(team, "mission", team.mission),
        parent=refer_maybe(book, team.parent),
        lead=refer_maybe(book, team.lead),
        contacts=(*contacts(team), *_handles(team)),
        members=tuple(_members(book, team)),
        page=page,
        policies=tuple(mention(book, policy, policy.named) for policy in paging.team_policies(book, team)),
        on_call=tuple(paging.schedule(book, rotation, rotation.named) for rotation in rotations),
        services=tuple(_owned(book, team)),
        teams=tuple(_children(book, team)),
        links=(*pointers(team), *_charter(team)),
        notes=tuple(_notes(book, team, page)),
        place=team.named,
    )


def _handles(team: Team) -> Iterator[Contact]:
    for forge, handle in team.handles.items():
        if handle:
            yield Contact(forge, handle, f"team:{team.name}", where(team, "handles", forge))


def _members(book: AnswerContext, team: Team) -> Iterator[TeamMember]:
    lead = book.catalog.person(team.lead)
    for ref in team.members:
        person = book.catalog.person(ref)
        zone = person.time_zone if person else ""
        yield TeamMember(refer(book, ref), zone, person is not None and person is lead, ref.place)


def _owned(book: AnswerContext, team: Team) -> Iterator[Owned]:
    names = names_of(team)
    found = [s for s in naming(book, Service, team) if means(book, s.owner, names, team)]
    for service in sorted(found, key=lambda s: (s.tier, s.name)):
        place = service.owner.place if service.owner else service.named
        tier = service.tier if service.can_say("tier") else None
        lifecycle = service.lifecycle if service.can_say("lifecycle") else None
        yield Owned(mention(book, service, place), tier, lifecycle, place)


def _children(book: AnswerContext, team: Team) -> Iterator[Mention]:
    names = names_of(team)
    found = [t for t in naming(book, Team, team) if means(book, t.parent, names, team)]
    return (mention(book, child, child.named) for child in sorted(found, key=lambda t: t.name))


def _charter(team: Team) -> Iterator[LinkAnswer]:
    if team.charter:
        yield LinkAnswer("charter", "", team.charter, where(team, "charter"))


def _notes(book: AnswerContext, team: Team, page: PagingPlan) -> Iterator[str]:
    if not team.sound:
        yield f"team {shown(team.name)} has errors: run `ownercat check`"
    people = [book.catalog.person(ref) for ref in team.members]
    if team.members_known and not any(isinstance(p, Person) and p.is_active(book.as_of) for p in people):
        yield f"team {shown(team.name)} has no active members"
    if not any(contacts(team)):
        yield f"team {shown(team.name)} has no contacts"
    if page.policy is not None and not page.policy.known:
        yield f"escalation {shown(page.policy.name)} is undefined"
