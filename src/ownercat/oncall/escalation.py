"""What happens to one page: when, who, through what, told what, and where it ends. See ``climb`` for the terms."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from math import inf
from typing import Literal, NamedTuple

from ownercat.model import Escalation, EscalationLevel, Person, Policy
from ownercat.oncall.away import is_away
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.contacts import NOTHING, NotificationMethod, contacts, known_person, waking
from ownercat.oncall.crew import Crew, PageRecipient, crew
from ownercat.oncall.intervals import value_at
from ownercat.oncall.steps import MOST_STEPS, End, RoundLevel, steps

MOST_EVENTS = 200

Kind = Literal[
    "page",  # a tier pages; nobody reached: nobody is on call there
    "failsafe",  # nothing got through: the fail-safe is used
    "acknowledged",  # somebody of the tier before reacts; the climb ends
    "reopened",  # acknowledged and then forgotten: the page starts again; counted from the acknowledgement
    "handoff",  # another escalation takes over
    "stop",  # the climb ends
    "loop",  # it would hand over to where it was before: the climb ends
    "unknown",  # it hands over to an escalation that nobody defines
    "open",  # the file does not say what comes now
    "dropped",  # no tier has anybody on call, and the product drops such a page
    "more",  # and so on: only so many events are told
]


class Reach(NamedTuple):
    """Somebody who is paged: through what is left, what is down, whether anything arrives, whether they are away.

    Of somebody unknown it is not known through what; it arrives unless all that is known is down.
    """

    member: PageRecipient
    contacts: tuple[NotificationMethod, ...]
    down: tuple[str, ...]
    arrives: bool
    away: bool


class Event(NamedTuple):
    """One thing that happens. ``offset``: seconds after the alert, ``None`` where the file does not say when.

    ``tier``: for pages and what follows from one; ``number`` and ``round`` count from 0. ``to``: the other escalation.
    """

    offset: int | None
    kind: Kind
    escalation: Escalation
    tier: EscalationLevel | None = None
    number: int = -1
    round: int = 0
    reached: tuple[Reach, ...] = ()
    to: Escalation | None = None

    @property
    def gets_through(self) -> bool:
        """Whether anything of it arrives."""
        return any(reach.arrives for reach in self.reached)


class DelayTerm(NamedTuple):
    """One summand of the time to a human; ``tier`` is ``None`` for the hold. ``is_wake``: a personal rule's delay."""

    tier: EscalationLevel | None
    number: int
    seconds: int
    is_wake: bool = False


class WokenPerson(NamedTuple):
    """When the first human wakes; the terms add up to ``seconds``."""

    seconds: int
    tier: EscalationLevel
    number: int
    crew: Crew
    terms: tuple[DelayTerm, ...]


class _Visit(NamedTuple):
    """A step, when it comes, whom it reaches and how soon they wake."""

    step: RoundLevel
    offset: int | None
    crew: Crew
    wake: float | None
    terms: tuple[DelayTerm, ...]


def timeline(
    calendar: Calendar,
    policy: Policy,
    escalation: Escalation,
    instant: int,
    down: Collection[str] = NOTHING,
    no_answer: Collection[str] | None = None,
) -> tuple[Event, ...]:
    """Everything that happens to a page that starts at an instant.

    ``down``: channels that do not work (``contacts.same_provider`` finds those that fail together). ``no_answer``:
    the tiers that do not react, by name or by number from 1, so that the first other one ends the climb; ``None``:
    nobody ever reacts, which is the whole climb.
    """
    events = list(islice(_events(calendar, policy, escalation, instant, down, no_answer), MOST_EVENTS + 1))
    if len(events) > MOST_EVENTS:
        events[MOST_EVENTS:] = [Event(events[-1].offset, "more", escalation)]
    spare = [each for each in _failsafes(calendar, policy, events, instant, down) if _is_needed(each, events[-1])]
    found = [*events[:-1], *spare, events[-1]]
    return (*sorted(found, key=lambda event: inf if event.offset is None else event.offset), *_reopened(escalation))


def first_pass(calendar: Calendar, policy: Policy, escalation: Escalation, instant: int) -> tuple[Event, ...]:
    """The same, no further than each tier once and the fail-safe, which is the last."""
    once = islice(_events(calendar, policy, escalation, instant, NOTHING, None), len(escalation.tiers))
    events = [event for event in once if event.escalation is escalation]
    return (*events, *_failsafes(calendar, policy, events, instant, NOTHING))


def _is_needed(spare: Event, last: Event) -> bool:
    """A page that somebody acknowledges needs no fail-safe afterwards."""
    return (
        last.kind != "acknowledged" or None in (last.offset, spare.offset) or (spare.offset or 0) < (last.offset or 0)
    )


def _events(
    calendar: Calendar,
    policy: Policy,
    escalation: Escalation,
    instant: int,
    down: Collection[str],
    no_answer: Collection[str] | None,
) -> Iterator[Event]:
    offset: int | None = 0
    if is_dropped(calendar, escalation, instant):
        yield Event(offset, "dropped", escalation)
        return
    for visit in _visits(calendar, policy, escalation, instant, down):
        if isinstance(visit, End):
            yield Event(offset, visit.kind, visit.escalation, to=visit.to)
            continue
        step, came = visit.step, visit.offset
        event = _paged(calendar, policy, visit, instant, down)
        yield event
        if no_answer is not None and _reacts(event, no_answer):
            yield event._replace(kind="acknowledged")
            return
        offset = _later(step, came, visit.crew)


