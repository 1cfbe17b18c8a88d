"""Schedules as values for all formats: shifts, the current on-call person and the load, each with its location."""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.answers import duty
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.diagnostics import Basis, Place
from ownercat.model import Person, Rotation
from ownercat.oncall.basis import format_evidence, format_system, join_bases
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar, build_calendar_between
from ownercat.oncall.clock import DAY, to_instant
from ownercat.oncall.load import compute_tenths, list_loads
from ownercat.oncall.reasons import explain_gap
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.schedule import ResolvedSchedule, Shift, get_schedule_zone, get_turn_zone, resolve_schedule
from ownercat.oncall.turns import is_anchored
from ownercat.oncall.wording import format_instant
from ownercat.text import shown
from ownercat.views import rows as _rows

NOBODY, FREE, UNKNOWN = "NOBODY", "not required", "not known here"


class ShiftRow(NamedTuple):
    """One shift, in UTC seconds. ``zone``: the time zone of its handoff. ``notes``: overrides, absences and causes.

    ``since`` and ``until``: the start and end outside the shown range; ``None``: unknown.
    """

    start: int
    end: int
    since: int | None
    until: int | None
    zone: str
    kind: str
    person: str
    called: str
    notes: tuple[str, ...]
    place: Place


class CurrentOncallRow(NamedTuple):
    """Who is on call at the first instant, until when (``None``: for more than a year), and who is next.

    ``kind``: as of a shift. ``""`` as a name: nobody.
    """

    kind: str
    called: str
    next: str
    until: int | None
    zone: str


class LoadRow(NamedTuple):
    """The load of one person; ``share`` in tenths of a percent, seconds in total, of nights and of weekends."""

    person: str
    called: str
    seconds: int
    share: int
    night_seconds: int
    nights: int
    weekend_seconds: int
    weekends: int


class RotationSchedule(NamedTuple):
    """One rotation. ``provider`` and ``url``: of an external schedule. ``end`` is before ``asked`` if there are
    too many shifts to show. ``basis``: of who is on call. ``system``: the other system, with its ID of the schedule."""

    name: str
    title: str
    team: str
    role: str
    zone: str
    provider: str
    url: str
    start: int
    end: int
    asked: int
    now: CurrentOncallRow
    rows: tuple[ShiftRow, ...]
    missing: int
    load: tuple[LoadRow, ...]
    place: Place
    basis: Basis
    system: str


class ScheduleContext(NamedTuple):
    """The catalog and shared calendars, because a calendar caches its results."""

    book: AnswerContext
    calendars: dict[tuple[int, int], Calendar]
    books: dict[int, AnswerContext]

    def calendar(self, start: int, end: int) -> Calendar:
        """Return the calendar between two instants."""
        if (start, end) not in self.calendars:
            self.calendars[start, end] = build_calendar_between(self.book.catalog, start, end)
        return self.calendars[start, end]

    def at(self, instant: int) -> AnswerContext:
        """Return the context for an instant."""
        if instant not in self.books:
            self.books[instant] = self.book._replace(moment=build_instant(instant))
        return self.books[instant]


def build_schedule(
    desk: ScheduleContext, rotation: Rotation, range: tuple[int, int], person: Person | None, load: bool
) -> RotationSchedule:
    """Build the schedule of a rotation between two instants; with ``person``, only the shifts of that person."""
    start, end = range
    exact, wide = desk.calendar(start, end), desk.calendar(start - HORIZON_DAYS * DAY, end + HORIZON_DAYS * DAY)
    calendar = exact if build_timeline(wide, rotation).end < end else wide
    schedule = resolve_schedule(calendar, desk.book.policy, rotation, start, end)
    rows = tuple(
        _build_shift(desk.book, schedule, shift)
        for shift in schedule.shifts
        if person is None or _is_held_by(shift, person)
    )
    loaded = tuple(_build_loads(desk.book, exact, rotation, person)) if load else ()
    now = _find_current(desk, rotation, schedule)
    missing = 0 if person else schedule.missing
    return RotationSchedule(
        *_collect_header_fields(rotation),
        start,
        schedule.end,
        end,
        now,
        rows,
        missing,
        loaded,
        *_collect_footer_fields(rotation, start, schedule.end),
    )


def build_summary(desk: ScheduleContext, rotation: Rotation, instant: int) -> RotationSchedule:
    """Build the state of a rotation at one instant, without shifts."""
    calendar = desk.calendar(instant, instant + 1)
    schedule = resolve_schedule(calendar, desk.book.policy, rotation, instant, instant + 1)
    now = _find_current(desk, rotation, schedule)
    return RotationSchedule(
        *_collect_header_fields(rotation),
        instant,
        instant + 1,
        instant + 1,
        now,
        (),
        0,
        (),
        *_collect_footer_fields(rotation, instant, instant + 1),
    )


