"""How long a page takes to a waking human, at every instant: exact, by sweeping over every boundary there is.

page(k) = hold + the waits of the tiers before k; a tier where nobody is on call when its page comes is waited out
(``onEmpty: wait``) or costs nothing (``skip``, ``drop``). human(t) = the least, over all ``respond`` tiers that reach
somebody, of page(k) plus the first waking rule of whom it reaches. Who is on call is looked up when the page of the
tier comes, not when the alert fires. A page goes on through rounds and hand-overs. ``drop``: where no tier has anybody
when the alert fires, there is no page at all. A wait that the file does not state proves nothing: what comes after it
counts as never. An infinite time is a page that wakes nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from math import inf
from typing import NamedTuple

from ownercat.model import Escalation, Policy
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.contacts import NOTHING, waking
from ownercat.oncall.intervals import Intervals, Track, combine, combine_all, constant, follow, mapped, meets, pieces
from ownercat.oncall.steps import MOST_STEPS, RoundLevel, steps


class SlowestWake(NamedTuple):
    """The longest time to a waking human, the first instant at which it takes that long, and until when it does."""

    instant: int
    until: int
    seconds: float


def human(calendar: Calendar, policy: Policy, escalation: Escalation, down: Collection[str] = NOTHING) -> Track[float]:
    """How long a page that starts at an instant takes to wake somebody of a ``respond`` tier.

    ``down``: channels that do not work.
    """
    key = ("human", id(escalation), id(policy), frozenset(down))
    return calendar.once(key, lambda: (escalation, policy, _human(calendar, policy, escalation, down)))[2]


def _human(calendar: Calendar, policy: Policy, escalation: Escalation, down: Collection[str]) -> Track[float]:
    found: Track[float] = constant(calendar.start, calendar.end, inf)
    delays = _held(calendar, escalation)
    pages = (step for step in steps(calendar.catalog, escalation) if isinstance(step, RoundLevel))
    for step in islice(pages, MOST_STEPS):
        if _settled(found, delays):
            break
        wake = follow(delays, waking(calendar, policy, step.tier, down), None)
        if step.tier.purpose == "respond":
            found = combine(found, combine(delays, wake, _sum), min)
        delays = combine(delays, wake, _advance(step))
    dropped = _dropped(calendar, policy, escalation)
    return combine(found, dropped, lambda seconds, drop: inf if drop else seconds)


def _held(calendar: Calendar, escalation: Escalation) -> Track[int | None]:
    return constant(calendar.start, calendar.end, escalation.hold.seconds if escalation.hold else 0)


def _settled(found: Track[float], delays: Track[int | None]) -> bool:
    """Whether no later step can be earlier than what is known."""
    return max(found.labels) <= min(inf if delay is None else delay for delay in delays.labels)


def _sum(delay: int | None, wake: float | None) -> float:
    return inf if delay is None or wake is None else delay + wake


def _advance(step: RoundLevel) -> Callable[[int | None, float | None], int | None]:
    waits = step.always or step.escalation.on_empty not in ("skip", "drop")

    def after(delay: int | None, wake: float | None) -> int | None:
        if delay is None or (wake is None and not waits):
            return delay
        return None if step.wait is None else delay + step.wait

    return after


def _dropped(calendar: Calendar, policy: Policy, escalation: Escalation) -> Track[bool]:
    if escalation.on_empty != "drop":
        return constant(calendar.start, calendar.end, False)
    empty = [mapped(waking(calendar, policy, tier), lambda wake: wake is None) for tier in escalation.tiers]
    return combine_all(empty, _both) if empty else constant(calendar.start, calendar.end, True)


def _both(one: bool, other: bool) -> bool:
    return one and other


def tier_pages(calendar: Calendar, policy: Policy, escalation: Escalation) -> tuple[Track[int | None], ...]:
    """For each tier, in its first round, how long after an alert it pages somebody; ``None`` where it reaches nobody
    or nobody knows when."""
    key = ("pages", id(escalation), id(policy))
    return calendar.once(key, lambda: (escalation, policy, _tier_pages(calendar, policy, escalation)))[2]


def _tier_pages(calendar: Calendar, policy: Policy, escalation: Escalation) -> tuple[Track[int | None], ...]:
    first = islice(paged(calendar, policy, escalation), min(len(escalation.tiers), MOST_STEPS))
    return tuple(track for _, track in first)


def paged(calendar: Calendar, policy: Policy, escalation: Escalation) -> Iterator[tuple[RoundLevel, Track[int | None]]]:
    """Each step of a page, through rounds and hand-overs, and how long after an alert it pages somebody; ``None``
    where it reaches nobody or nobody knows when."""
    delays = _held(calendar, escalation)
    dropped = _dropped(calendar, policy, escalation)
    pages = (step for step in steps(calendar.catalog, escalation) if isinstance(step, RoundLevel))
    for step in islice(pages, MOST_STEPS):
        wake = follow(delays, waking(calendar, policy, step.tier), None)
        track = combine(delays, wake, lambda delay, wake: None if wake is None else delay)
        yield step, combine(track, dropped, lambda delay, drop: None if drop else delay)
        delays = combine(delays, wake, _advance(step))


def chances(calendar: Calendar, policy: Policy, escalation: Escalation, before: int) -> Track[int]:
    """How many different ``respond`` tiers, those that take over among them, have paged somebody strictly before a
    time is up, for a page at each instant."""
    early: list[Track[int]] = []
    for step, track in paged(calendar, policy, escalation):
        if step.tier.purpose == "respond" and step.round == 0:
            early.append(mapped(track, lambda delay: int(delay is not None and delay < before)))
        if all(delay is not None and delay >= before for delay in track.labels):
            break  # what comes later is later still
    return combine_all(early, lambda one, other: one + other) if early else constant(calendar.start, calendar.end, 0)


def worst(times: Track[float], within: Intervals) -> SlowestWake | None:
    """The longest time for a page that starts within some hours; ``None`` when there are no such hours."""
    found: SlowestWake | None = None
    number = 0
    for start, end, seconds in pieces(times):
        while number < len(within) and within[number][1] <= start:
            number += 1
        if number == len(within):
            break
        if (found is None or seconds > found.seconds) and meets(within[number : number + 1], start, end):
            found = SlowestWake(max(start, within[number][0]), min(end, within[number][1]), seconds)
    return found
