"""The status of each required approval, from the evidence. The output of git and code hosts comes in as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ownercat.model import Person
from ownercat.signoff import electors
from ownercat.signoff.electors import LEAD, MEMBER, ApproverDirectory
from ownercat.signoff.emergencies import find_waiver
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import ApprovalStatus, Emergency, Evidence, Identity, RequiredApproval, State
from ownercat.signoff.voices import (
    EvidenceContext,
    EvidenceResult,
    format_person,
    weigh_evidence,
)
from ownercat.text import listed

# of several pieces of evidence that do not count, the one that says most about what to do next
_TELLING: tuple[State, ...] = ("stale", "expired", "ineligible", "unverified")
_AGREED: frozenset[State] = frozenset({"satisfied", "stale", "expired"})
_NEVER_BOTH = frozenset({MEMBER, LEAD})  # whoever proposes such a change cannot also agree to it


def evaluate_approvals(
    hearing: EvidenceContext,
    obligations: Sequence[RequiredApproval],
    evidence: Sequence[Evidence] = (),
    proposers: frozenset[Identity] = frozenset(),
    emergencies: Sequence[Emergency] = (),
) -> tuple[ApprovalStatus, ...]:
    """Return the status of each required approval, in order, in an existing evidence context."""
    here = hearing.here
    proposing = frozenset(person.key for identity in proposers for person in hearing.roll.find_people(identity))
    found: list[ApprovalStatus] = []
    for group in _group_by_change(obligations):
        barred = _collect_barred_authors(here, group, proposing)
        worths = [
            [w for e in evidence if (w := weigh_evidence(hearing, one, e, barred[n]))] for n, one in enumerate(group)
        ]
        verdicts = [_evaluate_approval(hearing, one, worths[n], barred[n]) for n, one in enumerate(group)]
        verdicts = [_apply_waiver(hearing, verdict, emergencies) for verdict in verdicts]
        found += _require_distinct_people(hearing, verdicts, worths, barred)
    return tuple(found)


def _group_by_change(obligations: Sequence[RequiredApproval]) -> list[list[RequiredApproval]]:
    groups: list[list[RequiredApproval]] = []
    for one in obligations:
        if groups and groups[-1][0].change is one.change:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _collect_barred_authors(
    here: ThreeWayComparison, group: Sequence[RequiredApproval], proposing: frozenset[str]
) -> list[frozenset[str]]:
    """Return, for each required approval of a change, the keys of the authors who cannot give it.

    An author can approve for the first team that they belong to and not for a second one, or one person could act as
    two. For membership changes, no author can approve: the author of a change never decides who is eligible.
    """
    settled: set[str] = set()
    found = []
    for one in group:
        members = {person.key for person in electors.list_members(here, one.party, one.change)}
        found.append(proposing if one.party.role in _NEVER_BOTH else frozenset(settled & proposing))
        settled |= members
    return found


def _evaluate_approval(
    hearing: EvidenceContext, asked: RequiredApproval, worths: Sequence[EvidenceResult], barred: frozenset[str]
) -> ApprovalStatus:
    here = hearing.here
    could = [
        p
        for p in electors.list_eligible_people(here, asked.party, asked.change, hearing.at.date())
        if p.key not in barred
    ]
    if asked.blocked:
        return ApprovalStatus(asked, "impossible", detail=asked.blocked)
    agreed, refused = _resolve_decisions(worths)
    able = tuple(person.key for person in could if person.key not in agreed)
    if refused:
        again = tuple(worth.person.key for worth in refused if worth.person is not None)
        return ApprovalStatus(
            asked,
            "rejected",
            tuple(w.description for w in refused),
            again,
            "only the same person can withdraw the rejection",
        )
    said = tuple(worth.description for worth in agreed.values())
    if len(agreed) >= asked.quorum:
        return ApprovalStatus(asked, "satisfied", said)
    if len(could) < asked.quorum:
        return ApprovalStatus(asked, "impossible", said, able, _format_shortage(asked, could, barred))
    count = f"{len(agreed)} of {asked.quorum} approvals given" if asked.quorum > 1 else ""
    for state in _TELLING:
        failed = [worth for worth in worths if worth.state == state]
        if failed:
            detail = "; ".join(dict.fromkeys(worth.problem for worth in failed))
            return ApprovalStatus(asked, state, tuple(worth.description for worth in failed), able, detail)
    return ApprovalStatus(asked, "pending", said, able, count)


def _format_shortage(asked: RequiredApproval, could: Sequence[Person], barred: Collection[str]) -> str:
    authors = ", authors of the change excluded" if barred else ""
    return f"{electors.format_shortage(asked.party.team, asked.quorum, len(could))}{authors}"


def _resolve_decisions(worths: Sequence[EvidenceResult]) -> tuple[dict[str, EvidenceResult], list[EvidenceResult]]:
    """Return who approves and who rejects, by the last decision of each person, even if the terms have changed since.

    An approval without a time cannot withdraw a rejection.
    """
    agreed: dict[str, EvidenceResult] = {}
    refused: list[EvidenceResult] = []
    people = {worth.person.key for worth in worths if worth.person is not None}
    for key in sorted(people):
        own = [worth for worth in worths if worth.person is not None and worth.person.key == key]
        yes = [worth for worth in own if worth.state == "satisfied"]
        no = [worth for worth in own if worth.state == "rejected"]
        later = [worth for worth in own if worth.state in _AGREED]
        standing = [veto for veto in no if not any(_is_later(worth, veto) for worth in later)]
        if standing:
            refused.append(standing[-1])
        elif yes:
            agreed[key] = yes[-1]
    return agreed, refused


def _is_later(worth: EvidenceResult, veto: EvidenceResult) -> bool:
    one, other = worth.evidence.at, veto.evidence.at
    return one is not None and other is not None and one > other


def _apply_waiver(
    hearing: EvidenceContext, verdict: ApprovalStatus, emergencies: Sequence[Emergency]
) -> ApprovalStatus:
    """Return the status after emergencies: an emergency waives a missing approval and never overrides a rejection."""
    if verdict.state in ("satisfied", "rejected") or verdict.obligation.blocked:
        return verdict
    held, problem = find_waiver(hearing.here, verdict.obligation, emergencies, hearing.at)
    if held:
        return verdict._replace(state="waived", by=(held,), detail="the approval is outstanding")
    detail = "; ".join(part for part in (verdict.detail, problem) if part)
    return verdict._replace(detail=detail)


def _require_distinct_people(
    hearing: EvidenceContext,
    verdicts: Sequence[ApprovalStatus],
    worths: Sequence[Sequence[EvidenceResult]],
    barred: Sequence[Collection[str]],
) -> list[ApprovalStatus]:
    """Set the last approval to pending if a high-impact change with several teams has too few different approvers.

    One person can be a member of several teams and must not approve for all of them alone.
    """
    needed = hearing.here.base.policy.signoff.distinct_humans
    several = len(verdicts) > 1 and verdicts[0].obligation.high
    if not several or any(verdict.state != "satisfied" for verdict in verdicts):
        return list(verdicts)
    humans = {key: worth.person for group in worths for key, worth in _resolve_decisions(group)[0].items()}
    if len(humans) >= needed:
        return list(verdicts)
    last = verdicts[-1].obligation
    names = listed(format_person(person) for person in humans.values() if person is not None)
    detail = f"only {names} approved, and a high-impact change needs approvals from {needed} people"
    could = electors.list_eligible_people(hearing.here, last.party, last.change, hearing.at.date())
    able = tuple(p.key for p in could if p.key not in humans and p.key not in barred[-1])
    return [*verdicts[:-1], verdicts[-1]._replace(state="pending", able=able, detail=detail)]


def list_unknown_identities(
    roll: ApproverDirectory, evidence: Iterable[Evidence], proposers: Iterable[Identity]
) -> tuple[Identity, ...]:
    """Return the identities that do not match exactly one Person on the base branch."""
    met = [*(given.identity for given in evidence), *proposers]
    return tuple(sorted({identity for identity in met if len(roll.find_people(identity)) != 1}))
