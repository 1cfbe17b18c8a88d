"""What teams agreed to, and what an emergency let pass. Records: written once, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import EMPTY, Entity, Ref


class StandingScope(NamedTuple):
    """An agreement that lasts: the provider's team carries the consumer on its terms."""

    provider: Ref | None
    consumer: Ref | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Entity):
    """One team's word, about one ``change`` or, with ``standing``, for as long as the terms stay what they are.

    ``before``, ``after`` (``from`` and ``to`` in the file) and ``agreed`` are the readable copies of what was agreed,
    as written; ``terms`` is the digest that holds them. ``written``: the whole document, for its signature.
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
    """An emergency: what passed without the agreements that it needs, and until when they are owed."""

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


RECORDS = (SignOff, BreakGlass)  # what is never edited, so that a name in it stays what it was


class Proof(NamedTuple):
    """What became of a record's detached signature, when somebody looked.

    ``principal``: as whom it verified, as the signers file names them (an e-mail address). ``problem``: why it is not
    believed, one clause ("the key is not in catalog/allowed_signers"), ``""`` if it is.
    """

    principal: str = ""
    problem: str = ""
