"""Compute the events of one page: when, whom, through which channels, and where escalation ends.

See ``climb`` for the terms.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from math import inf
from typing import Literal, NamedTuple

from ownercat.model import Escalation, EscalationLevel, Person, Policy
from ownercat.oncall.away import is_away
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.contacts import NOTHING, NotificationMethod, find_known_person, list_methods, track_wake_delays
from ownercat.oncall.crew import Crew, PageRecipient, track_crew
from ownercat.oncall.intervals import get_value
from ownercat.oncall.steps import MOST_STEPS, End, RoundLevel, list_steps

MOST_EVENTS = 200

Kind = Literal[
    "page",  # a level is paged; without recipients, nobody is on call there
    "failsafe",  # no page was delivered: the failsafe is used
    "acknowledged",  # a person of the previous level acknowledges; escalation ends
    "reopened",  # acknowledged but not resolved: the page starts again; counted from the acknowledgement
    "handoff",  # continues with another policy
    "stop",  # escalation ends
    "loop",  # it would continue with a policy that was already used: escalation ends
    "unknown",  # it continues with an undefined policy
    "open",  # the file does not state what happens next
    "dropped",  # no level has anybody on call, and the paging product drops such a page
    "more",  # the list is cut after MOST_EVENTS events
]


class Reach(NamedTuple):
    """A person who is paged: the channels that work, those that are down, whether the page arrives, whether they are
    away.

    The channels of an unknown person are unknown; the page counts as arrived unless all known channels are down.
    """

    member: PageRecipient
    contacts: tuple[NotificationMethod, ...]
    down: tuple[str, ...]
    arrives: bool
    away: bool


class Event(NamedTuple):
    """One event of a page. ``offset``: seconds after the alert, ``None`` if the file does not state the time.

    ``tier``: the level of a page, and of events that follow from one. ``number`` and ``round`` start at 0. ``to``: the
    next escalation policy.
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
        """Return whether the page arrives at any person."""
        return any(reach.arrives for reach in self.reached)


class DelayTerm(NamedTuple):
    """One term of the time to the first responder; ``tier`` is ``None`` for the hold.

    ``is_wake``: the delay of a personal rule.
    """

    tier: EscalationLevel | None
    number: int
    seconds: int
    is_wake: bool = False


class WokenPerson(NamedTuple):
    """The time at which the first responder wakes; the terms add up to ``seconds``."""

    seconds: int
    tier: EscalationLevel
    number: int
    crew: Crew
    terms: tuple[DelayTerm, ...]


class _Visit(NamedTuple):
    """A level of a page with its time, the people whom it reaches, and the delay until they wake."""

    step: RoundLevel
    offset: int | None
    crew: Crew
    wake: float | None
    terms: tuple[DelayTerm, ...]


def build_timeline(
    calendar: Calendar,
    policy: Policy,
    escalation: Escalation,
    instant: int,
    down: Collection[str] = NOTHING,
    no_answer: Collection[str] | None = None,
) -> tuple[Event, ...]:
    """Return all events of a page that starts at an instant.

    ``down``: channels that do not work (``contacts.collect_same_provider`` finds those that fail together).
    ``no_answer``: the levels that do not acknowledge, by name or by number from 1, so that the first other level ends
    escalation; ``None``: nobody ever acknowledges, which shows all events.
    """
    events = list(islice(_list_events(calendar, policy, escalation, instant, down, no_answer), MOST_EVENTS + 1))
    if len(events) > MOST_EVENTS:
        events[MOST_EVENTS:] = [Event(events[-1].offset, "more", escalation)]
    spare = [each for each in _list_failsafes(calendar, policy, events, instant, down) if _is_needed(each, events[-1])]
    all_events = [*events[:-1], *spare, events[-1]]
    return (
        *sorted(all_events, key=lambda event: inf if event.offset is None else event.offset),
        *_list_reopened(escalation),
    )


def list_first_pass(calendar: Calendar, policy: Policy, escalation: Escalation, instant: int) -> tuple[Event, ...]:
    """Return the events of one pass through the levels, then the failsafe."""
    once = islice(_list_events(calendar, policy, escalation, instant, NOTHING, None), len(escalation.tiers))
    events = [event for event in once if event.escalation is escalation]
    return (*events, *_list_failsafes(calendar, policy, events, instant, NOTHING))


def _is_needed(spare: Event, last: Event) -> bool:
    """Return whether the failsafe happens: a page that is acknowledged before does not need it."""
    return (
        last.kind != "acknowledged" or None in (last.offset, spare.offset) or (spare.offset or 0) < (last.offset or 0)
    )


