"""The words of sign-off: who has to agree to what, what was shown for it, and where that stands."""

from __future__ import annotations

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
    """How much a piece of evidence proves, see docs/sign-off.md."""

    CLAIM = 0  # E0: anybody can write it
    REVIEW = 1  # E1: a forge says so
    COMMIT = 2  # E2: a signed commit with the trailer
    RECORD = 3  # E3: a SignOff document with a detached signature


class Party(NamedTuple):
    """A team, by its key at the base (at the head where it is new), and why it is asked."""

    team: str
    role: str  # owner, former owner, new owner, consumer, provider, approver, on-call team, member, lead, governance


class RequiredApproval(NamedTuple):
    """One team has to agree to one change.

    ``digest``: ``sha256:`` and 64 hex digits over the terms of this party. ``before`` and ``after``: the agreed
    values by field, normalised, as they went into the digest. ``why``: one clause for people ("support is the
    consumer of the promise checkout-external"). ``blocked``: nobody can agree to this (an orphaned service), and why.
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
    """Who is behind a piece of evidence, as its source names them."""

    kind: Literal["github", "gitlab", "email", "person"]
    value: str


class Evidence(NamedTuple):
    """Somebody agreed or refused, as far as the source proves.

    ``digest``: what they agreed to, ``sha256:`` and at least 12 hex digits. A forge review names none: it is for
    ``team`` ``""`` (all parties that its author may speak for) and for the content of ``commit``.
    ``problem``: why it cannot be believed, ``""`` if it can ("the key is not in the signers file of the base").
    ``shown``: where it is, in words: ``signed commit 1f3c…``, ``review by @moses``, ``catalog/signoffs/x.yaml``.
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
    """A BreakGlass document that a change brings. ``proven``: the people (keys) who are known to stand behind it."""

    record: BreakGlass
    proven: frozenset[str]


class ApprovalStatus(NamedTuple):
    """Where one obligation stands. ``by``: who satisfied, refused or tried, in words; ``able``: the people (keys)
    who can still unblock it; ``detail``: which field, old → new, or why it does not count."""

    obligation: RequiredApproval
    state: State
    by: tuple[str, ...] = ()
    able: tuple[str, ...] = ()
    detail: str = ""


def format_time(time: datetime) -> str:
    """Return a time with its zone: ``2026-10-02 09:14 UTC``."""
    return time.isoformat(" ", "minutes").replace("+00:00", " UTC")
