"""Schedules as every format shows them: who, from when to when, why, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.answers import duty
from ownercat.answers.book import AnswerContext, moment
from ownercat.diagnostics import Place
from ownercat.model import Person, Rotation
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar, between
from ownercat.oncall.clock import DAY, instant_of
from ownercat.oncall.load import loads, tenths
from ownercat.oncall.reasons import reason
from ownercat.oncall.rotation import timeline
from ownercat.oncall.schedule import ResolvedSchedule, Shift, plan, zone_at, zone_of
from ownercat.oncall.turns import is_anchored
from ownercat.text import shown
from ownercat.views import rows as _rows

NOBODY, FREE = "NOBODY", "not required"


class ShiftRow(NamedTuple):
    """One stretch of a schedule, in UTC seconds. ``zone``: by whose clock it is handed over. ``notes``: what to know.

    ``since`` and ``until``: where it begins and ends beyond what is shown, ``None`` where nobody knows.
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
    """Who is on call at the first instant that is shown, until when (``None``: for more than a year), who comes next.

    ``kind``: as of a row. Empty names: nobody.
    """

    kind: str
    called: str
    next: str
    until: int | None
    zone: str


class LoadRow(NamedTuple):
    """One person's part; ``share`` in tenths of a per cent, seconds of all the time and of its nights and weekends."""

    person: str
    called: str
    seconds: int
    share: int
    night_seconds: int
    nights: int
    weekend_seconds: int
    weekends: int


class RotationSchedule(NamedTuple):
    """One rotation. ``provider`` and ``url``: where the schedule lives, if elsewhere. ``end`` is earlier than ``asked``
    where there are too many turns to show."""

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


class ScheduleContext(NamedTuple):
    """What schedules are made from; calendars and moments are shared, because each remembers what it worked out."""

    book: AnswerContext
    calendars: dict[tuple[int, int], Calendar]
    books: dict[int, AnswerContext]

    def calendar(self, start: int, end: int) -> Calendar:
        """The calendar between two instants."""
        if (start, end) not in self.calendars:
            self.calendars[start, end] = between(self.book.catalog, start, end)
        return self.calendars[start, end]

    def at(self, instant: int) -> AnswerContext:
        """The book, asked about an instant."""
        if instant not in self.books:
            self.books[instant] = self.book._replace(moment=moment(instant))
        return self.books[instant]


def sheet(
    desk: ScheduleContext, rotation: Rotation, range: tuple[int, int], person: Person | None, load: bool
) -> RotationSchedule:
    """A rotation between two instants; of one person only, if one is given."""
    start, end = range
    exact, wide = desk.calendar(start, end), desk.calendar(start - HORIZON_DAYS * DAY, end + HORIZON_DAYS * DAY)
    calendar = exact if timeline(wide, rotation).end < end else wide
    found = plan(calendar, desk.book.policy, rotation, start, end)
    rows = tuple(_row(desk.book, found, shift) for shift in found.shifts if person is None or _is(shift, person))
    loaded = tuple(_loads(desk.book, exact, rotation, person)) if load else ()
    now = _now(desk, rotation, found)
    missing = 0 if person else found.missing
    return RotationSchedule(*_head(rotation), start, found.end, end, now, rows, missing, loaded, rotation.named)


def summary(desk: ScheduleContext, rotation: Rotation, instant: int) -> RotationSchedule:
    """A rotation at one instant, and who comes next: a sheet without rows."""
    calendar = desk.calendar(instant, instant + 1)
    found = plan(calendar, desk.book.policy, rotation, instant, instant + 1)
    now = _now(desk, rotation, found)
    return RotationSchedule(*_head(rotation), instant, instant + 1, instant + 1, now, (), 0, (), rotation.named)


