"""Compute how long a page takes to wake a person, for every instant, by a sweep over every boundary of the schedule.

page(k) = hold + the waits of the levels before k. A level with nobody on call when its page comes still takes its wait
(``onEmpty: wait``) or takes no time (``skip``, ``drop``). human(t) = the minimum, over all ``respond`` levels that
reach a person, of page(k) plus the delay of the first waking rule of that person.

The schedule applies at the time of the level's page, not at the time of the alert. A page continues through rounds and
further policies. With ``drop``, there is no page if no level has anybody on call at the time of the alert. After a wait
that the file does not state, the time is unknown and counts as never. An infinite time means that the page wakes
nobody.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from math import inf
from typing import NamedTuple

from ownercat.model import Escalation, Policy
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.contacts import NOTHING, track_wake_delays
from ownercat.oncall.intervals import (
    Intervals,
    Track,
    build_constant,
    combine,
    combine_all,
    follow,
    list_pieces,
    list_times,
    map_labels,
    meets,
)
from ownercat.oncall.steps import MOST_STEPS, RoundLevel, list_steps


class SlowestWake(NamedTuple):
    """The longest time until a person wakes, the first instant with that time, and the instant at which it changes."""

    instant: int
    until: int
    seconds: float


def compute_wake_times(
    calendar: Calendar, policy: Policy, escalation: Escalation, down: Collection[str] = NOTHING, proved: bool = False
) -> Track[float]:
    """Return for each instant how long a page takes to wake a person of a ``respond`` level.

    ``down``: channels that do not work. ``proved``: a level whose person the catalog does not know takes its wait and
    wakes nobody, so the time is an upper limit.
    """
    key = ("human", id(escalation), id(policy), frozenset(down), proved)
    return calendar.once(
        key, lambda: (escalation, policy, _compute_wake_times(calendar, policy, escalation, down, proved))
    )[2]


def _compute_wake_times(
    calendar: Calendar, policy: Policy, escalation: Escalation, down: Collection[str], proved: bool
) -> Track[float]:
    wake_times: Track[float] = build_constant(calendar.start, calendar.end, inf)
    delays = _build_hold(calendar, escalation)
    pages = (step for step in list_steps(calendar.catalog, escalation) if isinstance(step, RoundLevel))
    for step in islice(pages, MOST_STEPS):
        if _is_final(wake_times, delays):
            break
        wake = follow(delays, track_wake_delays(calendar, policy, step.tier, down, proved), None)
        if step.tier.purpose == "respond":
            wake_times = combine(wake_times, combine(delays, wake, _add_delays), min)
        delays = combine(delays, wake, _build_advance(step))
    dropped = _track_dropped(calendar, policy, escalation)
    return combine(wake_times, dropped, lambda seconds, drop: inf if drop else seconds)


def _build_hold(calendar: Calendar, escalation: Escalation) -> Track[int | None]:
    return build_constant(calendar.start, calendar.end, escalation.hold.seconds if escalation.hold else 0)


def _is_final(wake_times: Track[float], delays: Track[int | None]) -> bool:
    """Return whether no later level can wake a person earlier."""
    return max(wake_times.labels) <= min(inf if delay is None else delay for delay in delays.labels)


def _add_delays(delay: int | None, wake: float | None) -> float:
    return inf if delay is None or wake is None else delay + wake


def _build_advance(step: RoundLevel) -> Callable[[int | None, float | None], int | None]:
    waits = step.always or step.escalation.on_empty not in ("skip", "drop")

    def after(delay: int | None, wake: float | None) -> int | None:
        if delay is None or (wake is None and not waits):
            return delay
        return None if step.wait is None else delay + step.wait

    return after


def _track_dropped(calendar: Calendar, policy: Policy, escalation: Escalation) -> Track[bool]:
    if escalation.on_empty != "drop":
        return build_constant(calendar.start, calendar.end, False)
    empty = [
        map_labels(track_wake_delays(calendar, policy, tier), lambda wake: wake is None) for tier in escalation.tiers
    ]
    return combine_all(empty, _are_both) if empty else build_constant(calendar.start, calendar.end, True)


def _are_both(first: bool, second: bool) -> bool:
    return first and second


def list_page_delays(
    calendar: Calendar, policy: Policy, escalation: Escalation
) -> Iterator[tuple[RoundLevel, Track[int | None]]]:
    """Yield each level of a page, through rounds and further policies, with the time from the alert to its page.

    The time is ``None`` if the level reaches nobody or the time is unknown.
    """
    delays = _build_hold(calendar, escalation)
    dropped = _track_dropped(calendar, policy, escalation)
    pages = (step for step in list_steps(calendar.catalog, escalation) if isinstance(step, RoundLevel))
    for step in islice(pages, MOST_STEPS):
        wake = follow(delays, track_wake_delays(calendar, policy, step.tier), None)
        track = combine(delays, wake, lambda delay, wake: None if wake is None else delay)
        yield step, combine(track, dropped, lambda delay, drop: None if drop else delay)
        delays = combine(delays, wake, _build_advance(step))


def count_early_levels(calendar: Calendar, policy: Policy, escalation: Escalation, before: int) -> Track[int]:
    """Count for each instant the different ``respond`` levels that page a person strictly before a time limit.

    Levels of policies with which the policy continues are included.
    """
    early: list[Track[int]] = []
    for step, track in list_page_delays(calendar, policy, escalation):
        if step.tier.purpose == "respond" and step.round == 0:
            early.append(map_labels(track, lambda delay: int(delay is not None and delay < before)))
        if all(delay is not None and delay >= before for delay in track.labels):
            break  # all later pages are later still
    return (
        combine_all(early, lambda first, second: first + second)
        if early
        else build_constant(calendar.start, calendar.end, 0)
    )


def list_unproved_times(calendar: Calendar, policy: Policy, escalation: Escalation) -> Intervals:
    """Return when a page wakes nobody whom the catalog knows before a person whom it does not know."""
    earliest, latest = (compute_wake_times(calendar, policy, escalation, proved=proved) for proved in (False, True))
    return list_times(combine(earliest, latest, lambda early, late: early < late), bool)


def find_slowest(times: Track[float], within: Intervals) -> SlowestWake | None:
    """Return the longest time for a page that starts within some hours; ``None`` if there are no such hours."""
    slowest: SlowestWake | None = None
    number = 0
    for start, end, seconds in list_pieces(times):
        while number < len(within) and within[number][1] <= start:
            number += 1
        if number == len(within):
            break
        if (slowest is None or seconds > slowest.seconds) and meets(within[number : number + 1], start, end):
            slowest = SlowestWake(max(start, within[number][0]), min(end, within[number][1]), seconds)
    return slowest
