"""The status of each required approval, from the evidence. The output of git and code hosts comes in as values."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from ownercat.model import Person
from ownercat.signoff import electors
from ownercat.signoff.electors import LEAD, MEMBER, ApproverDirectory
from ownercat.signoff.emergencies import find_waiver
from ownercat.signoff.owners import list_responsible_teams
from ownercat.signoff.parties import TABLE
from ownercat.signoff.reaching import OVERRIDE, ROTATIONS, is_swap
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import ApprovalStatus, Emergency, Evidence, Identity, RequiredApproval, State
from ownercat.signoff.voices import (
    EvidenceContext,
    EvidenceResult,
    format_person,
    weigh_evidence,
)
from ownercat.text import listed

# if several pieces of evidence do not count, the first state here is the most useful for the next step
_TELLING: tuple[State, ...] = ("stale", "expired", "ineligible", "unverified")
_AGREED: frozenset[State] = frozenset({"satisfied", "stale", "expired"})
# kinds of change that can be free, see ``drop_free_changes``
FREE = frozenset({*ROTATIONS, "alias-changed", *(kind for kind, row in TABLE.items() if row.own)})
_NEVER_BOTH = frozenset({MEMBER, LEAD})  # an author of such a change cannot approve it


def evaluate_approvals(
    context: EvidenceContext,
    obligations: Sequence[RequiredApproval],
    evidence: Sequence[Evidence] = (),
    proposers: frozenset[Identity] = frozenset(),
    emergencies: Sequence[Emergency] = (),
) -> tuple[ApprovalStatus, ...]:
    """Return the status of each required approval, in order, in an existing evidence context."""
    here = context.here
    proposing = frozenset(person.key for identity in proposers for person in context.roll.find_people(identity))
    found: list[ApprovalStatus] = []
    for group in _group_by_change(obligations):
        barred = _collect_barred_authors(here, group, proposing)
        results = [
            [result for e in evidence if (result := weigh_evidence(context, required, e, barred[n]))]
            for n, required in enumerate(group)
        ]
        verdicts = [_evaluate_approval(context, required, results[n], barred[n]) for n, required in enumerate(group)]
        verdicts = [_apply_waiver(context, verdict, emergencies) for verdict in verdicts]
        found += _require_distinct_people(context, verdicts, results, barred)
    return tuple(found)


def drop_free_changes(
    context: EvidenceContext, obligations: Sequence[RequiredApproval], proposers: Collection[Identity]
) -> tuple[RequiredApproval, ...]:
    """Return the required approvals without those that depend on who proposes the change, or on the day.

    Nobody approves a swap that only members of the rotation's team propose, another step that a team takes with its own
    things (``ApprovalRule.own``), or the removal of an expired alias.
    """
    return tuple(
        required
        for required in obligations
        if not _is_own_step(context, required, proposers) and not _is_free_alias(context, required)
    )


def _is_free_alias(context: EvidenceContext, required: RequiredApproval) -> bool:
    """Return whether an alias is removed after its end, or a renaming leaves it behind with an end that is to come."""
    if required.change.kind != "alias-changed":
        return False
    name, today = f"alias.{required.change.other}", context.at.date().isoformat()
    fields = {field.name: field for field in required.change.fields}
    end = fields.pop(f"{name}.until", None)
    if end is None:
        return False
    if not fields:
        was_name = context.here.catalog("before").get("Service", required.change.other) is not None
        return was_name and end.before is None and str(end.after) >= today
    return all(field.after is None for field in (end, *fields.values())) and str(end.before) < today


def _is_own_step(context: EvidenceContext, required: RequiredApproval, proposers: Collection[Identity]) -> bool:
    """Return whether only members of the asked team propose a change that one member can make for the team."""
    if not proposers or not _may_be_free(context.here, required, context.at):
        return False
    members = {
        person.key
        for person in electors.list_eligible_people(context.here, required.party, required.change, context.at.date())
    }
    authors = [context.roll.find_people(identity) for identity in proposers]
    return all(len(people) == 1 and people[0].key in members for people in authors)


def _may_be_free(here: ThreeWayComparison, required: RequiredApproval, at: datetime) -> bool:
    """Return whether one member can decide for the team; so can a person whom another team's rotation puts on call."""
    change = required.change
    if change.kind in ROTATIONS and required.party.team not in list_responsible_teams(here, change.entity):
        return True
    return is_swap(here, change, at) if change.kind == OVERRIDE else TABLE[change.kind].own


def _group_by_change(obligations: Sequence[RequiredApproval]) -> list[list[RequiredApproval]]:
    groups: list[list[RequiredApproval]] = []
    for required in obligations:
        if groups and groups[-1][0].change is required.change:
            groups[-1].append(required)
        else:
            groups.append([required])
    return groups


def _collect_barred_authors(
    here: ThreeWayComparison, group: Sequence[RequiredApproval], proposing: frozenset[str]
) -> list[frozenset[str]]:
    """Return, for each required approval of a change, the keys of the authors who cannot give it.

    An author can approve for the first team that they belong to and not for a second one, or one person could act as
    two. For membership changes, no author can approve: the author of a change never decides who is eligible.
    """
    earlier: set[str] = set()
    barred = []
    for required in group:
        members = {person.key for person in electors.list_members(here, required.party, required.change)}
        barred.append(proposing if required.party.role in _NEVER_BOTH else frozenset(earlier & proposing))
        earlier |= members
    return barred