def _head(rotation: Rotation) -> tuple[str, str, str, str, str, str, str]:
    external = rotation.external or {}
    return (
        shown(rotation.name),
        _rows.name(rotation.title),
        shown(rotation.team.name) if rotation.team else "",
        shown(rotation.role),
        zone_of(rotation),
        shown(external.get("provider", "")),
        shown(external.get("url", "") or external.get("id", "")),
    )


def _is(shift: Shift, person: Person) -> bool:
    return shift.holder.person == person.key


def _row(book: AnswerContext, found: ResolvedSchedule, shift: Shift) -> ShiftRow:
    rotation, holder = found.rotation, shift.holder
    notes = list(_notes(book, found, shift))
    called = {"gap": NOBODY, "free": FREE, "external": "external on-call person"}.get(shift.kind)
    place = rotation.named
    if shift.gap is not None:
        why = reason(book.catalog, rotation, shift.gap) if rotation.layers else None
        notes, place = [why.because if why else "it has no layers"], why.place if why else place
    elif shift.kind == "override":
        place = rotation.overrides[holder.number].place
    elif shift.kind == "turn":
        place = rotation.layers[holder.number].place
    return ShiftRow(
        *shift[:4],
        zone_at(rotation, holder),
        shift.kind,
        shown(holder.person or ""),
        called or _called(book, holder.person or "", shift.start),
        tuple(notes),
        place,
    )


def _notes(book: AnswerContext, found: ResolvedSchedule, shift: Shift) -> Iterator[str]:
    """What to know about who is on call."""
    holder = shift.holder
    if shift.kind == "override":
        override = found.rotation.overrides[holder.number]
        instead = f" for {_called(book, holder.about, shift.start)}" if holder.about else ""
        reason = f": {_rows.name(override.reason)}" if override.reason else ""
        yield f"override {holder.number + 1}{instead}{reason}"
    spans = dict.fromkeys(
        (each.away.start, each.away.end) for each in shift.absences if not each.start <= shift.start < each.end
    )  # who is away when the stretch begins is called so
    yield from (f"AWAY {shown(first)} to {shown(last)}" for first, last in spans)


def _called(book: AnswerContext, key: str, at: int) -> str:
    """How a reader calls a person, with what to know about them at an instant."""
    place = Place("")  # nobody asks where a name stands
    return _rows.mention(duty.who(book, key, place, at))


def _now(desk: ScheduleContext, rotation: Rotation, found: ResolvedSchedule) -> CurrentOncallRow:
    """Who is on call when the plan starts; far too many turns may hide what comes next."""
    now = duty.now(desk.at(found.start), rotation)
    shift = found.shifts[0] if found.shifts else None
    zone = zone_at(rotation, shift.holder) if shift else zone_of(rotation)
    if now is None or shift is None:
        return CurrentOncallRow("gap", "", "", None, zone)
    following = now.next.person if now.next else None
    called = [_rows.mention(who) if who else "" for who in (now.person, following)]
    return CurrentOncallRow(shift.kind, called[0], called[1], instant_of(now.until) if now.until else None, zone)


def _loads(book: AnswerContext, calendar: Calendar, rotation: Rotation, person: Person | None) -> Iterator[LoadRow]:
    found = loads(calendar, timeline(calendar, rotation))
    for load, share in zip(found, tenths(found), strict=True):
        if person is None or load.person == person.key:
            yield LoadRow(
                shown(load.person),
                _called(book, load.person, calendar.start),
                load.seconds,
                share,
                *load[3:],
            )


def warnings(rotation: Rotation, found: RotationSchedule) -> Iterator[str]:
    """What must not be relied on."""
    if not rotation.sound:
        yield f"{shown(rotation.label)} has errors: run ownercat check"
    elif rotation.external is None and not all(map(is_anchored, rotation.layers)):
        yield (
            f"{shown(rotation.label)} has no start for its turns: the schedule is assumed"
            " (see ownercat explain missing-anchor)"
        )
    if found.end < found.asked:
        yield f"{shown(rotation.label)} has too many shifts: only a part of the time is shown"
