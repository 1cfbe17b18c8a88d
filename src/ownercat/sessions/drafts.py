"""What a record of ``signoff approve`` says: what a change asks of a team, or the terms of a lasting agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Catalog, Person, Service, Team
from ownercat.repository import git
from ownercat.repository.git.signing import Keys
from ownercat.sessions.change import ChangeUnderReview, opened, usual_base
from ownercat.sessions.workspace import open_workspace
from ownercat.signoff import agreements, electors, evidence, standing
from ownercat.signoff.evidence import writing
from ownercat.signoff.evidence.writing import ApprovalInput
from ownercat.signoff.identities import People
from ownercat.signoff.values import Identity, RequiredApproval
from ownercat.suggest import did_you_mean
from ownercat.text import clean, listed, shown


class SigningContext(NamedTuple):
    """Where records are written, who writes them, and the keys that those who judge them will believe."""

    root: Path
    folder: str
    people: People
    keys: Keys


class RecordDraft(NamedTuple):
    """A record to be written, and what it says in words."""

    data: Mapping[str, Any]
    says: tuple[str, ...]


def of_change(
    service: str, team: str, at: datetime, expires: date | None, options: dict[str, Any]
) -> tuple[SigningContext, list[RecordDraft]]:
    """What a team is asked by the change of the work tree; says so, and gives no draft, where that is nothing."""
    found = opened(options, options["base"] or usual_base(options["catalog"]), None)
    if found.unjudged:
        raise IncompleteError(f"nobody can agree to this yet: {found.unjudged[0]}", "see ownercat check")
    compared = found.comparison
    people = People(compared.believed.catalog)
    keys = evidence.keys(compared.believed, people, at)
    scene = SigningContext(found.compared.root, compared.head.scope.catalog, people, keys)
    asked = _asked(found, service, team)
    if not asked:
        return scene, []
    person = _person(scene, options["name"])
    for one in asked:
        _verify_member(found, one, person, at.date())
    given = ApprovalInput(person.name, "reject" if options["reject"] else "approve", at, expires)
    return scene, [RecordDraft(writing.to_change(one, given), tuple(_said(one, given))) for one in asked]


def _asked(found: ChangeUnderReview, service: str, team: str) -> list[RequiredApproval]:
    """What this team is asked about this service; says so where that is nothing."""
    names = _names(found, service)
    about = [one for one in found.obligations if one.service in names]
    asked = [one for one in about if one.party.team == _team(found, team)]
    for one in asked:
        if one.blocked:
            raise UsageError(f"nobody can agree to {one.change.kind} of {shown(one.service)}: {one.blocked}")
    if not asked:
        others = sorted({shown(one.party.team) for one in about})
        where = f"{found.head} against {found.base}"
        whom = f"; it asks {listed(others)}" if others else ""
        _output.warn(f"{shown(service)} asks nothing of team {shown(team)} ({where}){whom}")
        if not about and found.obligations:
            known = sorted({one.service for one in found.obligations})
            click.echo(
                f"help: {did_you_mean(service, known, f'the change is about {listed(map(shown, known))}')}", err=True
            )
    return asked


def _names(found: ChangeUnderReview, service: str) -> set[str]:
    """What a service is called on either side, aliases included."""
    sides = (found.comparison.after.catalog, found.comparison.before.catalog)
    return {service, *(entity.name for catalog in sides if (entity := _named(catalog, "Service", service)) is not None)}


def _named(catalog: Catalog, kind: str, name: str) -> Any:
    return catalog.get(kind, name) or catalog.aliases.get((kind, name))


def _team(found: ChangeUnderReview, team: str) -> str:
    entity = _named(found.comparison.believed.catalog, "Team", team)
    return team if entity is None else str(entity.key)


def _person(scene: SigningContext, name: str | None) -> Person:
    """Who agrees: who was named, or whose address git has."""
    address = "" if name is not None else git.setting(scene.root, "user.email")
    person = scene.people.of(Identity("email", address) if name is None else Identity("person", name))
    if person is not None:
        return person
    if name is not None:
        raise UsageError(f"the base knows no person {shown(name)}", "name somebody of the catalog")
    known = f"nobody of the base has the address {shown(address)}" if address else "git has no user.email here"
    raise UsageError(f"{known}, so nobody knows who agrees", "git config user.email ADDRESS, or --as PERSON")


def _verify_member(found: ChangeUnderReview, asked: RequiredApproval, person: Person, today: date) -> None:
    """Refuse what would not count."""
    members = electors.members(found.here, asked.party, asked.change)
    if person.key not in {member.key for member in members}:
        able = [shown(member.name) for member in members if not electors.absence(member, today)]
        raise UsageError(
            f"{shown(person.name)} may not speak for team {shown(asked.party.team)} on the base",
            f"ask {listed(able, 'or')}" if able else "",
        )
    absent = electors.absence(person, today)
    if absent:
        raise UsageError(f"{shown(person.name)} {absent}, so the record would not count")


def _said(asked: RequiredApproval, given: ApprovalInput) -> Iterator[str]:
    word = "refuses" if given.decision == "reject" else "agrees to"
    party = f"{clean(asked.party.team)} ({asked.party.role})"
    yield f"{party} {word} {asked.change.kind} of {shown(asked.service)}"
    for field in asked.change.fields:
        yield f"  {shown(field.name)} {shown(field.said_before or 'nothing')} → {shown(field.said_after or 'nothing')}"


def lasting(
    service: str, team: str, at: datetime, expires: date | None, options: dict[str, Any]
) -> tuple[SigningContext, list[RecordDraft]]:
    """An agreement to carry a service, on the terms of the work tree."""
    if options["base"] is not None:
        raise UsageError("--standing is about today's terms, so --base has no effect", "choose only one of the two")
    workspace = open_workspace(
        options["catalog"], options["dialect"], None, options["config_file"], color=options["color"]
    )
    loaded = workspace.load()
    catalog, policy = loaded.catalog, loaded.policy
    provider, consumer = (_service(catalog, name) for name in (service, str(options["consumer"])))
    bond = agreements.bond(catalog, provider, consumer)
    if bond is None:
        raise UsageError(f"{shown(consumer.name)} does not need {shown(provider.name)} of another team")
    if _named(catalog, "Team", team) is not bond.carrier:
        raise UsageError(
            f"{shown(provider.name)} belongs to {shown(bond.carrier.name)}, who alone can agree to carry it"
        )
    people = People(catalog)
    scene = SigningContext(
        workspace.root, workspace.scope.catalog, people, evidence.own_keys(workspace.tree, policy, people, at)
    )
    person = _person(scene, options["name"])
    _verify_in(catalog, bond.carrier, person, at.date())
    given = ApprovalInput(person.name, "reject" if options["reject"] else "approve", at, expires)
    terms = standing.agreed(catalog, policy, provider, consumer)
    digest = standing.standing_digest(catalog, policy, provider, consumer, bond.carrier.name)
    role = standing.PROVIDER
    data = writing.standing(provider.name, consumer.name, bond.carrier.name, role, terms, digest, given)
    said = [f"{clean(bond.carrier.name)} carries {shown(consumer.name)} with {shown(provider.name)}"]
    return scene, [RecordDraft(data, (*said, *(f"  {shown(name)} {shown(value)}" for name, value in terms.items())))]


def _service(catalog: Catalog, name: str) -> Service:
    found = _named(catalog, "Service", name)
    if isinstance(found, Service):
        return found
    known = [service.name for service in catalog.of(Service)]
    raise UsageError(f"there is no service {shown(name)}", did_you_mean(name, known, "see ownercat who"))


def _verify_in(catalog: Catalog, team: Team, person: Person, today: date) -> None:
    members = [member for ref in team.members if (member := catalog.person(ref)) is not None]
    able = [shown(member.name) for member in members if not electors.absence(member, today)]
    if person.name not in able:
        why = "may not speak" if person.key not in {m.key for m in members} else "is not here any more to speak"
        raise UsageError(f"{shown(person.name)} {why} for team {shown(team.name)}", f"ask {listed(able, 'or')}")
