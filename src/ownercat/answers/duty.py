"""Find who is on call at the instant of a query, until when, and who is next; and whom a page reaches then."""

from collections.abc import Iterator
from typing import Literal

from ownercat.answers.book import AnswerContext, build_mention, build_undefined_mention, format_standing
from ownercat.answers.values import CurrentOncall, Mention, NextOncall, OncallPeriod, Paged
from ownercat.diagnostics import Basis, Place
from ownercat.model import Person, Rotation
from ownercat.oncall import basis
from ownercat.oncall.away import get_span
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar
from ownercat.oncall.clock import to_datetime
from ownercat.oncall.coverage import find_cause
from ownercat.oncall.crew import PageRecipient
from ownercat.oncall.escalation import Reach
from ownercat.oncall.reasons import explain_cause
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder, OncallInterval, Slot, find_interval, is_assumed, list_person_times
from ownercat.oncall.timelines import get_holder as holder_at
from ownercat.text import shown

# Days back and ahead. Most turns fit into the first; the last one is for rotations with too many turns.
_LENGTHS = ((35, 35), (HORIZON_DAYS, HORIZON_DAYS), (0, 1))
_UNCERTAIN = "uncertain"


def find_current(book: AnswerContext, rotation: Rotation) -> CurrentOncall | None:
    """Return who is on call in a rotation at the instant; ``None`` if the query has no instant."""
    if book.moment is None:
        return None
    if is_assumed(rotation):
        return _build_without_person(book, rotation, "external")
    calendar, interval = _find_interval(book, rotation)
    if interval is not None and interval.holder.why == "external":
        return _build_without_person(book, rotation, "external")
    return (
        _build_without_person(book, rotation, "unknown")
        if interval is None
        else _build_current(book, calendar, rotation, interval)
    )


def _find_interval(book: AnswerContext, rotation: Rotation) -> tuple[Calendar, OncallInterval | None]:
    """Return the interval around the instant, in the shortest calendar that contains its start and end."""
    best: tuple[Calendar, OncallInterval | None] = (book.calendar(*_LENGTHS[-1]), None)
    for length in _LENGTHS:
        calendar = book.calendar(*length)
        seen = build_timeline(calendar, rotation)
        if best[1] is not None and (seen.end <= book.at or length[0] == 0):
            return best
        if seen.end > book.at:
            interval = find_interval(seen, book.at)
            best = (calendar, interval)
            if interval.start > seen.start and interval.following is not None:
                return best
    return best


def _build_without_person(
    book: AnswerContext, rotation: Rotation, state: Literal["external", "unknown"]
) -> CurrentOncall:
    zone = book.zone or (rotation.layers[0].time_zone if rotation.layers else "UTC")
    return CurrentOncall(
        state=state,
        person=None,
        because="",
        time=to_datetime(book.at, zone),
        time_zone=zone,
        since=None,
        until=None,
        next=None,
        place=rotation.named,
        basis="assumed" if state == "external" else "unknown",
    )


def _build_current(
    book: AnswerContext, calendar: Calendar, rotation: Rotation, interval: OncallInterval
) -> CurrentOncall:
    holder, after = interval.holder, interval.following
    zone = _find_zone(book, rotation, holder, after)
    place = _find_place(book, rotation, holder)
    person = (
        None
        if holder.person is None
        else mention_person(book, holder.person, place, book.at, bool(find_doubt(rotation)))
    )
    return CurrentOncall(
        state="nobody" if person is None else "person",
        person=person,
        because=_explain(book, calendar, rotation, holder) if person is None else "",
        time=to_datetime(book.at, zone),
        time_zone=zone,
        since=to_datetime(interval.start, zone) if interval.start > calendar.start else None,
        until=to_datetime(interval.end, zone) if after else None,
        next=_build_next(book, rotation, after, zone) if after and after.why != "external" else None,
        place=place,
        basis=find_coverage_basis(rotation, book.at),
    )


def _build_next(book: AnswerContext, rotation: Rotation, slot: Slot, zone: str) -> NextOncall:
    place = _find_place(book, rotation, Holder(slot.person, slot.why, slot.number, slot.about))
    person = None if slot.person is None else mention_person(book, slot.person, place, slot.start)
    return NextOncall(person, to_datetime(slot.start, zone))


def _find_zone(book: AnswerContext, rotation: Rotation, holder: Holder, after: Slot | None) -> str:
    """Return the zone of the query, else of the person on call, else of the next person, else of the rotation."""
    if book.zone:
        return book.zone
    for key, number in ((holder.person, holder.number), (after.person, after.number) if after else (None, 0)):
        person = book.catalog.get("Person", key) if key else None
        if isinstance(person, Person) and person.time_zone:
            return person.time_zone
        if key and 0 <= number < len(rotation.layers):
            return rotation.layers[number].time_zone
    return rotation.layers[0].time_zone if rotation.layers else "UTC"


def _find_place(book: AnswerContext, rotation: Rotation, holder: Holder) -> Place:
    """Return the location that puts a person on call, or leaves the rotation empty: a member of a layer, or an
    override.
    """
    if holder.why in ("override", "removed"):
        return rotation.overrides[holder.number].place
    if not 0 <= holder.number < len(rotation.layers):
        return rotation.where("external") if rotation.external is not None else rotation.named
    layer = rotation.layers[holder.number]
    name = holder.person or holder.about
    refs = (ref for ref in layer.members if ref and name in (ref.name, getattr(book.catalog.person(ref), "key", "")))
    return next((ref.place for ref in refs), layer.place)


