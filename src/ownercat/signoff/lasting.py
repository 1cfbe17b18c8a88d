"""Records that stay valid after their change: standing agreements, and approvals after an emergency.

No required approval of the change refers to them, so nothing else checks their approver, and later they are trusted.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ownercat.model import BreakGlass, SignOff, Team
from ownercat.signoff import electors
from ownercat.signoff.agreements import is_member
from ownercat.signoff.electors import ApproverDirectory
from ownercat.signoff.records import compute_stated_digest
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import Evidence, EvidenceLevel
from ownercat.text import shown


def list_unproven_records(
    here: ThreeWayComparison, evidence: Sequence[Evidence], head: str, at: datetime
) -> Iterator[tuple[SignOff, str]]:
    """Yield the lasting records of a change without an eligible approver, and why.

    The approver of a record is the person who signed it. If the policy accepts reviews, a person who approved ``head``
    counts as well.
    """
    roll = electors.build_approver_directory(here)
    for record in _list_lasting_records(here):
        team = here.base.catalog.team(record.team) or here.catalog("after").team(record.team)
        own = [
            item
            for item in evidence
            if item.place == record.at and item.level in (EvidenceLevel.CLAIM, EvidenceLevel.RECORD)
        ]
        problems = [_find_problem(here, roll, item, team, at) for item in (*own, *_list_reviews(here, evidence, head))]
        if record.standing is None and compute_stated_digest(record, here.base.policy.name) != record.terms:
            yield record, "its digest does not match its readable values"
        elif all(problems):
            yield record, next(filter(None, problems), "its approver is unknown")


def _list_lasting_records(here: ThreeWayComparison) -> Iterator[SignOff]:
    before, base = here.catalog("before"), here.base.catalog
    owed = {digest for emergency in base.of(BreakGlass) for digest in emergency.covers}
    for record in here.catalog("after").of(SignOff):
        known = any(catalog.get(record.kind, record.key) is not None for catalog in (before, base))
        if not known and (record.standing is not None or record.terms in owed):
            yield record


def _list_reviews(here: ThreeWayComparison, evidence: Sequence[Evidence], head: str) -> list[Evidence]:
    if here.base.policy.signoff.min_evidence not in ("E0", "E1"):
        return []
    return [e for e in evidence if e.level is EvidenceLevel.REVIEW and e.decision == "approve" and e.commit == head]


def _find_problem(
    here: ThreeWayComparison, roll: ApproverDirectory, evidence: Evidence, team: Team | None, at: datetime
) -> str:
    people = roll.find_people(evidence.identity)
    if evidence.problem or len(people) != 1:
        return (
            evidence.problem or f"{shown(evidence.identity.value)} does not match exactly one Person on the base branch"
        )
    person = people[0]
    if team is None or not is_member(here.base.catalog, team, person):
        return f"{shown(person.name)} is not eligible to approve for the team"
    absent = electors.explain_absence(person, at.date())
    return f"{shown(person.name)} {absent}" if absent else ""
