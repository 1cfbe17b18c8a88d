"""The required approvals of changes: which team, how many of its people, which evidence, and the exact terms."""

from collections.abc import Iterable, Iterator, Mapping

from ownercat.changes.values import Change, FieldChange, Json, Side
from ownercat.signoff import combining, electors
from ownercat.signoff.digests import compute_change_digest, encode_canonical
from ownercat.signoff.duties import collect_duty_values
from ownercat.signoff.informed import list_informed_teams
from ownercat.signoff.membership import GOVERNANCE
from ownercat.signoff.owners import list_remaining_dependents
from ownercat.signoff.parties import BOOTSTRAP, NEW_TEAM, TABLE, list_requested_approvers
from ownercat.signoff.promises import AffectedTeam
from ownercat.signoff.scene import ThreeWayComparison, compare_sides
from ownercat.signoff.values import EvidenceLevel, Party, RequestedApprover, RequiredApproval
from ownercat.text import listed, plural, shown

_LEVELS = {"E1": EvidenceLevel.REVIEW, "E2": EvidenceLevel.COMMIT, "E3": EvidenceLevel.RECORD}
# the field that identifies the entity: a team has several people, rotations and so on
_WHICH = {kind: kind.lower() for kind in ("SLA", "Runbook", "Rotation", "Person", "Journey", "File")}
_NOBODY = ""  # the team of a required approval without an approving team


def list_required_approvals(
    before: Side, after: Side, changes: Iterable[Change], base: Side | None = None
) -> tuple[RequiredApproval, ...]:
    """Return the required approvals of the changes from ``before`` to ``after``, in order.

    ``base``: the trusted side for people, teams and policy, if it is not ``before``.
    """
    return build_required_approvals(compare_sides(before, after, base), changes)


def build_required_approvals(here: ThreeWayComparison, changes: Iterable[Change]) -> tuple[RequiredApproval, ...]:
    """Return the required approvals of changes in an existing comparison."""
    known = list(changes)
    if not here.base.policy.signoff.enabled:
        return ()
    if here.bootstrap:
        return tuple(_build_approvals(here, _build_catalog_change(here, known))) if known else ()
    retired = {change.service for change in known if change.kind == "service-retired"}
    known = combining.join_moves(known)
    found = [
        obligation
        for change in known
        if change.kind != NEW_TEAM and not (change.kind == "owner-removed" and change.service in retired)
        for obligation in _build_approvals(here, change)
    ]
    found = combining.combine_approvals(here.base.policy.name, found)
    speaking = {obligation.party.team for obligation in found if here.new_team(obligation.party.team) is not None}
    new = (change for change in known if change.kind == NEW_TEAM and change.entity.name in speaking)
    return (*found, *(obligation for change in new for obligation in _build_approvals(here, change)))


def _build_catalog_change(here: ThreeWayComparison, changes: list[Change]) -> Change:
    """Return the first catalog as one change, with the digest of all its content."""
    content_rows = [
        [change.kind, *change.entity, change.other, [[field.name, field.after] for field in change.fields]]
        for change in changes
    ]
    import hashlib  # noqa: PLC0415  # a change without approvals needs none, and hashlib loads OpenSSL

    content = hashlib.sha256(encode_canonical(content_rows)).hexdigest()
    policy = here.base.policy
    field = FieldChange("content", None, content, "", f"{plural(len(changes), 'change')}", "other")
    return Change(BOOTSTRAP, policy.subject, "", (field,), policy.at)


def _build_approvals(here: ThreeWayComparison, change: Change) -> list[RequiredApproval]:
    blocked = _find_block_reason(here, change)
    return [_build_approval(here, change, requested, blocked) for requested in list_requested_approvers(here, change)]


def _build_approval(
    here: ThreeWayComparison, change: Change, requested: RequestedApprover, blocked: str
) -> RequiredApproval:
    row = TABLE[change.kind]
    policy = here.base.policy
    party = Party(_NOBODY if requested.team is None else requested.team, requested.role)
    quorum = policy.governance_quorum if requested.role == GOVERNANCE else 1
    before, after = _build_agreed_values(here, change)
    try:
        digest = compute_change_digest(policy.name, change.service, party.team, party.role, change.kind, before, after)
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
        requested.why,
        row.high,
        row.waivable,
        blocked or _find_shortage(here, change, requested, quorum),
    )


def _build_agreed_values(here: ThreeWayComparison, change: Change) -> tuple[Mapping[str, Json], Mapping[str, Json]]:
    """Return the approved values: the changed fields, and the fields that identify one of several similar entities."""
    moved = {field.name for field in change.fields}
    which = {name: value for name, value in _list_identifying_values(here, change) if name not in moved}
    before = {field.name: field.before for field in change.fields if field.before is not None}
    after = {field.name: field.after for field in change.fields if field.after is not None}
    more = {**_map_new_identities(here, change), **collect_duty_values(here, change)}
    return {**which, **before}, {**which, **after, **more}


def _list_identifying_values(here: ThreeWayComparison, change: Change) -> Iterator[tuple[str, Json]]:
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


def _map_new_identities(here: ThreeWayComparison, change: Change) -> Mapping[str, Json]:
    """Return the identities of the people who become eligible.

    Without them in the digest, such a person could get other identities after the approval.
    """
    found: dict[str, Json] = {}
    for name in _list_new_approvers(here, change):
        person = electors.find_latest_person(here, name)
        if person is not None:
            found[f"{name}.identity"] = [*electors.list_identities(person)]
    return found


def _list_new_approvers(here: ThreeWayComparison, change: Change) -> list[str]:
    """Return the names of the people who become eligible through a change."""
    if change.kind == NEW_TEAM:
        team = here.new_team(change.entity.name)
        return [ref.name for ref in team.members] if team is not None else []
    if change.kind == "roster-loosened":
        return [
            name
            for field in change.fields
            for name in _parse_names(field.after)
            if name not in _parse_names(field.before)
        ]
    return sorted(electors.collect_added_approvers(change))


def _parse_names(value: Json) -> list[str]:
    return [str(item).removeprefix("person:") for item in value] if isinstance(value, list) else []


def _find_block_reason(here: ThreeWayComparison, change: Change) -> str:
    """Return why nobody at all can approve a change; ``""`` if somebody can."""
    if change.kind == "owner-removed":
        return f"{shown(change.service)} would have no owner: retire the service, or set another owner"
    if change.kind == "service-retired":
        number = here.line(change.service, change.gone)
        names = list_remaining_dependents(here, number) if number is not None else []
        if names:
            verb = "has" if len(names) == 1 else "have"
            return f"{listed(map(shown, names))} still {verb} a hard dependency on {shown(change.service)}"
    return ""


def _find_shortage(here: ThreeWayComparison, change: Change, requested: RequestedApprover, quorum: int) -> str:
    if requested.team is None:
        return f"no team exists that can approve as {requested.role}"
    people = electors.list_eligible_people(here, Party(requested.team, requested.role), change, None)
    if len(people) >= quorum:
        return ""
    return electors.format_shortage(requested.team, quorum, len(people))


def list_notifications(here: ThreeWayComparison, changes: Iterable[Change]) -> tuple[tuple[Change, AffectedTeam], ...]:
    """Return each team that a change affects without needing its approval, with the change."""
    return tuple((change, affected) for change in changes for affected in list_informed_teams(here, change))
