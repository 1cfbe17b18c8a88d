"""Which promised answers a page can come too late for: what ESC101 reports and ESC102 does not repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import NamedTuple

from ownercat.model import Duration, EscalationLevel
from ownercat.oncall.climb import SlowestWake, human, worst
from ownercat.oncall.intervals import Intervals, difference, intersection, where
from ownercat.oncall.windows import opened
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla, acks, judgeable, unmanned, wanted


class LateAck(NamedTuple):
    """A promise that does not hold, the worst page, and whether it is the same at every hour.

    ``is_deaf``: somebody is paged, and at no time is there anybody whom a page wakes.
    """

    promised: EscalationUnderSla
    promise: AckTarget
    ack: Duration
    worst: SlowestWake
    is_always: bool
    is_deaf: bool = False


def late(context: Context) -> Mapping[str, LateAck]:
    """The strictest promise that pages can come too late for, by the key of the escalation."""
    found = {each.escalation.key: next(_late(context, each), None) for each in judgeable(context)}
    return {key: each for key, each in found.items() if each is not None}


def _late(context: Context, promised: EscalationUnderSla) -> Iterator[LateAck]:
    severities = {level.id for level in context.policy.severities if level.major or level.page == "24x7"}
    for promise, ack in acks(context, promised, frozenset(severities)):
        times = human(days(context), context.policy, promised.escalation)
        if max(times.labels) <= ack.seconds:
            continue
        hours = wanted(context, promised, promise, ack.seconds)
        found = worst(times, hours)
        if found is not None and found.seconds > ack.seconds:
            yield LateAck(promised, promise, ack, found, _covers(where(times, found.seconds.__eq__), hours))
        elif min(times.labels) == inf and any(_is_loud(context, tier) for tier in promised.respond):
            # ESC014 would only warn of the people, and here nothing is left of the promise
            hours = difference(_hours(context, promise), unmanned(context, promised))
            found = worst(times, hours)
            if found is not None:
                yield LateAck(promised, promise, ack, found, is_always=True, is_deaf=True)


def deaf(context: Context) -> frozenset[str]:
    """The escalations, by key, of which ESC101 says that their pages wake nobody at all."""
    return frozenset(key for key, found in context.once(late).items() if found.is_deaf)


def _is_loud(context: Context, tier: EscalationLevel) -> bool:
    """Whether a tier means to wake people; ESC009 speaks about the others."""
    channels = [context.policy.channels.get(word) for word in tier.via]
    return tier.urgency != "low" and (not channels or any(each is None or each.wakes for each in channels))


def _hours(context: Context, promise: AckTarget) -> Intervals:
    return opened((promise.sla.hours,), days(context).start, days(context).end)


def _covers(times: Intervals, hours: Intervals) -> bool:
    return intersection(times, hours) == hours