def _list_events(
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
    for visit in _list_visits(calendar, policy, escalation, instant, down):
        if isinstance(visit, End):
            yield Event(offset, visit.kind, visit.escalation, to=visit.to)
            continue
        step, came = visit.step, visit.offset
        event = _build_page(calendar, policy, visit, instant, down)
        yield event
        if no_answer is not None and _is_acknowledged(event, no_answer):
            yield event._replace(kind="acknowledged")
            return
        offset = _get_next_offset(step, came, visit.crew)


def _is_acknowledged(event: Event, no_answer: Collection[str]) -> bool:
    tier = event.tier
    known = tier is not None and (tier.name in no_answer or str(event.number + 1) in no_answer)
    return tier is not None and tier.purpose == "respond" and not known and event.gets_through


def _list_visits(
    calendar: Calendar,
    policy: Policy,
    escalation: Escalation,
    instant: int,
    down: Collection[str],
    proved: bool = False,
) -> Iterator[_Visit | End]:
    """Yield the levels of a page with their times; the schedule applies at the time of each level."""
    hold = escalation.hold.seconds if escalation.hold else 0
    offset: int | None = hold
    known = hold  # the latest known time
    terms = (DelayTerm(None, -1, hold),) if hold else ()
    for step in list_steps(calendar.catalog, escalation):
        if isinstance(step, End):
            yield step
            continue
        at = instant + known
        people = get_value(track_crew(calendar, step.tier), at)
        wake = get_value(track_wake_delays(calendar, policy, step.tier, down, proved), at)
        yield _Visit(step, offset, people, wake, terms)
        after = _get_next_offset(step, offset, people)
        if after is not None and offset is not None and after != offset:
            terms = (*terms, DelayTerm(step.tier, step.number, after - offset))
        offset = after
        known = known if after is None else after


def _get_next_offset(step: RoundLevel, offset: int | None, people: Crew) -> int | None:
    """Return when the next level is paged; ``None`` if the file does not state the wait."""
    skips = not people and not step.always and step.escalation.on_empty in ("skip", "drop")
    if offset is None or skips:
        return offset
    return None if step.wait is None else offset + step.wait


def is_dropped(calendar: Calendar, escalation: Escalation, instant: int) -> bool:
    """Return whether the paging product drops a page because no level has anybody on call."""
    return escalation.on_empty == "drop" and not any(
        get_value(track_crew(calendar, tier), instant) for tier in escalation.tiers
    )


def _build_page(calendar: Calendar, policy: Policy, visit: _Visit, instant: int, down: Collection[str]) -> Event:
    step = visit.step
    at = instant + (visit.offset or 0)
    reached = tuple(_build_reach(calendar, policy, step.tier, member, at, down) for member in visit.crew)
    return Event(visit.offset, "page", step.escalation, step.tier, step.number, step.round, reached)


def _build_reach(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, member: PageRecipient, at: int, down: Collection[str]
) -> Reach:
    usual = list_methods(calendar, policy, tier, member)
    left = tuple(contact for contact in usual if contact.channel not in down)
    lost = tuple(contact.channel for contact in usual if contact.channel in down)
    person = find_known_person(calendar, member)
    arrives = bool(left) or (person is None and not usual)
    person_or_bot = calendar.catalog.get("Person", member.name) if member.kind == "person" else None
    return Reach(
        member, left, lost, arrives, isinstance(person_or_bot, Person) and is_away(calendar, person_or_bot, at)
    )


def _list_failsafes(
    calendar: Calendar, policy: Policy, events: list[Event], instant: int, down: Collection[str]
) -> Iterator[Event]:
    """Yield the failsafe of each escalation policy of the page, counted from the first page of that policy."""
    done: set[str] = set()
    for event in events:
        spare = build_failsafe_level(calendar, event.escalation)
        if event.kind != "page" or spare is None or event.escalation.key in done:
            continue
        done.add(event.escalation.key)
        after = event.escalation.failsafe.after if event.escalation.failsafe else None
        offset = None if event.offset is None else event.offset + (after.seconds if after else 0)
        at = instant + (offset or 0)
        people = get_value(track_crew(calendar, spare), at)
        reached = tuple(_build_reach(calendar, policy, spare, member, at, down) for member in people)
        yield Event(offset, "failsafe", event.escalation, spare, reached=reached)


def build_failsafe_level(calendar: Calendar, escalation: Escalation) -> EscalationLevel | None:
    """Return the failsafe as a level; ``None`` if the policy has none."""
    safe = escalation.failsafe
    if safe is None:
        return None
    notify = (safe.to,) if safe.to else ()
    tier = EscalationLevel("failsafe", "respond", notify, "all", safe.via, "high", None, None, (), safe.place)
    return calendar.once(("failsafe", id(escalation)), lambda: (escalation, tier))[1]


def _list_reopened(escalation: Escalation) -> Iterator[Event]:
    if escalation.ack_timeout is not None:
        yield Event(escalation.ack_timeout.seconds, "reopened", escalation)


def find_first_responder(
    calendar: Calendar,
    policy: Policy,
    escalation: Escalation,
    instant: int,
    down: Collection[str] = NOTHING,
    proved: bool = False,
) -> WokenPerson | None:
    """Return the first responder to a page that starts at an instant, with the sum of the time; ``None`` if nobody
    wakes.

    The time equals ``climb.compute_wake_times`` at that instant. ``down``: channels that do not work; the failsafe does
    not count. ``proved``: only a person whom the catalog knows counts.
    """
    best: WokenPerson | None = None
    if is_dropped(calendar, escalation, instant):
        return None
    all_visits = _list_visits(calendar, policy, escalation, instant, down, proved)
    visits = (visit for visit in all_visits if isinstance(visit, _Visit))
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
