"""Build the schedule of a rotation between two instants: every shift, and gaps with their causes.

The calendar may be longer than the schedule. Then a shift that is cut has its real start and end, and the cause of a
gap is found by comparing other weeks.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ownercat.model import Policy, Rotation
from ownercat.oncall.away import Absence, list_absences
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.coverage import compute_coverage
from ownercat.oncall.intervals import list_pieces, list_times, subtract
from ownercat.oncall.recurrence import Gap
from ownercat.oncall.required import list_required_hours
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, Timeline

Kind = Literal[
    "turn",  # a person's turn
    "override",  # a person whom an override adds
    "external",  # the unknown person of an external schedule
    "gap",  # nobody is on call, and coverage is required
    "free",  # nobody is on call, and coverage is not required
]


class Shift(NamedTuple):
    """One shift of a schedule, UTC seconds, with an exclusive end.

    ``since`` and ``until``: the real start and end; ``None``: outside the calendar. ``gap``: the gap of a shift of kind
    ``gap``. ``absences``: when the person on call is away.
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
    """The shifts from ``start`` to ``end`` without gap or overlap. ``missing``: the seconds of all coverage gaps.

    ``end`` is earlier than requested if a rotation has too many turns.
    """

    rotation: Rotation
    start: int
    end: int
    shifts: tuple[Shift, ...]
    missing: int


def resolve_schedule(calendar: Calendar, policy: Policy, rotation: Rotation, start: int, end: int) -> ResolvedSchedule:
    """Return the schedule of a rotation between two instants of a calendar."""
    seen = build_timeline(calendar, rotation)
    stop = max(min(end, seen.end), start)
    shown = [shift for shift in _list_shifts(calendar, policy, seen) if shift.start < stop and shift.end > start]
    cut = [shift._replace(start=max(shift.start, start), end=min(shift.end, stop)) for shift in shown]
    missing = sum(shift.end - shift.start for shift in cut if shift.kind == "gap")
    absences = (each for each in list_absences(calendar, seen) if each.start < stop and each.end > start)
    return ResolvedSchedule(rotation, start, stop, tuple(_add_absences(cut, absences)), missing)


def _list_shifts(calendar: Calendar, policy: Policy, seen: Timeline) -> list[Shift]:
    """Return all shifts of the timeline in order of time."""
    rotation = seen.rotation
    hours = () if seen.is_external or rotation.role == "shadow" else list_required_hours(calendar, policy, rotation)
    gaps = compute_coverage(calendar, rotation, hours).gaps if hours else ()
    nobody = list_times(seen.track, lambda holder: not holder.is_somebody)
    free = subtract(nobody, tuple((gap.start, gap.end) for gap in gaps))
    shifts = [
        *(
            _build_shift(seen, begin, end, _get_kind(holder), holder)
            for begin, end, holder in list_pieces(seen.track)
            if holder.is_somebody
        ),
        *(_build_shift(seen, gap.start, gap.end, "gap", Holder(None, "none"), gap) for gap in gaps),
        *(_build_shift(seen, begin, end, "free", Holder(None, "none")) for begin, end in free),
    ]
    return sorted(shifts, key=lambda shift: shift.start)


def _build_shift(seen: Timeline, start: int, end: int, kind: Kind, holder: Holder, gap: Gap | None = None) -> Shift:
    since, until = start if start > seen.start else None, end if end < seen.end else None
    return Shift(start, end, since, until, kind, holder, gap)


def _get_kind(holder: Holder) -> Kind:
    if holder.why == "external":
        return "external"
    return "override" if holder.why == "override" else "turn"


def _add_absences(shifts: list[Shift], absences: Iterable[Absence]) -> Iterator[Shift]:
    starts = [shift.start for shift in shifts]
    absences_by_shift: dict[int, list[Absence]] = {}
    for absence in absences:
        number = max(bisect_right(starts, absence.start) - 1, 0)
        while number < len(shifts) and shifts[number].start < absence.end:
            if shifts[number].holder.person == absence.person and shifts[number].end > absence.start:
                absences_by_shift.setdefault(number, []).append(absence)
            number += 1
    for number, shift in enumerate(shifts):
        yield shift._replace(absences=tuple(absences_by_shift[number])) if number in absences_by_shift else shift


def get_schedule_zone(rotation: Rotation) -> str:
    """Return the zone in which a schedule is shown: that of the layers if they share one, else UTC."""
    zones = {layer.time_zone for layer in rotation.layers}
    return zones.pop() if len(zones) == 1 else "UTC"


def get_turn_zone(rotation: Rotation, holder: Holder) -> str:
    """Return the zone in which a turn has its handoff."""
    inside = holder.why == "turn" and 0 <= holder.number < len(rotation.layers)
    return rotation.layers[holder.number].time_zone if inside else get_schedule_zone(rotation)