def _evaluate_approval(
    context: EvidenceContext, required: RequiredApproval, results: Sequence[EvidenceResult], barred: frozenset[str]
) -> ApprovalStatus:
    here = context.here
    eligible = [
        p
        for p in electors.list_eligible_people(here, required.party, required.change, context.at.date())
        if p.key not in barred
    ]
    if required.blocked:
        return ApprovalStatus(required, "impossible", detail=required.blocked)
    agreed, refused = _resolve_decisions(results)
    able = tuple(person.key for person in eligible if person.key not in agreed)
    if refused:
        rejecting = tuple(result.person.key for result in refused if result.person is not None)
        return ApprovalStatus(
            required,
            "rejected",
            tuple(result.description for result in refused),
            rejecting,
            "only the same person can withdraw the rejection",
        )
    descriptions = tuple(result.description for result in agreed.values())
    if len(agreed) >= required.quorum:
        return ApprovalStatus(required, "satisfied", descriptions)
    if len(eligible) < required.quorum:
        return ApprovalStatus(required, "impossible", descriptions, able, _format_shortage(required, eligible, barred))
    count = f"{len(agreed)} of {required.quorum} approvals given" if required.quorum > 1 else ""
    for state in _TELLING:
        failed = [result for result in results if result.state == state]
        if failed:
            detail = "; ".join(dict.fromkeys(result.problem for result in failed))
            return ApprovalStatus(required, state, tuple(result.description for result in failed), able, detail)
    return ApprovalStatus(required, "pending", descriptions, able, count)


def _format_shortage(required: RequiredApproval, eligible: Sequence[Person], barred: Collection[str]) -> str:
    authors = ", authors of the change excluded" if barred else ""
    return f"{electors.format_shortage(required.party.team, required.quorum, len(eligible))}{authors}"


def _resolve_decisions(results: Sequence[EvidenceResult]) -> tuple[dict[str, EvidenceResult], list[EvidenceResult]]:
    """Return who approves and who rejects, by the last decision of each person, even if the terms have changed since.

    An approval without a time cannot withdraw a rejection.
    """
    agreed: dict[str, EvidenceResult] = {}
    refused: list[EvidenceResult] = []
    people = {result.person.key for result in results if result.person is not None}
    for key in sorted(people):
        own = [result for result in results if result.person is not None and result.person.key == key]
        yes = [result for result in own if result.state == "satisfied"]
        no = [result for result in own if result.state == "rejected"]
        later = [result for result in own if result.state in _AGREED]
        standing = [veto for veto in no if not any(_is_later(result, veto) for result in later)]
        if standing:
            refused.append(standing[-1])
        elif yes:
            agreed[key] = yes[-1]
    return agreed, refused


def _is_later(result: EvidenceResult, veto: EvidenceResult) -> bool:
    one, other = result.evidence.at, veto.evidence.at
    return one is not None and other is not None and one > other


def _apply_waiver(
    context: EvidenceContext, verdict: ApprovalStatus, emergencies: Sequence[Emergency]
) -> ApprovalStatus:
    """Return the status after emergencies: an emergency waives a missing approval and never overrides a rejection."""
    if verdict.state in ("satisfied", "rejected") or verdict.obligation.blocked:
        return verdict
    held, problem = find_waiver(context.here, verdict.obligation, emergencies, context.at)
    if held:
        return verdict._replace(state="waived", by=(held,), detail="the approval is outstanding")
    detail = "; ".join(part for part in (verdict.detail, problem) if part)
    return verdict._replace(detail=detail)


def _require_distinct_people(
    context: EvidenceContext,
    verdicts: Sequence[ApprovalStatus],
    results: Sequence[Sequence[EvidenceResult]],
    barred: Sequence[Collection[str]],
) -> list[ApprovalStatus]:
    """Set the last approval to pending if a high-impact change with several teams has too few different approvers.

    One person can be a member of several teams and must not approve for all of them alone.
    """
    needed = context.here.base.policy.signoff.distinct_humans
    several = len(verdicts) > 1 and verdicts[0].obligation.high
    if not several or any(verdict.state != "satisfied" for verdict in verdicts):
        return list(verdicts)
    humans = {key: result.person for group in results for key, result in _resolve_decisions(group)[0].items()}
    if len(humans) >= needed:
        return list(verdicts)
    last = verdicts[-1].obligation
    names = listed(format_person(person) for person in humans.values() if person is not None)
    detail = f"only {names} approved, and a high-impact change needs approvals from {needed} people"
    eligible = electors.list_eligible_people(context.here, last.party, last.change, context.at.date())
    able = tuple(p.key for p in eligible if p.key not in humans and p.key not in barred[-1])
    return [*verdicts[:-1], verdicts[-1]._replace(state="pending", able=able, detail=detail)]


def list_unknown_identities(
    roll: ApproverDirectory, evidence: Iterable[Evidence], proposers: Iterable[Identity]
) -> tuple[Identity, ...]:
    """Return the identities that do not match exactly one Person on the base branch."""
    identities = [*(item.identity for item in evidence), *proposers]
    return tuple(sorted({identity for identity in identities if len(roll.find_people(identity)) != 1}))
