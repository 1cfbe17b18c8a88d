"""The weight of one piece of evidence for one required approval: it counts, or why it does not."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import EMPTY, Person, SignOff, parse_ref
from ownercat.signoff import electors
from ownercat.signoff.electors import ApproverDirectory
from ownercat.signoff.records import compute_stated_digest
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import Evidence, EvidenceLevel, RequiredApproval, State, format_time
from ownercat.text import shown

_SKEW = timedelta(minutes=5)  # allowed difference to the clock of the code host
_SHORTEST = len("sha256:") + 12  # a shorter digest is not unique

Seen = Mapping[str, tuple[RequiredApproval, ...] | None]  # commit → its required approvals; ``None``: not in this clone


class EvidenceContext(NamedTuple):
    """The context of evaluating evidence: people, required approvals at each commit, digests, and the time."""

    here: ThreeWayComparison
    roll: ApproverDirectory
    seen: Seen
    digests: frozenset[str]  # of all current required approvals
    at: datetime


def build_evidence_context(
    here: ThreeWayComparison, required: Iterable[RequiredApproval], at: datetime, seen: Seen = EMPTY
) -> EvidenceContext:
    """Build the context for required approvals; ``at`` in UTC."""
    return EvidenceContext(
        here, electors.build_approver_directory(here), seen, frozenset(approval.digest for approval in required), at
    )


class EvidenceResult(NamedTuple):
    """The result of evaluating evidence. ``state``: ``satisfied``, ``rejected``, or why the evidence does not count."""

    evidence: Evidence
    person: Person | None
    state: State
    problem: str = ""

    @property
    def description(self) -> str:
        """The person and the location of the evidence, as text."""
        who = format_person(self.person) if self.person is not None else shown(self.evidence.identity.value)
        return f"{who}, {shown(self.evidence.shown)}"


def format_person(person: Person) -> str:
    """Return the display name of a person."""
    return shown(person.title or person.name, 60)


def weigh_evidence(
    context: EvidenceContext, required: RequiredApproval, evidence: Evidence, barred: Collection[str]
) -> EvidenceResult | None:
    """Return the result of a piece of evidence; ``None`` if it is about something else.

    ``barred``: the keys of the authors who cannot give this approval.
    """
    people = context.roll.find_people(evidence.identity)
    person = people[0] if len(people) == 1 else None
    members = {member.key for member in electors.list_members(context.here, required.party, required.change)}
    if not _is_about(context, required, evidence, person is not None and person.key in members):
        return None
    state, problem = _evaluate_evidence(context, required, evidence, person, members, barred)
    if person is None and not evidence.problem:
        state, problem = (
            "unverified",
            f"{shown(evidence.identity.value)} does not match exactly one Person on the base branch",
        )
    return EvidenceResult(evidence, person, state, problem)


def _is_about(context: EvidenceContext, required: RequiredApproval, evidence: Evidence, member: bool) -> bool:
    """Return whether evidence is for this team and this service, or for exactly these terms."""
    if not evidence.team:
        return member
    if _resolve_team_key(context.here, evidence.team) != required.party.team:
        return False
    if any(_matches(digest, evidence) for digest in context.digests) and evidence.decision == "approve":
        return _matches(required.digest, evidence)
    return evidence.service in _collect_service_names(context.here, required)


def _resolve_team_key(here: ThreeWayComparison, written: str) -> str:
    """Return the key of a team by any of its names."""
    ref = parse_ref(written, ("Team",), Place(""), "team")
    found = here.team("base", ref) or here.team("after", ref)
    return ref.name if found is None else found


def _collect_service_names(here: ThreeWayComparison, required: RequiredApproval) -> set[str]:
    """Return the names of the changed entity on all sides."""
    change = required.change
    number = here.line(change.service, change.gone) if change.service else None
    services = [service for service in here.lines[number] if service is not None] if number is not None else []
    return {required.service, *(service.name for service in services)}


def _matches(digest: str, evidence: Evidence) -> bool:
    """Return whether evidence has this digest; a record must have all 64 digits."""
    if evidence.level is EvidenceLevel.RECORD or len(evidence.digest) < _SHORTEST:
        return digest == evidence.digest
    return digest.startswith(evidence.digest)


def _evaluate_evidence(
    context: EvidenceContext,
    required: RequiredApproval,
    evidence: Evidence,
    person: Person | None,
    members: Collection[str],
    barred: Collection[str],
) -> tuple[State, str]:
    doubtful = evidence.problem and not (evidence.decision == "reject" and evidence.problem_state == "stale")
    if doubtful or person is None:  # a rejection stays valid if the terms change
        return evidence.problem_state, evidence.problem
    if person.key not in members:
        return "ineligible", f"{format_person(person)} is not eligible to approve for team {shown(required.party.team)}"
    if absent := electors.explain_absence(person, context.at.date()):
        return "ineligible", f"{format_person(person)} {absent}"
    if evidence.decision == "reject" and evidence.level >= EvidenceLevel.REVIEW:
        return "rejected", "has rejected the change"
    if person.key in barred:
        return "ineligible", f"{format_person(person)} is an author of this change and cannot approve it for this team"
    if evidence.level < max(required.minimum, EvidenceLevel.REVIEW) or evidence.decision == "reject":
        return "unverified", f"the evidence level is E{int(evidence.level)}, and E{int(required.minimum)} is required"
    return _check_time(context, required, evidence) or _check_content(context, required, evidence)


def _check_time(context: EvidenceContext, required: RequiredApproval, evidence: Evidence) -> tuple[State, str] | None:
    if evidence.at is not None and evidence.at > context.at + _SKEW:
        return "unverified", f"its time is in the future: {format_time(evidence.at)}"
    if evidence.expires is not None and evidence.expires <= context.at:
        return "expired", f"it expired on {evidence.expires:%Y-%m-%d}"
    most = context.here.base.policy.signoff.max_age
    if most is not None and evidence.at is not None and evidence.at + timedelta(seconds=most.seconds) <= context.at:
        return "expired", f"it is from {evidence.at:%Y-%m-%d}, and approvals expire after {most.text}"
    return None


def _check_content(context: EvidenceContext, required: RequiredApproval, evidence: Evidence) -> tuple[State, str]:
    """Return whether the approved terms are the current ones, and if not, why.

    A signed commit must match twice: by its digest, and by the required approvals at that commit. Twelve digits alone
    can be matched by trial and error. A record is signed over the whole digest.
    """
    if evidence.level >= EvidenceLevel.COMMIT:
        if not _matches(required.digest, evidence):
            return "stale", _format_changes(required, context.seen.get(evidence.commit) or (), evidence)
        if sum(_matches(digest, evidence) for digest in context.digests) > 1:
            return "unverified", f"{shown(evidence.digest)} matches several required approvals"
    if evidence.level is EvidenceLevel.RECORD:
        return _check_readable_values(context, evidence)
    earlier = context.seen.get(evidence.commit)
    if earlier is None:
        where = f"commit {shown(evidence.commit[:12])}" if evidence.commit else "a commit"
        return (
            "stale",
            f"it is for {where}, which is not in this clone: run git fetch origin {shown(evidence.commit[:40])}",
        )
    if all(approval.digest != required.digest for approval in earlier):
        return "stale", _format_changes(required, earlier, evidence)
    return "satisfied", ""


def _check_readable_values(context: EvidenceContext, evidence: Evidence) -> tuple[State, str]:
    """Reject a record whose readable values do not match its digest: people sign what they read."""
    records = context.here.catalog("after").of(SignOff)
    record = next((entry for entry in records if entry.at == evidence.place), None)
    if evidence.place is None or (
        record and compute_stated_digest(record, context.here.base.policy.name) == record.terms
    ):
        return "satisfied", ""
    return "unverified", "the digest does not match the readable values of the record"


def _format_changes(required: RequiredApproval, earlier: tuple[RequiredApproval, ...], evidence: Evidence) -> str:
    """Return the values that changed since an approval: ``sev1.restore 50m → 2h``."""
    same = (required.change.kind, required.change.entity, required.change.other, required.party)
    for approval in earlier:
        if (approval.change.kind, approval.change.entity, approval.change.other, approval.party) == same:
            return "; ".join(_list_differences(approval, required)) or "the values before the change are different now"
    where = f" at commit {evidence.commit[:12]}" if evidence.commit else ""
    return f"the approval{where} is for different terms"


def _list_differences(one: RequiredApproval, other: RequiredApproval) -> list[str]:
    was = {field.name: field.said_after or "not set" for field in one.change.fields}
    now = {field.name: field.said_after or "not set" for field in other.change.fields}
    before = {field.name: field.said_before or "not set" for field in (*one.change.fields, *other.change.fields)}
    return [
        f"{shown(name)} {shown(was.get(name, before[name]))} → {shown(now.get(name, before[name]))}"
        for name in dict.fromkeys([*was, *now])
        if one.after.get(name) != other.after.get(name)
    ]
