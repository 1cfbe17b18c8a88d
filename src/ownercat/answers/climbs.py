"""The values of an answer to ``escalate``, each fact with its location."""

from datetime import datetime
from typing import Literal, NamedTuple

from ownercat.answers.values import Mention, Paged, SourcedText
from ownercat.diagnostics import Basis, Place
from ownercat.oncall.escalation import Kind

Verdict = Literal["in time", "too late", "nobody wakes", "not known", "not promised"]


class TimelineEntry(NamedTuple):
    """One event of a page, ``seconds`` after the alert (``None``: the policy does not state the time).

    ``kind``: as in ``oncall.escalation``. ``tier``, ``purpose``, ``inform``, ``people``: of a level and of the
    failsafe. ``round`` starts at 1. ``arrives``: whether the page is delivered. ``to``: the policy with which
    escalation continues. ``basis``: of whether the page reaches people.
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
    basis: Basis = "proved"


class ApplicableAckTarget(NamedTuple):
    """The strictest ack target. ``hours``: its hours as text; ``applies``: whether the alert is within them."""

    ack: str
    seconds: int
    sla: Mention
    to: str
    hours: str
    applies: bool
    place: Place


class ProvedResponder(NamedTuple):
    """The first person whom the catalog knows and a page wakes, if the first responder is not proved."""

    seconds: int
    at: str
    time: datetime
    people: tuple[Mention, ...]
    tier: str
    sum: str


class FirstResponder(NamedTuple):
    """The first responder of a page (``seconds`` is ``None``: nobody wakes), the sum, and whether that is in time.

    ``by``: a level, or the failsafe if it wakes a person earlier. If the ``basis`` is not ``proved``, ``people`` are
    those whom the first level pages, ``because`` states why nobody knows who wakes when, and ``seconds`` is ``None``.
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
    basis: Basis = "proved"
    because: str = ""
    proved: ProvedResponder | None = None


class SlowestResponse(NamedTuple):
    """The longest time to the first responder, for pages that start in an interval of the checked days.

    ``always``: the time is the same at every instant. ``hours``: the checked hours as text. If the ``basis`` is not
    ``proved``, the times are those of the levels whose people the catalog knows.
    """

    seconds: int | None
    start: datetime
    end: datetime
    days: int
    always: bool
    hours: str
    reasons: tuple[SourcedText, ...]
    basis: Basis = "proved"
    because: str = ""


class Outage(NamedTuple):
    """Channels that do not work, ``along`` those that only fail with their provider, and ``silent`` the levels not
    reached.

    ``asked``: the words of the query, channels or providers.
    """

    asked: tuple[str, ...]
    providers: tuple[str, ...]
    channels: tuple[str, ...]
    along: tuple[str, ...]
    silent: tuple[str, ...]


class OverdueLevel(NamedTuple):
    """A level whose people should have acknowledged; ``seconds``: since the next level was paged."""

    tier: str
    round: int
    seconds: int
    place: Place


class TargetLeft(NamedTuple):
    """What is left of a target of the SLA, in seconds; a negative number is overdue."""

    name: str
    target: str
    left: int
    due: datetime
    sla: Mention
    place: Place


class CustomerUpdates(NamedTuple):
    """The updates that customers are due. ``passed``: those due until now; ``left``: seconds until the next one."""

    every: str
    passed: int
    left: int
    due: datetime
    place: Place


class BudgetLeft(NamedTuple):
    """An error budget in seconds: what the window allows, what earlier incidents and this one used, and the rest.

    ``impact``: the share of users of this severity; ``None`` counts as 1.
    """

    allowed: int
    used_before: int
    used_now: int
    left: int
    target: float
    window: str
    impact: float | None
    sla: Mention
    place: Place


class IncidentClock(NamedTuple):
    """What should have happened until ``now`` if nobody acknowledged. ``following``: the next level to be paged."""

    now: datetime
    elapsed: int
    active: TimelineEntry | None
    overdue: tuple[OverdueLevel, ...]
    following: TimelineEntry | None
    updates: CustomerUpdates | None
    targets: tuple[TargetLeft, ...]
    budget: BudgetLeft | None


class Escalated(NamedTuple):
    """A page of a service: the events from the alert on, the first responder, and the end.

    ``entries``: the first round and the failsafe, or all events if nobody acknowledges; ``then``: what follows, as
    text; ``end``: the last event. ``time``: the time of the alert, in the zone of the first person paged.
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
    clock: IncidentClock | None = None
