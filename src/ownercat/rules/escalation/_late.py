"""Which promised answers a page can come too late for: what ESC101 reports and ESC102 does not repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.model import Duration
from ownercat.oncall.climb import Worst, human, worst
from ownercat.oncall.intervals import Intervals, intersection, where
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._promises import Promise, Promised, acks, judgeable, wanted


class Late(NamedTuple):
    """A promise that does not hold, the worst page, and whether it is the same at every hour."""

    promised: Promised
    promise: Promise
    ack: Duration
    worst: Worst
    is_always: bool


def late(context: Context) -> Mapping[str, Late]:
    """The strictest promise that pages can come too late for, by the key of the escalation."""
    found = {each.escalation.key: next(_late(context, each), None) for each in judgeable(context)}
    return {key: each for key, each in found.items() if each is not None}


def _late(context: Context, promised: Promised) -> Iterator[Late]:
    severities = {level.id for level in context.policy.severities if level.major or level.page == "24x7"}
    for promise, ack in acks(context, promised, frozenset(severities)):
        times = human(days(context), context.policy, promised.escalation)
        if max(times.labels) <= ack.seconds:
            continue
        hours = wanted(context, promised, promise, ack.seconds)
        found = worst(times, hours)
        if found is not None and found.seconds > ack.seconds:
            yield Late(promised, promise, ack, found, _covers(where(times, found.seconds.__eq__), hours))


def _covers(times: Intervals, hours: Intervals) -> bool:
    return intersection(times, hours) == hours
