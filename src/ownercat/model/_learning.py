"""Incidents and drills, and the actions after them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model._values import EMPTY, Entity, Ref

_EPOCH = date(1970, 1, 1).toordinal()


class Action(NamedTuple):
    """Work that follows an incident or a drill. ``kind``: prevent, mitigate, detect or process.

    ``status``: open, done or wontDo.
    """

    id: str
    what: str
    kind: str
    owner: Ref | None
    due: date | None
    priority: str
    status: str
    done_on: date | None
    ticket: str
    place: Place


class RecordedPage(NamedTuple):
    """A level of an escalation policy that was paged, and when."""

    level: str
    instant: datetime | None
    place: Place


class TimelineEvent(NamedTuple):
    """One event of an incident; ``step`` is the id of a runbook step, ``""`` for none."""

    instant: datetime | None
    step: str
    note: str
    place: Place


class Postmortem(NamedTuple):
    """The review after an incident. ``status``: draft, inReview, reviewed or closed."""

    status: str
    owner: Ref | None
    held_on: date | None
    url: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Entity):
    """A failure that affected services. An instant that is not recorded is ``None``."""

    services: tuple[Ref, ...] = ()
    severity: str = ""
    symptom: str = ""
    started_at: datetime | None = None
    detected_at: datetime | None = None
    triggered_at: datetime | None = None
    acknowledged_at: datetime | None = None
    contained_at: datetime | None = None
    restored_at: datetime | None = None
    resolved_at: datetime | None = None
    roles: Mapping[str, Ref] = field(default_factory=lambda: EMPTY)
    paged: tuple[RecordedPage, ...] = ()
    customer_impact: str = ""
    workaround: str = ""
    contributing_factors: tuple[str, ...] = ()
    escalation_delays: str = ""
    automation_opportunities: tuple[str, ...] = ()
    near_miss: bool = False
    timeline: tuple[TimelineEvent, ...] = ()
    postmortem: Postmortem | None = None
    actions: tuple[Action, ...] = ()

    @property
    def instants(self) -> tuple[tuple[str, datetime | None], ...]:
        """Return the instants in their right order, each with its key."""
        return (
            ("startedAt", self.started_at),
            ("detectedAt", self.detected_at),
            ("triggeredAt", self.triggered_at),
            ("acknowledgedAt", self.acknowledged_at),
            ("containedAt", self.contained_at),
            ("restoredAt", self.restored_at),
            ("resolvedAt", self.resolved_at),
        )

    @property
    def first_day(self) -> int | None:
        """Return the first recorded day in UTC, as an ordinal."""
        return _to_ordinal(next((each for _, each in self.instants if each), None))

    @property
    def last_day(self) -> int | None:
        """Return the last recorded day in UTC, as an ordinal."""
        return _to_ordinal(next((each for _, each in reversed(self.instants) if each), None))


def _to_ordinal(instant: datetime | None) -> int | None:
    if instant is None:
        return None
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)  # in days: no overflow at the ends of the calendar
    return min(max(_EPOCH + since.days, 1), date.max.toordinal())


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill(Entity):
    """An exercise of runbooks, escalation policies and channels. ``result``: pass, partial, fail, or ``""``."""

    held_on: date | None = None
    type: str = ""
    scenario: str = ""
    services: tuple[Ref, ...] = ()
    runbooks: tuple[Ref, ...] = ()
    escalations: tuple[Ref, ...] = ()
    channels: tuple[str, ...] = ()
    people: tuple[Ref, ...] = ()
    result: str = ""
    findings: str = ""
    actions: tuple[Action, ...] = ()
