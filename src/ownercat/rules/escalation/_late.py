"""``ack`` targets that a page can miss: ESC101 reports them, so ESC102 does not."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import NamedTuple

from ownercat.model import Duration, EscalationLevel
from ownercat.oncall.climb import SlowestWake, compute_wake_times, find_slowest, list_unproved_times
from ownercat.oncall.intervals import Intervals, intersect, list_times, subtract
from ownercat.oncall.windows import list_open_times
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla, acks, judgeable, unmanned, wanted


class LateAck(NamedTuple):
    """An ``ack`` target that pages miss, and the worst page; ``is_always``: all pages are as late as the worst one.

    ``is_deaf``: at the worst time, the escalation pages people, but nobody whom a page wakes.
    """

    promised: EscalationUnderSla
    promise: AckTarget
    ack: Duration
    worst: SlowestWake
    is_always: bool
    is_deaf: bool = False


def late(context: Context) -> Mapping[str, LateAck]:
    """Return the strictest target that pages can miss, by the key of the escalation."""
    first = {each.escalation.key: next(_list_missed_targets(context, each), None) for each in judgeable(context)}
    return {key: missed for key, missed in first.items() if missed is not None}


def _list_missed_targets(context: Context, promised: EscalationUnderSla) -> Iterator[LateAck]:
    severities = {level.id for level in context.policy.severities if level.major or level.page == "24x7"}
    for promise, ack in acks(context, promised, frozenset(severities)):
        times = compute_wake_times(days(context), context.policy, promised.escalation)
        if max(times.labels) <= ack.seconds:
            continue
        # a page that pages people in another system first is late only if that system is; the time is not proved
        unproved = list_unproved_times(days(context), context.policy, promised.escalation)
        hours = subtract(wanted(context, promised, promise, ack.seconds), unproved)
        slowest = find_slowest(times, hours)
        if slowest is not None and slowest.seconds > ack.seconds:
            yield LateAck(promised, promise, ack, slowest, _covers(list_times(times, slowest.seconds.__eq__), hours))
        elif max(times.labels) == inf and any(_can_wake(context, tier) for tier in promised.respond):
            # ESC014 only warns about the people, but a page that wakes nobody is later than any target
            hours = subtract(_list_sla_hours(context, promise), unmanned(context, promised))
            slowest = find_slowest(times, hours)
            if slowest is not None and slowest.seconds == inf:
                always = _covers(list_times(times, slowest.seconds.__eq__), hours)
                yield LateAck(promised, promise, ack, slowest, always, is_deaf=True)


def deaf(context: Context) -> frozenset[str]:
    """Return the keys of the escalations whose pages wake nobody according to ESC101."""
    return frozenset(key for key, missed in context.once(late).items() if missed.is_deaf and missed.is_always)


def _can_wake(context: Context, tier: EscalationLevel) -> bool:
    """Return whether a level uses a waking channel; ESC009 reports the others."""
    channels = [context.policy.channels.get(word) for word in tier.via]
    return tier.urgency != "low" and (not channels or any(each is None or each.wakes for each in channels))


def _list_sla_hours(context: Context, promise: AckTarget) -> Intervals:
    return list_open_times((promise.sla.hours,), days(context).start, days(context).end)


def _covers(times: Intervals, hours: Intervals) -> bool:
    return intersect(times, hours) == hours
