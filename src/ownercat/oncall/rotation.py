"""A rotation → who is on call when.

Layers are laid over each other (a later one wins where it has a slot), overrides come on top, and whoever had left by
then is nobody: the page goes to them and nobody answers, so the layer below does not show. Who is away stays on call;
``away`` tells about them. In the steady state (``Calendar.timeless``) ``from`` only counts turns, and ``until``,
overrides, absences and leaving dates do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.model import Person, Rotation
from ownercat.oncall import overrides
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, day_start
from ownercat.oncall.intervals import Track, built, constant, different, pieces
from ownercat.oncall.layers import laid, layer_track, nobody, slots_per_day
from ownercat.oncall.timelines import Holder, Timeline, Why

MOST_SLOTS = 50_000  # of one rotation: turns of ten minutes for a year
BUDGET = 2_000_000  # of all rotations of a calendar …
LEAST_SLOTS = 200  # … and what each gets even so
_SPENT = "slots"  # how many the calendar has made so far


def timeline(calendar: Calendar, rotation: Rotation) -> Timeline:
    """Who is on call when, over the calendar. Never fails, whatever the rotation says."""
    return calendar.once(("timeline", id(rotation)), lambda: _timeline(calendar, rotation))


def _timeline(calendar: Calendar, rotation: Rotation) -> Timeline:
    if rotation.external is not None:
        return Timeline(rotation, constant(calendar.start, calendar.end, Holder(None, "external")))
    end = _end(calendar, rotation)
    tracks = [layer_track(calendar, layer, number, end) for number, layer in enumerate(rotation.layers)]
    track = laid(tracks) if tracks else nobody(calendar.start, end)
    idle: tuple[int, ...] = ()
    if rotation.overrides and not calendar.timeless:
        track, used = overrides.apply(calendar, track, rotation.overrides)
        idle = _idle(rotation, track, used)
    unknown = frozenset(name for name in _collect_people(track) if ("Person", name) not in calendar.catalog.entities)
    track = _without_leavers(calendar, track)
    return Timeline(rotation, track, end < calendar.end, unknown, idle)


def _end(calendar: Calendar, rotation: Rotation) -> int:
    """Where the timeline stops: with the calendar, or when it would have too many slots."""
    most = max(LEAST_SLOTS, min(MOST_SLOTS, BUDGET - calendar.memo.get(_SPENT, 0)))
    a_day = sum(slots_per_day(layer) for layer in rotation.layers)
    wanted = a_day * (calendar.end - calendar.start) / DAY
    calendar.memo[_SPENT] = calendar.memo.get(_SPENT, 0) + int(min(wanted, most))
    return calendar.end if wanted <= most else calendar.start + max(int(most * DAY / a_day), 1)


def _collect_people(track: Track[Holder]) -> set[str]:
    return {holder.person for holder in different(track.labels) if holder.person is not None}


def _idle(rotation: Rotation, track: Track[Holder], used: set[int]) -> tuple[int, ...]:
    """Overrides that take off somebody who is not on; those that began before the track cannot be judged."""
    found = []
    for index, override in enumerate(rotation.overrides):
        held = overrides.span(override)
        if override.remove and index not in used and held and track.start <= held[0] and held[1] <= track.end:
            found.append(index)
    return tuple(found)


def _without_leavers(calendar: Calendar, track: Track[Holder]) -> Track[Holder]:
    gone = _gone(calendar, track)
    return built(_marked(track, gone), track.end) if gone else track


def _gone(calendar: Calendar, track: Track[Holder]) -> Mapping[str, tuple[int, bool]]:
    """From when on somebody is not here any more, and whether they are said to be not active at all."""
    found: dict[str, tuple[int, bool]] = {}
    for name in _collect_people(track):
        person = calendar.catalog.get("Person", name)
        if not isinstance(person, Person):
            continue
        if not person.active:
            found[name] = (track.start, True)
        elif person.leaves_on and not calendar.timeless and (last := day_start(person.leaves_on) + DAY) < track.end:
            found[name] = (max(last, track.start), False)
    return found


def _marked(track: Track[Holder], gone: Mapping[str, tuple[int, bool]]) -> Iterator[tuple[int, Holder]]:
    for start, end, holder in pieces(track):
        since, inactive = gone.get(holder.person or "", (end, False))
        if start < since:
            yield start, holder
        if since < end:
            why: Why = "inactive" if inactive else "left"
            yield max(start, since), Holder(None, why, holder.number, holder.person or "")
