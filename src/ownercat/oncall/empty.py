"""Find the levels on which a page reaches nobody, and the cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import ALWAYS, Escalation, Policy
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.coverage import coverage
from ownercat.oncall.crew import rotations
from ownercat.oncall.escalation import Event, timeline
from ownercat.oncall.paths import called
from ownercat.oncall.reasons import reason


class Empty(NamedTuple):
    """A level with nobody on call when it is paged: its name, the cause, the fix, and the location of the cause."""

    name: str
    because: str
    cure: str
    place: Place


def empty_tiers(
    calendar: Calendar, policy: Policy, escalation: Escalation, instant: int, within: float
) -> Iterator[Empty]:
    """Yield the ``respond`` levels that reach nobody, in the order in which they are paged.

    Only levels that are paged within ``within`` seconds count.
    """
    for event in timeline(calendar, policy, escalation, instant):
        if event.offset is None or event.offset > within:
            return
        if event.kind == "page" and event.tier and event.tier.purpose == "respond" and not event.reached:
            yield from _why(calendar, event, instant + event.offset)


def _why(calendar: Calendar, event: Event, at: int) -> Iterator[Empty]:
    for rotation in rotations(calendar, event.tier) if event.tier else ():
        for gap in coverage(calendar, rotation, (ALWAYS,)).gaps:
            if event.tier and gap.start <= at < gap.end:
                why = reason(calendar.catalog, rotation, gap)
                yield Empty(called(event.tier, event.number), why.because, why.cure, why.place)
                return
