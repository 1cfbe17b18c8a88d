"""Find the levels on which a page reaches nobody, and the cause."""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import ALWAYS, Escalation, Policy
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.coverage import compute_coverage
from ownercat.oncall.crew import list_rotations
from ownercat.oncall.escalation import Event, build_timeline
from ownercat.oncall.paths import format_level
from ownercat.oncall.reasons import explain_gap


class Empty(NamedTuple):
    """A level with nobody on call when it is paged: its name, the cause, the fix, and the location of the cause."""

    name: str
    because: str
    cure: str
    place: Place


def list_empty_levels(
    calendar: Calendar, policy: Policy, escalation: Escalation, instant: int, within: float
) -> Iterator[Empty]:
    """Yield the ``respond`` levels that reach nobody, in the order in which they are paged.

    Only levels that are paged within ``within`` seconds count.
    """
    for event in build_timeline(calendar, policy, escalation, instant):
        if event.offset is None or event.offset > within:
            return
        if event.kind == "page" and event.tier and event.tier.purpose == "respond" and not event.reached:
            yield from _list_causes(calendar, event, instant + event.offset)


def _list_causes(calendar: Calendar, event: Event, at: int) -> Iterator[Empty]:
    for rotation in list_rotations(calendar, event.tier) if event.tier else ():
        for gap in compute_coverage(calendar, rotation, (ALWAYS,)).gaps:
            if event.tier and gap.start <= at < gap.end:
                why = explain_gap(calendar.catalog, rotation, gap)
                yield Empty(format_level(event.tier, event.number), why.because, why.cure, why.place)
                return
