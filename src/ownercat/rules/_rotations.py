"""Which rotations can be judged over time: those of which no other rule says that their plan is broken."""

from __future__ import annotations

from datetime import date

from ownercat.model import Away, Layer, Override, Person, Rotation
from ownercat.oncall import away, overrides, paths
from ownercat.oncall.calendar import Calendar, calendar
from ownercat.oncall.clock import Impossible, end_of, entered, start_of
from ownercat.oncall.turns import is_anchored
from ownercat.rules import Context


def days(context: Context) -> Calendar:
    """The days that are judged, shared by all rules of a check."""
    return context.once(_days)


def _days(context: Context) -> Calendar:
    return calendar(context.catalog, context.as_of)


def judged(context: Context) -> tuple[Rotation, ...]:
    """Rotations with a plan that holds: not elsewhere, with members, anchored, and no slot that ends before it begins.

    What they lack instead is reported by ROT111, ROT005 and ROT002.
    """
    return context.once(_judged)


def _judged(context: Context) -> tuple[Rotation, ...]:
    return tuple(rotation for rotation in context.sound(Rotation) if holds(rotation))


def is_judged(context: Context, rotation: Rotation) -> bool:
    """Whether the plan of a rotation holds, or nobody here can tell: it lives elsewhere, or was not read whole."""
    return rotation.external is not None or not rotation.sound or rotation.key in context.once(_judged_keys)


def _judged_keys(context: Context) -> frozenset[str]:
    return frozenset(rotation.key for rotation in judged(context))


def holds(rotation: Rotation) -> bool:
    """Whether its plan can be judged over time, as ``judged`` says."""
    if rotation.external is not None or next(paths.members(rotation), None) is None:
        return False
    if not all(map(is_anchored, rotation.layers)):
        return False
    return not any(map(is_empty_layer, rotation.layers)) and not any(map(is_empty_override, rotation.overrides))


def is_empty_layer(layer: Layer) -> bool:
    """Whether a layer ends before it begins."""
    since, until = start_of(layer.start, layer.time_zone), end_of(layer.until, layer.time_zone)
    return since is not None and until is not None and until <= since


def is_empty_override(each: Override | Away) -> bool:
    """Whether an override or an absence ends before it begins, and not because daylight saving skips it (ROT003)."""
    if (away.span(each) if isinstance(each, Away) else overrides.span(each)) is not None:
        return False
    ends = (entered(text, each.time_zone) for text in (each.start, each.end))
    return not any(found is None or isinstance(found, Impossible) for found in ends)


def is_told(context: Context, rotation: Rotation, name: str) -> bool:
    """Whether ROT001 says of somebody that they are not here: now, or when an override puts them on call."""
    person = context.catalog.get("Person", name)
    if not isinstance(person, Person):
        return False
    added = (each.start for each in rotation.overrides if context.as_of and context.catalog.person(each.add) is person)
    return not all(person.is_active(on) for on in (context.as_of, *(date.fromisoformat(text[:10]) for text in added)))


def is_known(context: Context, name: str) -> bool:
    """Whether a person is defined, and read whole."""
    person = context.catalog.get("Person", name)
    return person is not None and person.sound
