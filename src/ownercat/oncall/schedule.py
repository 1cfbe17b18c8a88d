"""The plan of a rotation between two instants: every stretch of it and what is there, gaps with their causes.

The calendar may reach further than what is asked for: then a stretch that is cut off says where it really begins and
ends, and the cause of a gap is found by looking at other weeks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ownercat.model import Policy, Rotation
from ownercat.oncall.away import Absence, on_call_while_away
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.coverage import coverage
from ownercat.oncall.intervals import difference, pieces, where
from ownercat.oncall.recurrence import Gap
from ownercat.oncall.required import required_hours
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Holder, Timeline

Kind = Literal[
    "turn",  # somebody's turn
    "override",  # somebody whom an override puts on call
    "external",  # whoever the schedule elsewhere says
    "gap",  # nobody, and somebody has to be
    "free",  # nobody, and nobody has to be
]


class Shift(NamedTuple):
    """One stretch of a plan, UTC seconds, end-exclusive.

    ``since`` and ``until``: where it begins and ends in truth; ``None``: beyond the calendar. ``gap``: of a gap.
    ``absences``: when the holder is away.
    """

    start: int
    end: int
    since: int | None
    until: int | None
    kind: Kind
    holder: Holder
    gap: Gap | None = None
    absences: tuple[Absence, ...] = ()


class ResolvedSchedule(NamedTuple):
    """The shifts from ``start`` to ``end`` without hole or overlap. ``missing``: the seconds of all gaps.

    ``end`` is earlier than asked for where a rotation has too many turns.
    """

    rotation: Rotation
    start: int
    end: int
    shifts: tuple[Shift, ...]
    missing: int


def plan(calendar: Calendar, policy: Policy, rotation: Rotation, start: int, end: int) -> ResolvedSchedule:
    """A rotation between two instants of a calendar."""
    seen = timeline(calendar, rotation)
    stop = max(min(end, seen.end), start)
    shown = [shift for shift in _shifts(calendar, policy, seen) if shift.start < stop and shift.end > start]
    cut = [shift._replace(start=max(shift.start, start), end=min(shift.end, stop)) for shift in shown]
    missing = sum(shift.end - shift.start for shift in cut if shift.kind == "gap")
    absences = (each for each in on_call_while_away(calendar, seen) if each.start < stop and each.end > start)
    return ResolvedSchedule(rotation, start, stop, tuple(_with_absences(cut, absences)), missing)


def _shifts(calendar: Calendar, policy: Policy, seen: Timeline) -> list[Shift]:
    """Everything there is, in order of time."""
    rotation = seen.rotation
    hours = () if seen.is_external or rotation.role == "shadow" else required_hours(calendar, policy, rotation)
    gaps = coverage(calendar, rotation, hours).gaps if hours else ()
    nobody = where(seen.track, lambda holder: not holder.is_somebody)
    free = difference(nobody, tuple((gap.start, gap.end) for gap in gaps))
    found = [
        *(
            _shift(seen, begin, end, _kind(holder), holder)
            for begin, end, holder in pieces(seen.track)
            if holder.is_somebody
        ),
        *(_shift(seen, gap.start, gap.end, "gap", Holder(None, "none"), gap) for gap in gaps),
        *(_shift(seen, begin, end, "free", Holder(None, "none")) for begin, end in free),
    ]
    return sorted(found, key=lambda shift: shift.start)


def _shift(seen: Timeline, start: int, end: int, kind: Kind, holder: Holder, gap: Gap | None = None) -> Shift:
    since, until = start if start > seen.start else None, end if end < seen.end else None
    return Shift(start, end, since, until, kind, holder, gap)


def _kind(holder: Holder) -> Kind:
    if holder.why == "external":
        return "external"
    return "override" if holder.why == "override" else "turn"


def _with_absences(shifts: list[Shift], absences: Iterable[Absence]) -> Iterator[Shift]:
    starts = [shift.start for shift in shifts]
    found: dict[int, list[Absence]] = {}
    for absence in absences:
        number = max(bisect_right(starts, absence.start) - 1, 0)
        while number < len(shifts) and shifts[number].start < absence.end:
            if shifts[number].holder.person == absence.person and shifts[number].end > absence.start:
                found.setdefault(number, []).append(absence)
            number += 1
    for number, shift in enumerate(shifts):
        yield shift._replace(absences=tuple(found[number])) if number in found else shift


def zone_of(rotation: Rotation) -> str:
    """The zone by whose clock a plan is read: that of the layers if they share one, else UTC."""
    zones = {layer.time_zone for layer in rotation.layers}
    return zones.pop() if len(zones) == 1 else "UTC"


def zone_at(rotation: Rotation, holder: Holder) -> str:
    """The zone by whose clock a turn is handed over."""
    inside = holder.why == "turn" and 0 <= holder.number < len(rotation.layers)
    return rotation.layers[holder.number].time_zone if inside else zone_of(rotation)
