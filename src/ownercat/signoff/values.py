"""The values of sign-off: required approvals, the evidence for them, and their status."""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Literal, NamedTuple

from ownercat.changes.values import Change, Json
from ownercat.diagnostics import Place
from ownercat.model import BreakGlass

State = Literal[
    "satisfied", "pending", "rejected", "stale", "expired", "ineligible", "unverified", "waived", "impossible"
]


class EvidenceLevel(IntEnum):
    """The evidence levels E0 to E3, see docs/sign-off.md."""

    CLAIM = 0  # E0: anyone can write it
    REVIEW = 1  # E1: the code host reports it
    COMMIT = 2  # E2: a signed commit with the trailer
    RECORD = 3  # E3: a SignOff document with a detached signature


class Party(NamedTuple):
    """A team, by its key on the base branch (on the head if the team is new), and the role in which it approves."""

    team: str
    role: str  # owner, former owner, new owner, consumer, provider, approver, on-call team, member, lead, governance


class RequestedApprover(NamedTuple):
    """A team that must approve (``None``: no team exists for the role), its role, and the reason as one clause."""

    team: str | None
    role: str
    why: str


class RequiredApproval(NamedTuple):
    """The required approval of one change by one team.

    ``digest``: ``sha256:`` and 64 hex digits over the terms of this team. ``before`` and ``after``: the approved values
    by field, normalized, as in the digest. ``why``: the reason as one clause ("team owns checkout, the consumer in SLA
    checkout-external"). ``blocked``: why nobody can approve (for example no owner); ``""`` if somebody can.
    """

    change: Change
    service: str
    party: Party
    quorum: int
    minimum: EvidenceLevel
    digest: str
    before: Mapping[str, Json]
    after: Mapping[str, Json]
    why: str
    high: bool = False  # high impact: ``distinctHumans`` counts over all its parties
    waivable: bool = True
    blocked: str = ""


class Identity(NamedTuple):
    """A person as the source of the evidence names them."""

    kind: Literal["github", "gitlab", "email", "person"]
    value: str


class Evidence(NamedTuple):
    """An approval or a rejection, as far as its source proves it.

    ``digest``: the approved terms, ``sha256:`` and at least 12 hex digits. A review has none: it has ``team`` ``""``
    (all teams for which its author is eligible) and applies to the content of ``commit``. ``problem``: why the evidence
    does not count, ``""`` if it does. ``shown``: its location as text: ``signed commit 1f3c…``, ``review by @moses``,
    ``catalog/signoffs/x.yaml``.
    """

    level: EvidenceLevel
    identity: Identity
    decision: Literal["approve", "reject"]
    team: str
    service: str
    digest: str
    shown: str
    at: datetime | None = None
    expires: datetime | None = None
    commit: str = ""
    problem: str = ""
    problem_state: State = "unverified"
    place: Place | None = None


class Emergency(NamedTuple):
    """A BreakGlass document that a change adds. ``proven``: the keys of the people with a valid signature on it."""

    record: BreakGlass
    proven: frozenset[str]


class ApprovalStatus(NamedTuple):
    """The status of one required approval.

    ``by``: who approved, rejected or tried, as text. ``able``: the keys of the people who can still approve.
    ``detail``: the changed field, old → new, or why the evidence does not count.
    """

    obligation: RequiredApproval
    state: State
    by: tuple[str, ...] = ()
    able: tuple[str, ...] = ()
    detail: str = ""


def format_time(time: datetime) -> str:
    """Return a time with its zone: ``2026-10-02 09:14 UTC``."""
    return time.isoformat(" ", "minutes").replace("+00:00", " UTC")