def mention_person(book: AnswerContext, key: str, place: Place, at: int, doubtful: bool = False) -> Mention:
    """Return a person on call with warnings: away, left, or undefined."""
    person = book.catalog.get("Person", key)
    if not isinstance(person, Person):
        return build_undefined_mention(book, ("Person",), key, place)
    known = build_mention(book, person, place, _find_absence(person, at))
    note = ", ".join(part for part in (known.note, _UNCERTAIN * doubtful) if part)
    return known._replace(note=note, basis="unknown" if doubtful else "proved")


def find_coverage_basis(rotation: Rotation, at: int | None) -> Basis:
    """Return the basis of who is on call in a rotation at an instant; ``None``: at any time."""
    basis_of_schedule = basis.find_schedule_basis(rotation, at)
    return "unknown" if basis_of_schedule == "proved" and find_doubt(rotation) else basis_of_schedule


def find_doubt(rotation: Rotation) -> str:
    """Return why a rotation may have another person on call than it seems; ``""`` if it is certain."""
    if not rotation.sound:
        return f"rotation {shown(rotation.name)} has errors"
    if any(not layer.start and len({ref and ref.name for ref in layer.members}) > 1 for layer in rotation.layers):
        return f"rotation {shown(rotation.name)} has a layer without `from`"
    return ""


def _find_absence(person: Person, at: int) -> str:
    spans = ((away, get_span(away)) for away in person.away)
    return next(
        (f"away until {away.end}" for away, interval in spans if interval and interval[0] <= at < interval[1]), ""
    )


def _explain(book: AnswerContext, calendar: Calendar, rotation: Rotation, holder: Holder) -> str:
    person = book.catalog.get("Person", holder.about)
    if holder.why in ("left", "inactive") and isinstance(person, Person):
        gone = format_standing(person, book.as_of)
        return f"{shown(person.title or person.name)} has the turn but {'is ' * gone.startswith('not')}{gone}"
    if not rotation.layers and holder.why != "unscheduled":
        return "the rotation has no layers"
    return explain_cause(calendar.catalog, rotation, find_cause(calendar, rotation, holder, book.at)).because


def find_period(book: AnswerContext, rotation: Rotation, person: Person) -> OncallPeriod | None:
    """Return when a person is on call in a rotation: now, or the next time within 400 days; ``None`` if unknown."""
    if book.moment is None or is_assumed(rotation):
        return None
    for length in _LENGTHS[:2]:
        calendar = book.calendar(*length)
        seen = build_timeline(calendar, rotation)
        times = list_person_times(seen, person.key)
        interval = next(((start, end) for start, end in times if end > book.at), None)
        if interval is not None and (
            (calendar.start < interval[0] and interval[1] < seen.end) or length == _LENGTHS[1]
        ):
            zone = book.zone or person.time_zone or _get_member_zone(book, "", rotation)
            start = to_datetime(interval[0], zone) if interval[0] > calendar.start else None
            end = to_datetime(interval[1], zone) if interval[1] < seen.end else None
            return OncallPeriod(interval[0] <= book.at, zone, start, end)
    return None


def list_paged(book: AnswerContext, reached: tuple[Reach, ...], at: int | None, place: Place) -> tuple[Paged, ...]:
    """Return whom a level reaches at an instant; ``place``: the location of the level."""
    return tuple(_build_paged(book, reach, at, place) for reach in reached)


def _build_paged(book: AnswerContext, reach: Reach, at: int | None, place: Place) -> Paged:
    member = reach.member
    rotation_of_member = _find_rotation(book, member)
    person = mention_recipient(book, member, at, place)
    rotation = (
        build_mention(book, rotation_of_member, place) if rotation_of_member and member.kind != "external" else None
    )
    zone = _get_member_zone(book, person.name, rotation_of_member)
    time = None if at is None else to_datetime(at, zone)
    reached = basis.join_bases((person.basis, basis.find_basis(book.catalog, member)))
    system = basis.format_system(rotation_of_member) if rotation_of_member else ""
    return Paged(person, rotation, reach.contacts, reach.down, reach.arrives, time, zone, reached, system)


def _find_rotation(book: AnswerContext, member: PageRecipient) -> Rotation | None:
    rotation = book.catalog.get("Rotation", member.rotation) if member.rotation else None
    return rotation if isinstance(rotation, Rotation) else None


def mention_recipient(book: AnswerContext, member: PageRecipient, at: int | None, place: Place) -> Mention:
    """Return a person whom a level reaches; the person of an external rotation is unknown.

    For a rotation with errors, the likely person is returned with a note that the name is uncertain.
    """
    rotation, then = _find_rotation(book, member), book.at if at is None else at
    if member.kind == "person":
        return mention_person(book, member.name, place, then, bool(rotation and find_doubt(rotation)))
    if member.kind == "external" and rotation is not None:
        return build_mention(book, rotation, place)
    likely = holder_at(build_timeline(book.calendar(*_LENGTHS[0]), rotation), then).person if rotation else None
    if likely is not None and rotation is not None:
        return mention_person(book, likely, place, then, bool(find_doubt(rotation)))
    return Mention("", member.name, "", "", "unknown person", False, place, "unknown")


def _get_member_zone(book: AnswerContext, key: str, rotation: object) -> str:
    person = book.catalog.get("Person", key)
    if isinstance(person, Person) and person.time_zone:
        return person.time_zone
    return rotation.layers[0].time_zone if isinstance(rotation, Rotation) and rotation.layers else "UTC"


def get_page_zone(book: AnswerContext, people: Iterator[Paged]) -> str:
    """Return the zone in which a page is shown: that of the query, else of the first person paged."""
    return book.zone or next((paged.time_zone for paged in people), "UTC")
