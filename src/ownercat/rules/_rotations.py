"""Select the rotations whose schedule can be computed, and the people whom other rules already report."""

from collections.abc import Iterator
from datetime import date

from ownercat.model import Away, Layer, Override, Person, Ref, Rotation
from ownercat.oncall import away, overrides, paths
from ownercat.oncall.calendar import Calendar, build_calendar
from ownercat.oncall.clock import Impossible, resolve_end, resolve_entered, resolve_start
from ownercat.oncall.turns import is_anchored
from ownercat.rules import Context


def days(context: Context) -> Calendar:
    """Return the calendar of the checked days, which all rules of a check share."""
    return context.once(_build_calendar)


def _build_calendar(context: Context) -> Calendar:
    return build_calendar(context.catalog, context.as_of)


def judged(context: Context) -> tuple[Rotation, ...]:
    """Return the rotations whose schedule can be computed.

    They are not ``external``, have members, have a start day for their turns, and contain no layer or override that
    ends at or before its start. ROT111, ROT005 and ROT002 report the others.
    """
    return context.once(_list_checked_rotations)


def _list_checked_rotations(context: Context) -> tuple[Rotation, ...]:
    return tuple(rotation for rotation in context.sound(Rotation) if holds(rotation))


def scheduled(context: Context) -> tuple[Rotation, ...]:
    """Return the rotations with known shifts: computed from the catalog (``judged``), or in a usable snapshot."""
    return context.once(_list_scheduled_rotations)


def _list_scheduled_rotations(context: Context) -> tuple[Rotation, ...]:
    observed = context.as_of is not None  # without a date, no snapshot counts
    return tuple(each for each in context.sound(Rotation) if holds(each) or (observed and each.observed is not None))


def is_judged(context: Context, rotation: Rotation) -> bool:
    """Return whether the schedule can be computed, or its faults are unknown: ``external``, or not read completely."""
    return rotation.external is not None or not rotation.sound or rotation.key in context.once(_collect_checked_keys)


def _collect_checked_keys(context: Context) -> frozenset[str]:
    return frozenset(rotation.key for rotation in judged(context))


def holds(rotation: Rotation) -> bool:
    """Return whether the schedule of a rotation can be computed; ``judged`` lists the conditions."""
    if rotation.external is not None or next(paths.list_members(rotation), None) is None:
        return False
    if not all(map(is_anchored, rotation.layers)):
        return False
    return not any(map(is_empty_layer, rotation.layers)) and not any(map(is_empty_override, rotation.overrides))


def is_empty_layer(layer: Layer) -> bool:
    """Return whether a layer ends at or before its start."""
    since, until = resolve_start(layer.start, layer.time_zone), resolve_end(layer.until, layer.time_zone)
    return since is not None and until is not None and until <= since


def is_empty_override(each: Override | Away) -> bool:
    """Return whether an override or an absence ends at or before its start.

    Times that do not exist or occur twice because of daylight saving do not count: ROT003 reports them.
    """
    if (away.get_span(each) if isinstance(each, Away) else overrides.get_span(each)) is not None:
        return False
    ends = (resolve_entered(text, each.time_zone) for text in (each.start, each.end))
    return not any(instant is None or isinstance(instant, Impossible) for instant in ends)


def is_told(context: Context, rotation: Rotation, name: str) -> bool:
    """Return whether ROT001 reports a person as inactive: now, or at the start of an override that adds the person."""
    person = context.catalog.get("Person", name)
    if not isinstance(person, Person):
        return False
    added = (each.start for each in rotation.overrides if context.as_of and context.catalog.person(each.add) is person)
    return not all(person.is_active(on) for on in (context.as_of, *(date.fromisoformat(text[:10]) for text in added)))


def schedules_inactive(context: Context, rotation: Rotation) -> bool:
    """Return whether a rotation has a person who is not active, as OWN004 or ROT001 reports: its turns will change."""
    people = ((context.catalog.person(ref), day) for ref, day in list_scheduled_members(rotation, context.as_of))
    return any(person is not None and not person.is_active(day) for person, day in people)


def list_scheduled_members(rotation: Rotation, as_of: date | None) -> Iterator[tuple[Ref, date | None]]:
    """Yield the references to people who are or will be on call, with the first day to check."""
    for layer in rotation.layers:
        if as_of is None or not layer.until or _parse_day(layer.until, as_of) >= as_of:
            yield from ((ref, as_of) for ref in layer.members if ref is not None)
    for override in rotation.overrides if as_of else ():
        if as_of and override.add is not None and _parse_day(override.end, as_of) >= as_of:
            yield override.add, max(as_of, _parse_day(override.start, as_of))


def _parse_day(written: str, otherwise: date) -> date:
    """Return the day of a date, a local time or an instant; ``otherwise`` if the text is not valid."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return otherwise


def is_known(context: Context, name: str) -> bool:
    """Return whether a person is defined and has no errors in the file."""
    person = context.catalog.get("Person", name)
    return person is not None and person.sound
