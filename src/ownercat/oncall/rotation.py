"""Build the timeline of a rotation: who is on call when.

Later layers win over earlier ones. Overrides come last. A person who has left is replaced by nobody: the page still
goes to that person and is not acknowledged, so the layer below does not show. A person who is away stays on call; see
``away``. In the steady state (``Calendar.timeless``), ``from`` only counts turns, and ``until``, overrides, absences
and leaving dates do not exist. Inside the window of a snapshot, its facts replace the turns.
"""

from collections.abc import Iterator, Mapping

from ownercat.model import Person, Rotation
from ownercat.oncall import overrides
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, get_day_start
from ownercat.oncall.intervals import Track, build_constant, build_track, list_distinct, list_pieces
from ownercat.oncall.layers import build_empty_track, build_layer_track, estimate_slots_per_day, lay_over
from ownercat.oncall.timelines import Holder, Timeline, Why

MOST_SLOTS = 50_000  # limit per rotation: turns of ten minutes for a year
BUDGET = 2_000_000  # limit for all rotations of a calendar
LEAST_SLOTS = 200  # minimum per rotation, even after the limit for all
_SPENT = "slots"  # the cache key for the number of slots so far


def build_timeline(calendar: Calendar, rotation: Rotation) -> Timeline:
    """Return who is on call when, over the calendar; it never fails, whatever the rotation contains."""
    return calendar.once(("timeline", id(rotation)), lambda: _build_timeline(calendar, rotation))


def _build_timeline(calendar: Calendar, rotation: Rotation) -> Timeline:
    if rotation.external is not None:
        elsewhere = build_constant(calendar.start, calendar.end, Holder(None, "external"))
        return Timeline(rotation, _without_leavers(calendar, _lay_observed(calendar, rotation, elsewhere)))
    end = _find_end(calendar, rotation)
    tracks = [build_layer_track(calendar, layer, number, end) for number, layer in enumerate(rotation.layers)]
    track = lay_over(tracks) if tracks else build_empty_track(calendar.start, end)
    idle: tuple[int, ...] = ()
    if rotation.overrides and not calendar.timeless:
        track, used = overrides.apply_overrides(calendar, track, rotation.overrides)
        idle = _list_idle(rotation, track, used)
    track = _lay_observed(calendar, rotation, track)
    unknown = frozenset(name for name in _collect_people(track) if ("Person", name) not in calendar.catalog.entities)
    track = _without_leavers(calendar, track)
    return Timeline(rotation, track, end < calendar.end, unknown, idle)


def _lay_observed(calendar: Calendar, rotation: Rotation, track: Track[Holder]) -> Track[Holder]:
    """Return the track with the facts of a snapshot inside the window of the snapshot."""
    seen = rotation.observed
    if seen is None or calendar.timeless:
        return track
    start, end = max(seen.start, track.start), min(seen.end, track.end)
    if start >= end:
        return track
    pieces = [(begin, holder) for begin, _, holder in list_pieces(track) if begin < start]
    at = start
    for shift in seen.shifts:
        begin, stop = max(shift.start, start), min(shift.end, end)
        if begin >= stop:
            continue
        if begin > at:
            pieces.append((at, Holder(None, "unscheduled")))
        pieces.append(
            (
                begin,
                Holder(
                    shift.person or None,
                    "snapshot" if shift.person else "external",
                    about=shift.identity * (not shift.person),
                ),
            )
        )
        at = stop
    if at < end:
        pieces.append((at, Holder(None, "unscheduled")))
    pieces += [(max(begin, end), holder) for begin, stop, holder in list_pieces(track) if stop > end]
    return build_track(pieces, track.end)


def _find_end(calendar: Calendar, rotation: Rotation) -> int:
    """Return where the timeline stops: at the end of the calendar, or before it has too many slots."""
    most = max(LEAST_SLOTS, min(MOST_SLOTS, BUDGET - calendar.memo.get(_SPENT, 0)))
    a_day = sum(estimate_slots_per_day(layer) for layer in rotation.layers)
    wanted = a_day * (calendar.end - calendar.start) / DAY
    calendar.memo[_SPENT] = calendar.memo.get(_SPENT, 0) + int(min(wanted, most))
    return calendar.end if wanted <= most else calendar.start + max(int(most * DAY / a_day), 1)


def _collect_people(track: Track[Holder]) -> set[str]:
    return {holder.person for holder in list_distinct(track.labels) if holder.person is not None}


def _list_idle(rotation: Rotation, track: Track[Holder], used: set[int]) -> tuple[int, ...]:
    """Return the overrides that remove a person who is not on call; those that begin before the track are skipped."""
    idle = []
    for index, override in enumerate(rotation.overrides):
        span = overrides.get_span(override)
        if override.remove and index not in used and span and track.start <= span[0] and span[1] <= track.end:
            idle.append(index)
    return tuple(idle)


def _without_leavers(calendar: Calendar, track: Track[Holder]) -> Track[Holder]:
    gone = _collect_leavers(calendar, track)
    return build_track(_list_without_leavers(track, gone), track.end) if gone else track


def _collect_leavers(calendar: Calendar, track: Track[Holder]) -> Mapping[str, tuple[int, bool]]:
    """Return from when on a person is not available, and whether the person is inactive."""
    leavers: dict[str, tuple[int, bool]] = {}
    for name in _collect_people(track):
        person = calendar.catalog.get("Person", name)
        if not isinstance(person, Person):
            continue
        if not person.active:
            leavers[name] = (track.start, True)
        elif person.leaves_on and not calendar.timeless and (last := get_day_start(person.leaves_on) + DAY) < track.end:
            leavers[name] = (max(last, track.start), False)
    return leavers


def _list_without_leavers(track: Track[Holder], gone: Mapping[str, tuple[int, bool]]) -> Iterator[tuple[int, Holder]]:
    for start, end, holder in list_pieces(track):
        since, inactive = gone.get(holder.person or "", (end, False))
        if start < since:
            yield start, holder
        if since < end:
            why: Why = "inactive" if inactive else "left"
            yield max(start, since), Holder(None, why, holder.number, holder.person or "")
