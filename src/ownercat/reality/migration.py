"""Prove the migration of a schedule: the same person at every instant, or each difference with its cause."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from ownercat.model import ObservedSchedule, Rotation
from ownercat.oncall.basis import format_source
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAY, get_offsets, list_offset_changes, to_local
from ownercat.oncall.intervals import (
    Intervals,
    Track,
    build_track,
    clip,
    list_pieces,
    list_times,
    map_labels,
    meets,
    unite,
)
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder
from ownercat.reality.comparing import list_differences
from ownercat.reality.values import ExternalShift
from ownercat.text import shown

Cause = Literal[
    "clock change",  # the clocks change within the day before the end, and the difference is as long as the change
    "override",  # one of the sides has an override at this time
    "restriction",  # one of the sides has nobody
    "turns",  # other people in turn: another anchor or another order
]
UNKNOWN: None = None


class ScheduleSide(NamedTuple):
    """One side of a comparison. ``track``: who is on call; "" = nobody; ``None`` = not known.

    ``zones``: the time zones of its handoffs. ``overrides``: when an override applies.
    """

    label: str
    track: Track[str | None]
    zones: tuple[str, ...]
    overrides: Intervals


class ScheduleDifference(NamedTuple):
    """A time (UTC seconds, exclusive end) with another person on each side; "" = nobody."""

    start: int
    end: int
    first: str
    second: str
    cause: Cause


class ScheduleComparison(NamedTuple):
    """The differences of two schedules between two instants, and the times that a side does not know."""

    first: str
    second: str
    start: int
    end: int
    differences: tuple[ScheduleDifference, ...]
    unknown: Intervals


def compare_schedules(first: ScheduleSide, second: ScheduleSide, start: int, end: int) -> ScheduleComparison:
    """Compare two sides whose tracks begin at ``start`` and end at ``end``."""
    unknown = unite(*(list_times(side.track, lambda person: person is None) for side in (first, second)))
    zones = dict.fromkeys((*first.zones, *second.zones))
    changes = [change for zone in zones for change in _list_changes(zone, start, end)]
    overrides = unite(first.overrides, second.overrides)
    pieces = [
        (begin, stop, one, other)
        for begin, stop, (one, other) in list_differences(first.track, second.track)
        if one is not None and other is not None
    ]
    alike = Counter((stop - begin, one, other) for begin, stop, one, other in pieces)
    found = tuple(
        ScheduleDifference(
            *piece,
            # a difference that recurs more often than the clocks change has another cause
            _find_cause(
                piece, changes if alike[piece[1] - piece[0], piece[2], piece[3]] <= len(changes) else [], overrides
            ),
        )
        for piece in pieces
    )
    return ScheduleComparison(first.label, second.label, start, end, tuple(found), unknown)


def _list_changes(zone: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield each change of clocks with its size in seconds."""
    for at in list_offset_changes(zone, start - DAY, end):
        table = get_offsets(zone, at - DAY, at + DAY)
        yield at, abs(to_local(table, at) - to_local(table, at - 1) - 1)


def _find_cause(piece: tuple[int, int, str, str], changes: Iterable[tuple[int, int]], overrides: Intervals) -> Cause:
    start, end, *people = piece
    if meets(overrides, start, end):
        return "override"
    if any(start - DAY < at < end + DAY and end - start <= size for at, size in changes):
        return "clock change"
    return "turns" if all(people) else "restriction"


def build_rotation_side(calendar: Calendar, rotation: Rotation, start: int, end: int) -> ScheduleSide:
    """Return a rotation of the catalog: its own turns, or the snapshot of a schedule in another system."""
    own = replace(rotation, observed=None) if rotation.layers else rotation
    track = map_labels(build_timeline(calendar, own).track, _get_person)
    zones = tuple(layer.time_zone for layer in rotation.layers)
    holders = build_timeline(calendar, own).track
    overrides = list_times(holders, lambda holder: holder.why in ("override", "removed"))
    return ScheduleSide(rotation.label, _cut(track, start, end), zones, clip(overrides, start, end))


def _get_person(holder: Holder) -> str | None:
    """Return the person of a holder; a page to a person who has left goes to that person."""
    return UNKNOWN if holder.why == "external" else holder.person or holder.about * (holder.why in ("left", "inactive"))


def build_observed_side(
    seen: ObservedSchedule, base: tuple[ExternalShift, ...] | None, start: int, end: int
) -> ScheduleSide:
    """Return a schedule of a snapshot. ``base``: its shifts without overrides; ``None``: not known."""
    pieces: list[tuple[int, str | None]] = [(start, UNKNOWN)]
    begin, stop = max(seen.start, start), min(seen.end, end)
    if begin < stop:
        pieces.append((begin, ""))
        for shift in seen.shifts:
            if shift.end > begin and shift.start < stop:
                pieces += [(max(shift.start, begin), shift.person or UNKNOWN), (min(shift.end, stop), "")]
        pieces.append((stop, UNKNOWN))
    label = f"schedule {shown(seen.id)} of {format_source(seen.source)} ({shown(seen.path)})"
    return ScheduleSide(label, build_track(pieces, end), (), _list_overrides(seen, base, begin, stop))


def _list_overrides(seen: ObservedSchedule, base: tuple[ExternalShift, ...] | None, start: int, end: int) -> Intervals:
    """Return when the final shifts differ from those without overrides."""
    if base is None or start >= end:
        return ()
    sides = []
    for shifts in ([(s.start, s.end, s.identity) for s in seen.shifts], [(s.start, s.end, s.user) for s in base]):
        pieces: list[tuple[int, str | None]] = [(start, "")]
        for begin, stop, user in shifts:
            if stop > start and begin < end:
                pieces += [(max(begin, start), user), (min(stop, end), "")]
        sides.append(build_track(pieces, end))
    return tuple((begin, stop) for begin, stop, _ in list_differences(sides[0], sides[1]))


def _cut(track: Track[str | None], start: int, end: int) -> Track[str | None]:
    """Return a part of a track; what is outside of the track is not known."""
    pieces: list[tuple[int, str | None]] = [(start, UNKNOWN)]
    pieces += [(max(begin, start), label) for begin, stop, label in list_pieces(track) if stop > start and begin < end]
    return build_track([*pieces, (min(track.end, end), UNKNOWN)], end)
