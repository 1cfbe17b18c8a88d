"""What ``escalate`` answers with: frozen values, each fact with the place it comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from ownercat.answers.values import Mention, Paged, SourcedText
from ownercat.diagnostics import Place
from ownercat.oncall.escalation import Kind

Verdict = Literal["in time", "too late", "nobody wakes", "not known", "not promised"]


class TimelineEntry(NamedTuple):
    """One thing that happens to a page, ``seconds`` after the alert (``None``: the policy does not say when).

    ``kind``: as in ``oncall.escalation``. ``tier``, ``purpose``, ``inform``, ``people``: of a page and of the
    fail-safe. ``round`` counts from 1. ``arrives``: whether anything of it gets through. ``to``: who takes over.
    """

    kind: Kind
    at: str
    seconds: int | None
    time: datetime | None
    policy: Mention
    tier: str
    purpose: str
    urgency: str
    round: int
    people: tuple[Paged, ...]
    via: tuple[str, ...]
    inform: tuple[str, ...]
    arrives: bool
    to: Mention | None
    place: Place


class ApplicableAckTarget(NamedTuple):
    """The strictest answer that is promised. ``hours``: when, in words; ``applies``: whether the alert lies in them."""

    ack: str
    seconds: int
    sla: Mention
    to: str
    hours: str
    applies: bool
    place: Place


class FirstResponder(NamedTuple):
    """The first human whom a page wakes (``seconds`` is ``None``: nobody), the sum, and whether that is in time.

    ``by``: through a tier, or through the fail-safe when no tier gets through earlier.
    """

    seconds: int | None
    at: str
    time: datetime | None
    people: tuple[Mention, ...]
    by: Literal["tier", "failsafe", "nobody"]
    tier: str
    sum: str
    promised: ApplicableAckTarget | None
    verdict: Verdict


class SlowestResponse(NamedTuple):
    """The longest time to the first human, for pages that start in a stretch of the days that were looked at.

    ``always``: it takes that long at every instant. ``hours``: the hours that were looked at, in words.
    """

    seconds: int | None
    start: datetime
    end: datetime
    days: int
    always: bool
    hours: str
    reasons: tuple[SourcedText, ...]


class Outage(NamedTuple):
    """Channels that do not work, ``along`` those that only fail with their provider, and the tiers that nobody hears.

    ``asked``: the words of the question, channels or providers.
    """

    asked: tuple[str, ...]
    providers: tuple[str, ...]
    channels: tuple[str, ...]
    along: tuple[str, ...]
    silent: tuple[str, ...]


class Escalated(NamedTuple):
    """A page of a service: what happens from the alert on, who wakes first, and where it ends.

    ``entries``: the first round and the fail-safe, or, when nobody answers, everything; ``then``: what follows, in
    words; ``end``: what happens last. ``time``: when the alert fires, on the clock of the first whom the page reaches.
    """

    service: Mention
    tier: int | None
    severity: str
    symptom: str
    policy: Mention | None
    time: datetime
    time_zone: str
    whole: bool
    worst: SlowestResponse | None
    outage: Outage | None
    entries: tuple[TimelineEntry, ...]
    first: FirstResponder | None
    then: tuple[SourcedText, ...]
    end: TimelineEntry | None
    notes: tuple[str, ...]
    place: Place
