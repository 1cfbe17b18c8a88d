"""Drafts of the records of ``signoff approve``: for required approvals of a change, or for a standing agreement."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Catalog, Person, Service, Team
from ownercat.repository import git
from ownercat.repository.git.signing import Keys
from ownercat.sessions.change import find_usual_base, open_review
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.signoff import agreements, attestations, electors, evidence, standing
from ownercat.signoff.combining import list_services
from ownercat.signoff.evidence import writing
from ownercat.signoff.evidence.writing import ApprovalInput
from ownercat.signoff.identities import People
from ownercat.signoff.review import ChangeUnderReview
from ownercat.signoff.values import Identity, RequiredApproval
from ownercat.suggest import format_suggestion
from ownercat.text import clean, listed, shown


class SigningContext(NamedTuple):
    """The folder of the records, the people, and the keys that are trusted when the records are checked."""

    root: Path
    folder: str
    people: People
    keys: Keys
    signers: str = ""


class RecordDraft(NamedTuple):
    """A record to write, and its content as text."""

    data: Mapping[str, Any]
    says: tuple[str, ...]


class ApprovalRequest(NamedTuple):
    """Who wants to approve what: a change to ``service``, or with ``consumer`` a standing agreement."""

    where: CatalogOptions
    service: str
    team: str
    at: datetime
    expires: date | None = None
    consumer: str | None = None
    reject: bool = False
    person: str | None = None
    base: str | None = None

    def decide(self, person: Person) -> ApprovalInput:
        """Return the decision of a person."""
        return ApprovalInput(person.name, "reject" if self.reject else "approve", self.at, self.expires)


class Drafts(NamedTuple):
    """Records to write; without one, ``nothing`` says why there is none and ``help`` what to do."""

    context: SigningContext
    records: tuple[RecordDraft, ...]
    nothing: str = ""
    help: str = ""


def draft_change_records(request: ApprovalRequest) -> Drafts:
    """Draft a record for each approval that the change of the working tree requires from the team."""
    base = request.base or find_usual_base(request.where.catalog)
    opened, found = open_review(request.where, base, None)
    if found.unjudged:
        raise IncompleteError(f"nobody can approve this change yet: {found.unjudged[0]}", "see ownercat check")
    compared = found.comparison
    people = People(compared.believed.catalog)
    keys = evidence.build_keys(compared.believed, people, request.at)
    context = SigningContext(
        opened.root, compared.head.scope.catalog, people, keys, compared.believed.policy.signoff.signers
    )
    approvals = _find_required(found, request)
    if not approvals:
        return Drafts(context, (), *_explain_nothing(found, request))
    person = _find_person(context, request.person)
    for approval in approvals:
        _verify_member(found, approval, person, request.at.date())
    decision = request.decide(person)
    return Drafts(
        context,
        tuple(
            RecordDraft(writing.build_change_record(approval, decision), tuple(_format_approval(approval, decision)))
            for approval in approvals
        ),
    )


def _find_required(found: ChangeUnderReview, request: ApprovalRequest) -> list[RequiredApproval]:
    """Return the approvals that the change requires from this team about this service."""
    team = _resolve_team_key(found, request.team)
    approvals = [approval for approval in _find_of_service(found, request.service) if approval.party.team == team]
    for approval in approvals:
        if approval.blocked:
            raise UsageError(
                f"nobody can approve {approval.change.kind} of {shown(approval.service)}: {approval.blocked}"
            )
    return approvals


def _find_of_service(found: ChangeUnderReview, service: str) -> list[RequiredApproval]:
    names = _collect_service_names(found, service)
    return [approval for approval in found.obligations if names & {approval.service, *list_services(approval)}]


def _explain_nothing(found: ChangeUnderReview, request: ApprovalRequest) -> tuple[str, str]:
    """Return why the team has nothing to approve, and what to do; ``""`` if nothing can be done."""
    about = _find_of_service(found, request.service)
    others = sorted({shown(approval.party.team) for approval in about})
    where = f"{found.head} against {found.base}"
    whom = f"; required approvals: {listed(others)}" if others else ""
    nothing = f"no change to {shown(request.service)} needs approval from team {shown(request.team)} ({where}){whom}"
    if about or not found.obligations:
        return nothing, ""
    known = sorted({approval.service for approval in found.obligations})
    return nothing, format_suggestion(request.service, known, f"the change is about {listed(map(shown, known))}")


def _collect_service_names(found: ChangeUnderReview, service: str) -> set[str]:
    """Return the names of a service on both sides, including aliases."""
    sides = (found.comparison.after.catalog, found.comparison.before.catalog)
    return {
        service,
        *(entity.name for catalog in sides if (entity := _find_entity(catalog, "Service", service)) is not None),
    }


def _find_entity(catalog: Catalog, kind: str, name: str) -> Any:
    return catalog.get(kind, name) or catalog.aliases.get((kind, name))


def _resolve_team_key(found: ChangeUnderReview, team: str) -> str:
    entity = _find_entity(found.comparison.believed.catalog, "Team", team)
    return team if entity is None else str(entity.key)


def _find_person(scene: SigningContext, name: str | None) -> Person:
    """Return the person who approves: the given one, or the one with the email address of git."""
    address = "" if name is not None else git.read_setting(scene.root, "user.email")
    person = scene.people.find(Identity("email", address) if name is None else Identity("person", name))
    if person is not None:
        return person
    if name is not None:
        raise UsageError(f"the base branch has no person {shown(name)}", "give the name of a person of the catalog")
    known = (
        f"no person on the base branch has the email address {shown(address)}"
        if address
        else "git has no user.email here"
    )
    raise UsageError(f"{known}, so the approver is unknown", "git config user.email ADDRESS, or --as PERSON")


def _verify_member(found: ChangeUnderReview, approval: RequiredApproval, person: Person, today: date) -> None:
    """Refuse a record that would not count."""
    members = electors.list_members(found.here, approval.party, approval.change)
    if person.key not in {member.key for member in members}:
        able = [shown(member.name) for member in members if not electors.explain_absence(member, today)]
        raise UsageError(
            f"{shown(person.name)} may not approve for team {shown(approval.party.team)} on the base",
            f"ask {listed(able, 'or')}" if able else "",
        )
    absent = electors.explain_absence(person, today)
    if absent:
        raise UsageError(f"{shown(person.name)} {absent}, so the record would not count")


def _format_approval(approval: RequiredApproval, decision: ApprovalInput) -> Iterator[str]:
    word = "rejects" if decision.decision == "reject" else "approves"
    party = f"{clean(approval.party.team)} ({approval.party.role})"
    yield f"{party} {word} {approval.change.kind} of {shown(approval.service)}"
    for field in approval.change.fields:
        yield f"  {shown(field.name)} {shown(field.said_before or 'nothing')} → {shown(field.said_after or 'nothing')}"


def draft_standing_record(request: ApprovalRequest) -> Drafts:
    """Draft a standing agreement on the terms of the working tree."""
    if request.base is not None:
        raise UsageError(
            "--standing uses the current terms, so --base has no effect", "use only one of the two options"
        )
    workspace = open_workspace(request.where._replace(rev=None))
    loaded = workspace.load()
    catalog, policy = loaded.catalog, loaded.policy
    provider, consumer = (_find_service(catalog, name) for name in (request.service, request.consumer or ""))
    dependency = agreements.find_cross_team_dependency(catalog, provider, consumer)
    if dependency is None:
        raise UsageError(f"{shown(consumer.name)} has no dependency on {shown(provider.name)} of another team")
    if _find_entity(catalog, "Team", request.team) is not dependency.carrier:
        raise UsageError(
            f"{shown(provider.name)} belongs to {shown(dependency.carrier.name)}, and only this team can agree to "
            f"support it"
        )
    people = People(catalog)
    context = SigningContext(
        workspace.root,
        workspace.scope.catalog,
        people,
        evidence.build_own_keys(workspace.tree, policy, people, request.at),
        policy.signoff.signers,
    )
    person = _find_person(context, request.person)
    _verify_team_member(catalog, dependency.carrier, person, request.at.date())
    decision = request.decide(person)
    terms = standing.build_record_terms(catalog, policy, provider, consumer)
    digest = standing.compute_current_digest(catalog, policy, provider, consumer, dependency.carrier.name)
    role = standing.PROVIDER
    data = writing.build_standing_record(
        provider.name, consumer.name, dependency.carrier.name, role, terms, digest, decision
    )
    lines = [f"{clean(dependency.carrier.name)} supports {shown(consumer.name)} with {shown(provider.name)}"]
    lines += [f"  {shown(name)} {shown(value)}" for name, value in terms.items()]
    return Drafts(context, (RecordDraft(data, tuple(lines)),))


def draft_attestation(request: ApprovalRequest) -> Drafts:
    """Draft the record with which the owner team confirms a service of the working tree."""
    workspace = open_workspace(request.where._replace(rev=None))
    loaded = workspace.load()
    catalog, policy = loaded.catalog, loaded.policy
    service = _find_service(catalog, request.service)
    team = catalog.team(service.owner)
    if team is None:
        raise UsageError(f"{shown(service.name)} has no owner team, so nobody can confirm it", "set `owner`")
    if _find_entity(catalog, "Team", request.team) is not team:
        raise UsageError(f"{shown(service.name)} belongs to {shown(team.name)}, and only this team can confirm it")
    people = People(catalog)
    keys = evidence.build_own_keys(workspace.tree, policy, people, request.at)
    context = SigningContext(workspace.root, workspace.scope.catalog, people, keys, policy.signoff.signers)
    person = _find_person(context, request.person)
    _verify_team_member(catalog, team, person, request.at.date())
    try:
        content = attestations.compute_content(catalog, policy, service, team.name)
    except ValueError:
        raise UsageError(f"{shown(service.name)} has a value that cannot be confirmed", "see ownercat check") from None
    data = writing.build_attestation(service.name, team.name, content, request.decide(person))
    says = (f"{clean(team.name)} confirms owner, pages, promises and dependencies of {shown(service.name)}",)
    return Drafts(context, (RecordDraft(data, says),))


def _find_service(catalog: Catalog, name: str) -> Service:
    found = _find_entity(catalog, "Service", name)
    if isinstance(found, Service):
        return found
    known = [service.name for service in catalog.of(Service)]
    raise UsageError(f"there is no service {shown(name)}", format_suggestion(name, known, "see ownercat who"))


def _verify_team_member(catalog: Catalog, team: Team, person: Person, today: date) -> None:
    members = [member for ref in team.members if (member := catalog.person(ref)) is not None]
    able = [shown(member.name) for member in members if not electors.explain_absence(member, today)]
    if person.name not in able:
        why = "may not approve" if person.key not in {m.key for m in members} else "has left and may not approve"
        raise UsageError(f"{shown(person.name)} {why} for team {shown(team.name)}", f"ask {listed(able, 'or')}")
