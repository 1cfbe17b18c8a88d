"""A small company for sign-off: four teams, services that need one another, a promise to everybody who does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from ownercat.changes.comparison import compare
from ownercat.changes.values import Side
from ownercat.model import EMPTY
from ownercat.signoff.counting import evaluate_approvals
from ownercat.signoff.obligations import build_required_approvals, list_notifications, list_required_approvals
from ownercat.signoff.scene import compare_sides
from ownercat.signoff.values import ApprovalStatus, Emergency, Evidence, EvidenceLevel, Identity, RequiredApproval
from ownercat.signoff.voices import Seen, build_evidence_context
from tests.changes.parts import edited, side
from tests.rules.parts import doc, person, several

PEOPLE = {
    "payments": ("ana", "bo"),
    "storefront": ("cy", "di"),
    "search": ("eve", "fay"),
    "council": ("gus", "hal", "ivy"),
}
NOON = datetime(2026, 10, 2, 12, tzinfo=UTC)


def team_of(name: str, *members: str) -> str:
    """A team whose first member leads it; no contacts."""
    return doc("Team", name, f"members: [{', '.join(members)}]", f"lead: {members[0]}")


SLA = doc(
    "SLA", "payment-terms", "service: payment", "outcome: a card is charged once", "targets:",
    "  sev1: {ack: 10m, restore: 30m}", "objectives:",
    "  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}", "approvers: [council]",
)  # fmt: skip
BASE: Mapping[str, str] = {
    "people.yaml": several(*(person(name) for members in PEOPLE.values() for name in members)),
    "teams.yaml": several(*(team_of(name, *members) for name, members in PEOPLE.items())),
    "payment.yaml": doc("Service", "payment", "owner: payments", "tier: 2"),
    "checkout.yaml": doc("Service", "checkout", "owner: storefront", "tier: 2", "dependsOn: [{service: payment}]"),
    "frontend.yaml": doc("Service", "frontend", "owner: search", "dependsOn: [{service: payment, mode: soft}]"),
    "bank.yaml": doc("Service", "bank", "owner: search", "tier: 1"),
    "sla.yaml": SLA,
    "policy.yaml": doc("Policy", "shop", "signoff: {minEvidence: E1}"),
}  # fmt: skip
GOVERNED = edited(("policy.yaml", "signoff:", "governance: {team: council, quorum: 2}\nsignoff:"), files=BASE)
LOOSER = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=BASE)


def asked(
    after: Mapping[str, str], before: Mapping[str, str] = BASE, base: Mapping[str, str] | None = None
) -> list[str]:
    """Each obligation on a line."""
    found = raised(after, before, base)
    return [f"{line(one)}{' high' if one.high else ''}{'' if one.waivable else ' never waived'}" for one in found]


def line(one: RequiredApproval) -> str:
    blocked = f" BLOCKED {one.blocked}" if one.blocked else ""
    quorum = f" x{one.quorum}" if one.quorum > 1 else ""
    return f"{one.change.kind} {one.service}: {one.party.team or 'nobody'} as {one.party.role}{quorum}{blocked}"


def raised(
    after: Mapping[str, str], before: Mapping[str, str] = BASE, base: Mapping[str, str] | None = None
) -> tuple[RequiredApproval, ...]:
    one, other = side(before), side(after)
    return list_required_approvals(one, other, compare(one, other), side(base) if base is not None else None)


def told(after: Mapping[str, str], before: Mapping[str, str] = BASE) -> list[str]:
    one, other = side(before), side(after)
    return [
        f"{found.team}: {found.why}" for _, found in list_notifications(compare_sides(one, other), compare(one, other))
    ]


def sides(after: Mapping[str, str], before: Mapping[str, str] = BASE) -> tuple[Side, Side]:
    return side(before), side(after)


def review(name: str, commit: str = "c1", decision: str = "approve", at: datetime | None = NOON) -> Evidence:
    """A review on GitHub by somebody's usual account."""
    identity = Identity("github", f"{name}-gh")
    return Evidence(EvidenceLevel.REVIEW, identity, decision, "", "", "", f"review by @{name}-gh", at, commit=commit)  # type: ignore[arg-type]


def record(
    name: str, one: RequiredApproval, decision: str = "approve", at: datetime | None = NOON, **more: object
) -> Evidence:
    """A signed record about exactly what is asked."""
    identity = Identity("email", f"{name}@shop.example")
    found = Evidence(
        EvidenceLevel.RECORD, identity, decision, one.party.team, one.service, one.digest, f"record of {name}", at
    )  # type: ignore[arg-type]
    return found._replace(**more)  # type: ignore[arg-type]


def trailer(name: str, one: RequiredApproval, digits: int = 12, **more: object) -> Evidence:
    """A signed commit with the trailer."""
    identity = Identity("email", f"{name}@shop.example")
    digest = one.digest[: len("sha256:") + digits]
    found = Evidence(
        EvidenceLevel.COMMIT,
        identity,
        "approve",
        one.party.team,
        one.service,
        digest,
        f"signed commit of {name}",
        NOON,
        commit="c1",
    )
    return found._replace(**more)  # type: ignore[arg-type]


def arising_between(before: Side, after: Side) -> Iterable[RequiredApproval]:
    return build_required_approvals(compare_sides(before, after), compare(before, after))


def judge_change(
    obligations: Sequence[RequiredApproval],
    evidence: Iterable[Evidence],
    before: Side,
    after: Side,
    proposers: frozenset[Identity],
    at: datetime,
    base: Side | None = None,
    seen: Seen = EMPTY,
    emergencies: Sequence[Emergency] = (),
) -> tuple[ApprovalStatus, ...]:
    """Return the status of each required approval, in a new evidence context."""
    hearing = build_evidence_context(compare_sides(before, after, base), obligations, at, seen)
    return evaluate_approvals(hearing, obligations, tuple(evidence), proposers, emergencies)