def _collect_footer_fields(rotation: Rotation, start: int, end: int) -> tuple[Place, Basis, str]:
    ends = (duty.find_coverage_basis(rotation, at) for at in (start, max(end - 1, start)))
    return rotation.named, join_bases(ends), format_system(rotation)


def _collect_header_fields(rotation: Rotation) -> tuple[str, str, str, str, str, str, str]:
    external = rotation.external or {}
    return (
        shown(rotation.name),
        _rows.name(rotation.title),
        shown(rotation.team.name) if rotation.team else "",
        shown(rotation.role),
        get_schedule_zone(rotation),
        shown(external.get("provider", "")),
        shown(external.get("url", "") or external.get("id", "")),
    )


def _is_held_by(shift: Shift, person: Person) -> bool:
    return shift.holder.person == person.key


def _build_shift(book: AnswerContext, schedule: ResolvedSchedule, shift: Shift) -> ShiftRow:
    rotation, holder = schedule.rotation, shift.holder
    notes = list(_list_notes(book, schedule, shift))
    unknown = f"user {shown(holder.about)}, who matches no person" if holder.about else "external on-call person"
    called = {"gap": NOBODY, "free": FREE, "external": unknown}.get(shift.kind)
    place = rotation.named
    if shift.gap is not None:
        why = explain_gap(book.catalog, rotation, shift.gap) if rotation.layers or rotation.observed else None
        notes, place = [why.because if why else "it has no layers"], why.place if why else place
    elif shift.kind == "override":
        place = rotation.overrides[holder.number].place
    elif holder.why == "turn":
        place = rotation.layers[holder.number].place
    elif rotation.external is not None:
        place = rotation.where("external")
    return ShiftRow(
        *shift[:4],
        get_turn_zone(rotation, holder),
        shift.kind,
        shown(holder.person or ""),
        called or _format_person(book, holder.person or "", shift.start),
        tuple(notes),
        place,
    )


def _list_notes(book: AnswerContext, schedule: ResolvedSchedule, shift: Shift) -> Iterator[str]:
    holder = shift.holder
    if shift.kind == "override":
        override = schedule.rotation.overrides[holder.number]
        instead = f" for {_format_person(book, holder.about, shift.start)}" if holder.about else ""
        reason = f": {_rows.name(override.reason)}" if override.reason else ""
        yield f"override {holder.number + 1}{instead}{reason}"
    spans = dict.fromkeys(
        (each.away.start, each.away.end) for each in shift.absences if not each.start <= shift.start < each.end
    )  # the name of a person who is away at the start says so
    yield from (f"AWAY {shown(first)} to {shown(last)}" for first, last in spans)


def _format_person(book: AnswerContext, key: str, at: int) -> str:
    """Return the name of a person, with the absence at an instant."""
    place = Place("")  # the location of a name is not shown
    return _rows.mention(duty.mention_person(book, key, place, at))


def _find_current(desk: ScheduleContext, rotation: Rotation, schedule: ResolvedSchedule) -> CurrentOncallRow:
    """Return who is on call at the start. The next person is unknown if there are too many turns."""
    now = duty.find_current(desk.at(schedule.start), rotation)
    shift = schedule.shifts[0] if schedule.shifts else None
    zone = get_turn_zone(rotation, shift.holder) if shift else get_schedule_zone(rotation)
    if now is None or shift is None:
        return CurrentOncallRow("gap", "", "", None, zone)
    following = now.next.person if now.next else None
    called = [_rows.mention(who) if who else "" for who in (now.person, following)]
    if now.until is not None and now.next is None:
        called[1] = UNKNOWN
    return CurrentOncallRow(shift.kind, called[0], called[1], to_instant(now.until) if now.until else None, zone)


def _build_loads(
    book: AnswerContext, calendar: Calendar, rotation: Rotation, person: Person | None
) -> Iterator[LoadRow]:
    all_loads = list_loads(calendar, build_timeline(calendar, rotation))
    for load, share in zip(all_loads, compute_tenths(all_loads), strict=True):
        if person is None or load.person == person.key:
            yield LoadRow(
                shown(load.person),
                _format_person(book, load.person, calendar.start),
                load.seconds,
                share,
                *load[3:],
            )


def list_warnings(rotation: Rotation, schedule: RotationSchedule) -> Iterator[str]:
    """Yield reasons why the schedule may be wrong or incomplete."""
    if not rotation.sound:
        yield f"{shown(rotation.label)} has errors: run ownercat check"
    elif rotation.external is None and not all(map(is_anchored, rotation.layers)):
        yield (
            f"{shown(rotation.label)} has no start for its turns: the schedule is assumed"
            " (see ownercat explain missing-anchor)"
        )
    seen = rotation.observed
    if seen and schedule.start < seen.end < schedule.end:
        yield f"{shown(rotation.label)} is known until {format_instant(seen.end, 'UTC')}: {format_evidence(rotation)}"
    if schedule.end < schedule.asked:
        yield f"{shown(rotation.label)} has too many shifts: only a part of the time is shown"
