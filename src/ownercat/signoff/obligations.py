"""Changes → obligations: each team that has to agree, how many of its people, how well proven, and to what exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ownercat.changes.values import Change, FieldChange, Json, Side
from ownercat.signoff import electors
from ownercat.signoff.digests import canonical, change_digest
from ownercat.signoff.owners import remaining
from ownercat.signoff.parties import BOOTSTRAP, GOVERNANCE, NEW_TEAM, TABLE, RequestedApprover, asked, told
from ownercat.signoff.promises import AffectedTeam
from ownercat.signoff.scene import ThreeWayComparison, scene
from ownercat.signoff.values import EvidenceLevel, Party, RequiredApproval
from ownercat.text import listed, plural, shown

_LEVELS = {"E1": EvidenceLevel.REVIEW, "E2": EvidenceLevel.COMMIT, "E3": EvidenceLevel.RECORD}
# what is not told by the service and the party alone: of a team's people, rotations and the like there are several
_WHICH = {"SLA": "sla", "Runbook": "runbook", "Rotation": "rotation", "Person": "person", "File": "file"}
_NOBODY = ""  # the team of an obligation that nobody can be asked for


def obligations(
    before: Side, after: Side, changes: Iterable[Change], base: Side | None = None
) -> tuple[RequiredApproval, ...]:
    """Who has to agree to the changes from ``before`` to ``after``, in their order.

    ``base``: the state that is believed about people, teams and policy, where that is not ``before``.
    """
    return arising(scene(before, after, base), changes)


def arising(here: ThreeWayComparison, changes: Iterable[Change]) -> tuple[RequiredApproval, ...]:
    """The obligations of changes in their scene."""
    known = list(changes)
    if here.bootstrap:
        return tuple(_of(here, _first(here, known))) if known else ()
    retired = {change.service for change in known if change.kind == "service-retired"}
    found = [
        obligation
        for change in known
        if change.kind != NEW_TEAM and not (change.kind == "owner-removed" and change.service in retired)
        for obligation in _of(here, change)
    ]
    speaking = {obligation.party.team for obligation in found if here.new_team(obligation.party.team) is not None}
    new = (change for change in known if change.kind == NEW_TEAM and change.entity.name in speaking)
    return (*found, *(obligation for change in new for obligation in _of(here, change)))


def _first(here: ThreeWayComparison, changes: list[Change]) -> Change:
    """The whole first catalog as one change, with the digest of all that it says."""
    said = [
        [change.kind, *change.entity, change.other, [[field.name, field.after] for field in change.fields]]
        for change in changes
    ]
    import hashlib  # noqa: PLC0415  # a change without approvals needs none, and hashlib loads OpenSSL

    content = hashlib.sha256(canonical(said)).hexdigest()
    policy = here.base.policy
    field = FieldChange("content", None, content, "", f"{plural(len(changes), 'change')}", "other")
    return Change(BOOTSTRAP, policy.subject, "", (field,), policy.at)


def _of(here: ThreeWayComparison, change: Change) -> list[RequiredApproval]:
    blocked = _blocked(here, change)
    return [_obligation(here, change, ask, blocked) for ask in asked(here, change)]


def _obligation(here: ThreeWayComparison, change: Change, ask: RequestedApprover, blocked: str) -> RequiredApproval:
    row = TABLE[change.kind]
    policy = here.base.policy
    party = Party(_NOBODY if ask.team is None else ask.team, ask.role)
    quorum = policy.governance_quorum if ask.role == GOVERNANCE else 1
    before, after = _values(here, change)
    try:
        digest = change_digest(policy.name, change.service, party.team, party.role, change.kind, before, after)
    except ValueError:
        digest, blocked = "", "the change has a number or text without a canonical form, so nobody can approve it"
    return RequiredApproval(
        change,
        change.service or change.entity.name,
        party,
        quorum,
        _LEVELS.get(policy.signoff.min_evidence, EvidenceLevel.REVIEW),
        digest,
        before,
        after,
        ask.why,
        row.high,
        row.waivable,
        blocked or _unsatisfiable(here, change, ask, quorum),
    )


def _values(here: ThreeWayComparison, change: Change) -> tuple[Mapping[str, Json], Mapping[str, Json]]:
    """What is agreed to: the fields that moved, and of which thing where two may move alike."""
    moved = {field.name for field in change.fields}
    which = {name: value for name, value in _which(here, change) if name not in moved}
    before = {field.name: field.before for field in change.fields if field.before is not None}
    after = {field.name: field.after for field in change.fields if field.after is not None}
    return {**which, **before}, {**which, **after, **_newcomers(here, change)}


def _which(here: ThreeWayComparison, change: Change) -> Iterator[tuple[str, Json]]:
    kind = change.entity.kind
    if kind in _WHICH:
        yield _WHICH[kind], change.other if kind == "SLA" else change.entity.name
    elif change.kind.startswith("interface-"):
        yield "interface", change.other
    elif change.kind.startswith("dependency-"):
        yield "service", change.other
        number = here.line(change.service, change.gone)
        service = here.lines[number].after if number is not None else None
        for entry in service.depends_on if service is not None else ():
            if entry.interface and change.place.pointer[: len(entry.place.pointer)] == entry.place.pointer:
                yield "interface", entry.interface


def _newcomers(here: ThreeWayComparison, change: Change) -> Mapping[str, Json]:
    """Who those are that get a say, or they could become somebody else once it is agreed to."""
    found: dict[str, Json] = {}
    for name in _list_new_approvers(here, change):
        person = electors.newest(here, name)
        if person is not None:
            found[f"{name}.identity"] = [*electors.identities(person)]
    return found


def _list_new_approvers(here: ThreeWayComparison, change: Change) -> list[str]:
    """The names of those who get a say by a change."""
    if change.kind == NEW_TEAM:
        team = here.new_team(change.entity.name)
        return [ref.name for ref in team.members] if team is not None else []
    if change.kind == "roster-loosened":
        return [name for field in change.fields for name in _list(field.after) if name not in _list(field.before)]
    return sorted(electors.added(change))


def _list(value: Json) -> list[str]:
    return [str(item).removeprefix("person:") for item in value] if isinstance(value, list) else []


def _blocked(here: ThreeWayComparison, change: Change) -> str:
    """Why nobody can agree to a change, whoever they are."""
    if change.kind == "owner-removed":
        return f"{shown(change.service)} would have no owner: retire the service, or set another owner"
    if change.kind == "service-retired":
        number = here.line(change.service, change.gone)
        names = remaining(here, number) if number is not None else []
        if names:
            verb = "has" if len(names) == 1 else "have"
            return f"{listed(map(shown, names))} still {verb} a hard dependency on {shown(change.service)}"
    return ""


def _unsatisfiable(here: ThreeWayComparison, change: Change, ask: RequestedApprover, quorum: int) -> str:
    if ask.team is None:
        return f"no team exists that can approve as {ask.role}"
    people = electors.of(here, Party(ask.team, ask.role), change, None)
    if len(people) >= quorum:
        return ""
    return electors.shortage(ask.team, quorum, len(people))


def told_of(here: ThreeWayComparison, changes: Iterable[Change]) -> tuple[tuple[Change, AffectedTeam], ...]:
    """Who has to know and is not asked, with the change."""
    return tuple((change, one) for change in changes for one in told(here, change))
