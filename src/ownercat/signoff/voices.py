"""The weight of one piece of evidence for one required approval: it counts, or why it does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import EMPTY, Person, SignOff, refer
from ownercat.signoff import electors
from ownercat.signoff.electors import ApproverDirectory
from ownercat.signoff.records import compute_stated_digest
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import Evidence, EvidenceLevel, RequiredApproval, State, format_time
from ownercat.text import shown

_SKEW = timedelta(minutes=5)  # between the clock of a forge and the one here
_SHORTEST = len("sha256:") + 12  # the least of a digest that names one

Seen = Mapping[
    str, tuple[RequiredApproval, ...] | None
]  # commit → what was asked there; ``None``: it is not in this clone


class EvidenceContext(NamedTuple):
    """The context of evaluating evidence: people, required approvals at each commit, digests, and the time."""

    here: ThreeWayComparison
    roll: ApproverDirectory
    seen: Seen
    digests: frozenset[str]  # of everything that is asked now
    at: datetime


def build_evidence_context(
    here: ThreeWayComparison, asked: Iterable[RequiredApproval], at: datetime, seen: Seen = EMPTY
) -> EvidenceContext:
    """Build the context for required approvals; ``at`` in UTC."""
    return EvidenceContext(
        here, electors.build_approver_directory(here), seen, frozenset(one.digest for one in asked), at
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
    hearing: EvidenceContext, asked: RequiredApproval, given: Evidence, barred: Collection[str]
) -> EvidenceResult | None:
    """Return the result of a piece of evidence; ``None`` if it is about something else.

    ``barred``: the keys of the authors who cannot give this approval.
    """
    people = hearing.roll.find_people(given.identity)
    person = people[0] if len(people) == 1 else None
    members = {one.key for one in electors.list_members(hearing.here, asked.party, asked.change)}
    if not _is_about(hearing, asked, given, person is not None and person.key in members):
        return None
    state, problem = _evaluate_evidence(hearing, asked, given, person, members, barred)
    if person is None and not given.problem:
        state, problem = (
            "unverified",
            f"{shown(given.identity.value)} does not match exactly one Person on the base branch",
        )
    return EvidenceResult(given, person, state, problem)


def _is_about(hearing: EvidenceContext, asked: RequiredApproval, given: Evidence, member: bool) -> bool:
    """Return whether evidence is for this team and this service, or for exactly these terms."""
    if not given.team:
        return member
    if _resolve_team_key(hearing.here, given.team) != asked.party.team:
        return False
    if any(_matches(digest, given) for digest in hearing.digests) and given.decision == "approve":
        return _matches(asked.digest, given)
    return given.service in _collect_service_names(hearing.here, asked)


def _resolve_team_key(here: ThreeWayComparison, written: str) -> str:
    """Return the key of a team by any of its names."""
    ref = refer(written, ("Team",), Place(""), "team")
    found = here.team("base", ref) or here.team("after", ref)
    return ref.name if found is None else found


def _collect_service_names(here: ThreeWayComparison, asked: RequiredApproval) -> set[str]:
    """Return the names of the changed entity on all sides."""
    change = asked.change
    number = here.line(change.service, change.gone) if change.service else None
    services = [service for service in here.lines[number] if service is not None] if number is not None else []
    return {asked.service, *(service.name for service in services)}


def _matches(digest: str, given: Evidence) -> bool:
    """Return whether evidence has this digest; a record must have all 64 digits."""
    if given.level is EvidenceLevel.RECORD or len(given.digest) < _SHORTEST:
        return digest == given.digest
    return digest.startswith(given.digest)


def _evaluate_evidence(
    hearing: EvidenceContext,
    asked: RequiredApproval,
    given: Evidence,
    person: Person | None,
    members: Collection[str],
    barred: Collection[str],
) -> tuple[State, str]:
    doubtful = given.problem and not (given.decision == "reject" and given.problem_state == "stale")
    if doubtful or person is None:  # a refusal is no less one for what has changed since
        return given.problem_state, given.problem
    if person.key not in members:
        return "ineligible", f"{format_person(person)} is not eligible to approve for team {shown(asked.party.team)}"
    if absent := electors.explain_absence(person, hearing.at.date()):
        return "ineligible", f"{format_person(person)} {absent}"
    if given.decision == "reject" and given.level >= EvidenceLevel.REVIEW:
        return "rejected", "has rejected the change"
    if person.key in barred:
        return "ineligible", f"{format_person(person)} is an author of this change and cannot approve it for this team"
    if given.level < max(asked.minimum, EvidenceLevel.REVIEW) or given.decision == "reject":
        return "unverified", f"the evidence level is E{int(given.level)}, and E{int(asked.minimum)} is required"
    return _check_time(hearing, asked, given) or _check_content(hearing, asked, given)


def _check_time(hearing: EvidenceContext, asked: RequiredApproval, given: Evidence) -> tuple[State, str] | None:
    if given.at is not None and given.at > hearing.at + _SKEW:
        return "unverified", f"its time is in the future: {format_time(given.at)}"
    if given.expires is not None and given.expires <= hearing.at:
        return "expired", f"it expired on {given.expires:%Y-%m-%d}"
    most = hearing.here.base.policy.signoff.max_age
    if most is not None and given.at is not None and given.at + timedelta(seconds=most.seconds) <= hearing.at:
        return "expired", f"it is from {given.at:%Y-%m-%d}, and approvals expire after {most.text}"
    return None


def _check_content(hearing: EvidenceContext, asked: RequiredApproval, given: Evidence) -> tuple[State, str]:
    """Return whether the approved terms are the current ones, and if not, why.

    A signed commit must match twice: by its digest, and by the required approvals at that commit. Twelve digits alone
    can be matched by trial and error. A record is signed over the whole digest.
    """
    if given.level >= EvidenceLevel.COMMIT:
        if not _matches(asked.digest, given):
            return "stale", _format_changes(asked, hearing.seen.get(given.commit) or (), given)
        if sum(_matches(digest, given) for digest in hearing.digests) > 1:
            return "unverified", f"{shown(given.digest)} matches several required approvals"
    if given.level is EvidenceLevel.RECORD:
        return _check_readable_values(hearing, given)
    then = hearing.seen.get(given.commit)
    if then is None:
        where = f"commit {shown(given.commit[:12])}" if given.commit else "a commit"
        return (
            "stale",
            f"it is for {where}, which is not in this clone: run git fetch origin {shown(given.commit[:40])}",
        )
    if all(one.digest != asked.digest for one in then):
        return "stale", _format_changes(asked, then, given)
    return "satisfied", ""


def _check_readable_values(hearing: EvidenceContext, given: Evidence) -> tuple[State, str]:
    """Reject a record whose readable values do not match its digest: people sign what they read."""
    records = hearing.here.catalog("after").of(SignOff)
    record = next((one for one in records if one.at == given.place), None)
    if given.place is None or (record and compute_stated_digest(record, hearing.here.base.policy.name) == record.terms):
        return "satisfied", ""
    return "unverified", "the digest does not match the readable values of the record"


def _format_changes(asked: RequiredApproval, then: tuple[RequiredApproval, ...], given: Evidence) -> str:
    """Return the values that changed since an approval: ``sev1.restore 50m → 2h``."""
    same = (asked.change.kind, asked.change.entity, asked.change.other, asked.party)
    for one in then:
        if (one.change.kind, one.change.entity, one.change.other, one.party) == same:
            return "; ".join(_list_differences(one, asked)) or "the values before the change are different now"
    where = f" at commit {given.commit[:12]}" if given.commit else ""
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
