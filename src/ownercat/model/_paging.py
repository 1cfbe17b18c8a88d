"""Escalation policies, and the pages that an expectation expects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import EMPTY, Duration, Entity, Ref


class Attempts(NamedTuple):
    """How often a level notifies before it gives up."""

    times: int
    every: Duration | None


class EscalationLevel(NamedTuple):
    """One level of an escalation policy."""

    name: str
    purpose: str
    notify: tuple[Ref, ...]
    assign: str
    via: tuple[str, ...]
    urgency: str
    attempts: Attempts | None
    wait: Duration | None
    inform: tuple[str, ...]
    place: Place


class Failsafe(NamedTuple):
    """What happens if the usual channels do not work."""

    via: tuple[str, ...]
    to: Ref | None
    after: Duration | None
    tested_on: date | None
    place: Place


class Repeat(NamedTuple):
    """How the policy starts another round."""

    times: int
    every: Duration | None
    to: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Entity):
    """An escalation policy. ``end`` is ``"stop"``, a reference to the next policy, or ``None`` if not stated."""

    team: Ref | None = None
    provider: str = ""
    handles: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    on_empty: str = "wait"
    hold: Duration | None = None
    ack_timeout: Duration | None = None
    tiers: tuple[EscalationLevel, ...] = ()
    failsafe: Failsafe | None = None
    repeat: Repeat | None = None
    end: Ref | Literal["stop"] | None = None


class ExpectedPage(NamedTuple):
    """The exact targets of a page some time after its start.

    ``place`` is the location of the key, ``written`` its text.
    """

    seconds: int
    written: str
    refs: tuple[Ref, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation(Entity):
    """The expected result of a page that starts at an instant. ``starts``: as written, with its UTC offset.

    ``severity``: ``""`` = that of the symptom, else the worst of the service's symptoms.
    """

    service: Ref | None = None
    severity: str = ""
    symptom: str = ""
    starts: str = ""
    policy: Ref | None = None
    pages: tuple[ExpectedPage, ...] = ()
    human_within: Duration | None = None
    reaches: tuple[Ref, ...] = ()