def _reacts(event: Event, no_answer: Collection[str]) -> bool:
    tier = event.tier
    known = tier is not None and (tier.name in no_answer or str(event.number + 1) in no_answer)
    return tier is not None and tier.purpose == "respond" and not known and event.gets_through


def _visits(
    calendar: Calendar, policy: Policy, escalation: Escalation, instant: int, down: Collection[str]
) -> Iterator[_Visit | End]:
    """The steps of a page, each with the time at which it comes; who is on call is looked up at that time."""
    hold = escalation.hold.seconds if escalation.hold else 0
    offset: int | None = hold
    known = hold  # the latest time that is certain
    terms = (DelayTerm(None, -1, hold),) if hold else ()
    for step in steps(calendar.catalog, escalation):
        if isinstance(step, End):
            yield step
            continue
        at = instant + known
        people = value_at(crew(calendar, step.tier), at)
        yield _Visit(step, offset, people, value_at(waking(calendar, policy, step.tier, down), at), terms)
        after = _later(step, offset, people)
        if after is not None and offset is not None and after != offset:
            terms = (*terms, DelayTerm(step.tier, step.number, after - offset))
        offset = after
        known = known if after is None else after


def _later(step: RoundLevel, offset: int | None, people: Crew) -> int | None:
    """When the next step comes."""
    skips = not people and not step.always and step.escalation.on_empty in ("skip", "drop")
    if offset is None or skips:
        return offset
    return None if step.wait is None else offset + step.wait


def is_dropped(calendar: Calendar, escalation: Escalation, instant: int) -> bool:
    """Whether the product drops a page because no tier has anybody on call."""
    return escalation.on_empty == "drop" and not any(
        value_at(crew(calendar, tier), instant) for tier in escalation.tiers
    )


def _paged(calendar: Calendar, policy: Policy, visit: _Visit, instant: int, down: Collection[str]) -> Event:
    step = visit.step
    at = instant + (visit.offset or 0)
    reached = tuple(_reach(calendar, policy, step.tier, member, at, down) for member in visit.crew)
    return Event(visit.offset, "page", step.escalation, step.tier, step.number, step.round, reached)


def _reach(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, member: PageRecipient, at: int, down: Collection[str]
) -> Reach:
    usual = contacts(calendar, policy, tier, member)
    left = tuple(contact for contact in usual if contact.channel not in down)
    lost = tuple(contact.channel for contact in usual if contact.channel in down)
    person = known_person(calendar, member)
    arrives = bool(left) or (person is None and not usual)
    somebody = calendar.catalog.get("Person", member.name) if member.kind == "person" else None
    return Reach(member, left, lost, arrives, isinstance(somebody, Person) and is_away(calendar, somebody, at))


def _failsafes(
    calendar: Calendar, policy: Policy, events: list[Event], instant: int, down: Collection[str]
) -> Iterator[Event]:
    """The fail-safe of each escalation on the way, counted from its first page."""
    told: set[str] = set()
    for event in events:
        spare = failsafe_tier(calendar, event.escalation)
        if event.kind != "page" or spare is None or event.escalation.key in told:
            continue
        told.add(event.escalation.key)
        after = event.escalation.failsafe.after if event.escalation.failsafe else None
        offset = None if event.offset is None else event.offset + (after.seconds if after else 0)
        at = instant + (offset or 0)
        people = value_at(crew(calendar, spare), at)
        reached = tuple(_reach(calendar, policy, spare, member, at, down) for member in people)
        yield Event(offset, "failsafe", event.escalation, spare, reached=reached)


def failsafe_tier(calendar: Calendar, escalation: Escalation) -> EscalationLevel | None:
    """The fail-safe as if it were a tier; ``None`` where there is none."""
    safe = escalation.failsafe
    if safe is None:
        return None
    notify = (safe.to,) if safe.to else ()
    tier = EscalationLevel("failsafe", "respond", notify, "all", safe.via, "high", None, None, (), safe.place)
    return calendar.once(("failsafe", id(escalation)), lambda: (escalation, tier))[1]


def _reopened(escalation: Escalation) -> Iterator[Event]:
    if escalation.ack_timeout is not None:
        yield Event(escalation.ack_timeout.seconds, "reopened", escalation)


def reach(
    calendar: Calendar, policy: Policy, escalation: Escalation, instant: int, down: Collection[str] = NOTHING
) -> WokenPerson | None:
    """The first human whom a page that starts at an instant wakes, and the sum that gives the time; ``None``: never.

    The same as ``climb.human`` at that instant, with the arithmetic. ``down``: channels that do not work; the
    fail-safe is left out.
    """
    best: WokenPerson | None = None
    if is_dropped(calendar, escalation, instant):
        return None
    visits = (visit for visit in _visits(calendar, policy, escalation, instant, down) if isinstance(visit, _Visit))
    for visit in islice(visits, MOST_STEPS):
        if visit.offset is None or (best is not None and visit.offset >= best.seconds):
            break
        if visit.step.tier.purpose != "respond" or visit.wake is None or visit.wake == inf:
            continue
        wake, tier, number = int(visit.wake), visit.step.tier, visit.step.number
        if best is None or visit.offset + wake < best.seconds:
            terms = (*visit.terms, DelayTerm(tier, number, wake, True)) if wake else visit.terms
            best = WokenPerson(visit.offset + wake, tier, number, visit.crew, terms)
    return best
