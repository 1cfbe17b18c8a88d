"""Approvals of teams, and emergencies. Records are written once and never edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import EMPTY, Entity, Ref


class StandingScope(NamedTuple):
    """A standing agreement: the provider's team supports the consumer on its terms."""

    provider: Ref | None
    consumer: Ref | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Entity):
    """A team's decision about one change, or a standing agreement on current terms.

    ``before``, ``after`` (``from`` and ``to`` in the file) and ``agreed`` are readable copies of the approved values,
    as written; ``terms`` is the digest of these values. ``written``: the whole document, for its signature.
    """

    service: Ref | None = None
    change: str = ""
    standing: StandingScope | None = None
    team: Ref | None = None
    role: str = ""
    decision: str = ""
    before: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    after: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    agreed: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    terms: str = ""
    by: Ref | None = None
    given: datetime | None = None  # ``at`` in the file, where every entity's ``at`` is its place
    expires: date | None = None
    signature: str = ""
    written: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass(Entity):
    """An emergency: a change without its required approvals, and the due date of these approvals."""

    incident: str = ""
    reason: str = ""
    services: tuple[Ref, ...] = ()
    invoked_by: Ref | None = None
    second: Ref | None = None
    covers: tuple[str, ...] = ()
    invoked: datetime | None = None  # ``at`` in the file
    expires: datetime | None = None
    retro_due: date | None = None
    signature: str = ""
    second_signature: str = ""
    written: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation(Entity):
    """The owners of a service confirm its owner, pages, promises and dependencies; ``content``: the digest of these."""

    service: Ref | None = None
    team: Ref | None = None
    content: str = ""
    by: Ref | None = None
    given: datetime | None = None  # ``at`` in the file
    signature: str = ""
    written: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


RECORDS = (SignOff, BreakGlass, Attestation)  # never edited, so names in records do not change


class Proof(NamedTuple):
    """The result of checking the detached signature of a record.

    ``principal``: the verified email address, as in the allowed signers file; ``""`` if not verified. ``problem``: why
    the signature is invalid ("the key is not in catalog/allowed_signers"); ``""`` if it is valid.
    """

    principal: str = ""
    problem: str = ""
