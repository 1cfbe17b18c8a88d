"""Who is on call at the moment that is asked about, until when, and who is next; whom a page reaches then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ownercat.answers.book import AnswerContext, mention, standing
from ownercat.answers.values import CurrentOncall, Mention, NextOncall, OncallPeriod, Paged
from ownercat.diagnostics import Place
from ownercat.model import Person, Rotation
from ownercat.oncall.away import get_span
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar
from ownercat.oncall.clock import to_datetime
from ownercat.oncall.coverage import find_cause
from ownercat.oncall.crew import PageRecipient
from ownercat.oncall.escalation import Reach
from ownercat.oncall.reasons import explain_cause
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, OncallInterval, Slot, find_interval, list_person_times
from ownercat.oncall.timelines import get_holder as holder_at
from ownercat.text import shown

# Days back and ahead: most turns are shorter than the first; the last is for more turns than anybody can count.
_LENGTHS = ((35, 35), (HORIZON_DAYS, HORIZON_DAYS), (0, 1))
_UNKNOWN = "undefined"
_UNCERTAIN = "uncertain"


def now(book: AnswerContext, rotation: Rotation) -> CurrentOncall | None:
    """Who holds a rotation at the moment; ``None`` when no moment is asked about."""
    if book.moment is None:
        return None
    if rotation.external is not None:
        return _stated(book, rotation, "external")
    calendar, found = _spell(book, rotation)
    return _stated(book, rotation, "unknown") if found is None else _held(book, calendar, rotation, found)


def _spell(book: AnswerContext, rotation: Rotation) -> tuple[Calendar, OncallInterval | None]:
    """The spell around the moment, in the shortest calendar that shows where it begins and ends."""
    best: tuple[Calendar, OncallInterval | None] = (book.calendar(*_LENGTHS[-1]), None)
    for length in _LENGTHS:
        calendar = book.calendar(*length)
        seen = build_timeline(calendar, rotation)
        if best[1] is not None and (seen.end <= book.at or length[0] == 0):
            return best
        if seen.end > book.at:
            found = find_interval(seen, book.at)
            best = (calendar, found)
            if found.start > seen.start and found.following is not None:
                return best
    return best


def _stated(book: AnswerContext, rotation: Rotation, state: Literal["external", "unknown"]) -> CurrentOncall:
    zone = rotation.layers[0].time_zone if rotation.layers else "UTC"
    return CurrentOncall(state, None, "", to_datetime(book.at, zone), zone, None, None, None, rotation.named)


def _held(book: AnswerContext, calendar: Calendar, rotation: Rotation, found: OncallInterval) -> CurrentOncall:
    holder, after = found.holder, found.following
    zone = _zone(book, rotation, holder, after)
    place = _place(book, rotation, holder)
    person = None if holder.person is None else who(book, holder.person, place, book.at, bool(doubt(rotation)))
    return CurrentOncall(
        state="nobody" if person is None else "person",
        person=person,
        because=_because(book, calendar, rotation, holder) if person is None else "",
        time=to_datetime(book.at, zone),
        time_zone=zone,
        since=to_datetime(found.start, zone) if found.start > calendar.start else None,
        until=to_datetime(found.end, zone) if after else None,
        next=_turn(book, rotation, after, zone) if after else None,
        place=place,
    )


def _turn(book: AnswerContext, rotation: Rotation, slot: Slot, zone: str) -> NextOncall:
    place = _place(book, rotation, Holder(slot.person, slot.why, slot.number, slot.about))
    person = None if slot.person is None else who(book, slot.person, place, slot.start)
    return NextOncall(person, to_datetime(slot.start, zone))


def _zone(book: AnswerContext, rotation: Rotation, holder: Holder, after: Slot | None) -> str:
    """The zone of whoever is on call, else of who comes next, else of the rotation."""
    for key, number in ((holder.person, holder.number), (after.person, after.number) if after else (None, 0)):
        person = book.catalog.get("Person", key) if key else None
        if isinstance(person, Person) and person.time_zone:
            return person.time_zone
        if key and 0 <= number < len(rotation.layers):
            return rotation.layers[number].time_zone
    return rotation.layers[0].time_zone if rotation.layers else "UTC"


def _place(book: AnswerContext, rotation: Rotation, holder: Holder) -> Place:
    """What puts somebody on call, or leaves nobody there: a member of a layer, or an override."""
    if holder.why in ("override", "removed"):
        return rotation.overrides[holder.number].place
    if not 0 <= holder.number < len(rotation.layers):
        return rotation.named
    layer = rotation.layers[holder.number]
    name = holder.person or holder.about
    found = (ref for ref in layer.members if ref and name in (ref.name, getattr(book.catalog.person(ref), "key", "")))
    return next((ref.place for ref in found), layer.place)


def who(book: AnswerContext, key: str, place: Place, at: int, doubtful: bool = False) -> Mention:
    """Somebody who is on call, with what to know before one relies on it: that they are away, left, or do not exist."""
    person = book.catalog.get("Person", key)
    if not isinstance(person, Person):
        return Mention("Person", key, "", "", _UNKNOWN, False, place)
    known = mention(book, person, place, _absence(person, at))
    return known._replace(note=", ".join(part for part in (known.note, _UNCERTAIN * doubtful) if part))


def doubt(rotation: Rotation) -> str:
    """Why the plan of a rotation may mean somebody else than whom it seems to mean; ``""`` when it is plain."""
    if not rotation.sound:
        return f"rotation {shown(rotation.name)} has errors"
    if any(not layer.start and len({ref and ref.name for ref in layer.members}) > 1 for layer in rotation.layers):
        return f"rotation {shown(rotation.name)} has a layer without `from`"
    return ""


def _absence(person: Person, at: int) -> str:
    spans = ((away, get_span(away)) for away in person.away)
    return next((f"away until {away.end}" for away, found in spans if found and found[0] <= at < found[1]), "")


def _because(book: AnswerContext, calendar: Calendar, rotation: Rotation, holder: Holder) -> str:
    person = book.catalog.get("Person", holder.about)
    if holder.why in ("left", "inactive") and isinstance(person, Person):
        gone = standing(person, book.as_of)
        return f"{shown(person.title or person.name)} has the turn but {'is ' * gone.startswith('not')}{gone}"
    if not rotation.layers:
        return "the rotation has no layers"
    return explain_cause(calendar.catalog, rotation, find_cause(calendar, holder, book.at)).because


def stint(book: AnswerContext, rotation: Rotation, person: Person) -> OncallPeriod | None:
    """When a person holds a rotation: now, or the next time within 400 days; ``None`` when that is not known."""
    if book.moment is None or rotation.external is not None:
        return None
    for length in _LENGTHS[:2]:
        calendar = book.calendar(*length)
        seen = build_timeline(calendar, rotation)
        times = list_person_times(seen, person.key)
        found = next(((start, end) for start, end in times if end > book.at), None)
        if found is not None and ((calendar.start < found[0] and found[1] < seen.end) or length == _LENGTHS[1]):
            zone = person.time_zone or _member_zone(book, "", rotation)
            start = to_datetime(found[0], zone) if found[0] > calendar.start else None
            end = to_datetime(found[1], zone) if found[1] < seen.end else None
            return OncallPeriod(found[0] <= book.at, zone, start, end)
    return None


def paged(book: AnswerContext, reached: tuple[Reach, ...], at: int | None, place: Place) -> tuple[Paged, ...]:
    """Whom a tier reaches at an instant; ``place``: where that is stated."""
    return tuple(_paged(book, reach, at, place) for reach in reached)


def _paged(book: AnswerContext, reach: Reach, at: int | None, place: Place) -> Paged:
    member = reach.member
    found = _rotation(book, member)
    person = named(book, member, at, place)
    rotation = mention(book, found, place) if found and member.kind != "external" else None
    zone = _member_zone(book, person.name, found)
    time = None if at is None else to_datetime(at, zone)
    return Paged(person, rotation, reach.contacts, reach.down, reach.arrives, time, zone)


def _rotation(book: AnswerContext, member: PageRecipient) -> Rotation | None:
    found = book.catalog.get("Rotation", member.rotation) if member.rotation else None
    return found if isinstance(found, Rotation) else None


def named(book: AnswerContext, member: PageRecipient, at: int | None, place: Place) -> Mention:
    """Somebody whom a tier reaches; of an external rotation nobody here knows who that is.

    Of a plan with mistakes the likely name is better than none, as long as it is said that it is only likely.
    """
    rotation, then = _rotation(book, member), book.at if at is None else at
    if member.kind == "person":
        return who(book, member.name, place, then, bool(rotation and doubt(rotation)))
    if member.kind == "external" and rotation is not None:
        return mention(book, rotation, place)._replace(note="external schedule")
    likely = holder_at(build_timeline(book.calendar(*_LENGTHS[0]), rotation), then).person if rotation else None
    if likely is not None and rotation is not None:
        return who(book, likely, place, then, bool(doubt(rotation)))
    return Mention("", member.name, "", "", "unknown person", False, place)


def _member_zone(book: AnswerContext, key: str, rotation: object) -> str:
    person = book.catalog.get("Person", key)
    if isinstance(person, Person) and person.time_zone:
        return person.time_zone
    return rotation.layers[0].time_zone if isinstance(rotation, Rotation) and rotation.layers else "UTC"


def first_zone(people: Iterator[Paged]) -> str:
    """On whose clock a page is told: that of the first whom it reaches."""
    return next((paged.time_zone for paged in people), "UTC")
