"""Apply the overrides of a rotation, in the order of the file.

- ``remove`` and ``add``: the added person replaces the removed person where that person is on call.
- ``add`` alone: the added person is on call, whoever was on call before.
- ``remove`` alone: nobody is on call where that person was.

A later override can remove the person whom an earlier override added.
"""

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.model import Override
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import resolve_end, resolve_start
from ownercat.oncall.intervals import Track, build_track, list_pieces
from ownercat.oncall.layers import get_person_key
from ownercat.oncall.timelines import Holder

_MOST_HOPS = 8  # overrides that replace one another at one time; a longer chain is not intended


class _ResolvedOverride(NamedTuple):
    """An override with resolved people; ``remove`` is ``None`` if it replaces any person on call."""

    start: int
    end: int
    remove: str | None
    holder: Holder


# The overrides in force at one point of the sweep: indexes in file order, by the person whom they remove.
_Active = dict[str | None, list[int]]


def _switch(active: _Active, change: _ResolvedOverride, index: int) -> None:
    """Add an override to those in force, or remove it at its end."""
    indexes = active.setdefault(change.remove, [])
    place = bisect_right(indexes, index)
    if place and indexes[place - 1] == index:
        del indexes[place - 1]
    else:
        insort(indexes, index)
    if not indexes:
        del active[change.remove]


def _find_next(active: _Active, person: str | None, index: int) -> int | None:
    """Return the next override after an index that applies to the person on call."""
    for_person = active.get(person, []) if person is not None else []
    candidates = [
        waiting[place]
        for waiting in (for_person, active.get(None, []))
        if (place := bisect_right(waiting, index)) < len(waiting)
    ]
    return min(candidates, default=None)


def apply_overrides(
    calendar: Calendar, track: Track[Holder], overrides: Sequence[Override]
) -> tuple[Track[Holder], set[int]]:
    """Return the track with the overrides applied, and the indexes of the overrides that had an effect."""
    changes = {
        index: change for index, each in enumerate(overrides) if (change := _resolve_override(calendar, each, index))
    }
    used: set[int] = set()
    swept = build_track(_sweep(track, changes, used), track.end)
    return swept, used


def get_span(override: Override) -> tuple[int, int] | None:
    """Return the interval of an override; ``None`` if it is empty or its times are invalid."""
    start, end = resolve_start(override.start, override.time_zone), resolve_end(override.end, override.time_zone)
    return (start, end) if start is not None and end is not None and start < end else None


def _resolve_override(calendar: Calendar, override: Override, index: int) -> _ResolvedOverride | None:
    interval = get_span(override)
    if interval is None or (override.remove is None and override.add is None):
        return None
    remove = get_person_key(calendar, override.remove) if override.remove else None
    if override.add:
        holder = Holder(get_person_key(calendar, override.add), "override", index, remove or "")
    else:
        holder = Holder(None, "removed", index, remove or "")
    return _ResolvedOverride(*interval, remove, holder)


def _sweep(track: Track[Holder], changes: dict[int, _ResolvedOverride], used: set[int]) -> Iterator[tuple[int, Holder]]:
    """Yield the start and holder of every interval, split where an override starts or ends."""
    switches = sorted((at, index) for index, change in changes.items() for at in change[:2])
    active: _Active = {}
    number = 0
    for start, end, holder in list_pieces(track):
        at = start
        while number < len(switches) and switches[number][0] < end:
            when, index = switches[number]
            if when > at:
                yield at, _resolve_holder(active, changes, holder, used)
                at = when
            _switch(active, changes[index], index)
            number += 1
        yield at, _resolve_holder(active, changes, holder, used)


def _resolve_holder(active: _Active, changes: dict[int, _ResolvedOverride], holder: Holder, used: set[int]) -> Holder:
    if not active:
        return holder
    result = _follow_chain(active, changes, holder, -1, used)
    replacing = active.get(None)
    if replacing:  # the last override without `remove` decides
        result = _follow_chain(active, changes, changes[replacing[-1]].holder, replacing[-1], used)
        used.add(replacing[-1])
    return result


def _follow_chain(
    active: _Active, changes: dict[int, _ResolvedOverride], holder: Holder, index: int, used: set[int]
) -> Holder:
    for _ in range(_MOST_HOPS):
        after = _find_next(active, holder.person, index)
        if after is None:
            break
        index, holder = after, changes[after].holder
        used.add(index)
    return holder
