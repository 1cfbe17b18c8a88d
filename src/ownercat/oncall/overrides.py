"""One-off changes of a rotation.

They are applied in the order in which they are written. ``remove`` and ``add``: wherever the one is on call, the
other is instead. ``add`` alone: whoever was on call, or nobody, it is that person. ``remove`` alone: nobody is on call
where that person was. A swap of a swap works: the second one removes whom the first one added.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.model import Override
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import end_of, start_of
from ownercat.oncall.intervals import Track, built, pieces
from ownercat.oncall.layers import person_key
from ownercat.oncall.timelines import Holder

_MOST_HOPS = 8  # a swap of a swap of a swap …: nobody means more than that


class _ResolvedOverride(NamedTuple):
    """An override with the people it means; ``remove`` is ``None`` where it replaces whoever is on."""

    start: int
    end: int
    remove: str | None
    holder: Holder


# The overrides in force at one moment of the sweep: by whom they remove, in order of writing.
_Active = dict[str | None, list[int]]


def _switch(active: _Active, change: _ResolvedOverride, index: int) -> None:
    """Turn an override on, or off again."""
    found = active.setdefault(change.remove, [])
    place = bisect_right(found, index)
    if place and found[place - 1] == index:
        del found[place - 1]
    else:
        insort(found, index)
    if not found:
        del active[change.remove]


def _next(active: _Active, person: str | None, index: int) -> int | None:
    """The next override after one in order that applies to who is on call."""
    taken = active.get(person, []) if person is not None else []
    found = [
        waiting[place]
        for waiting in (taken, active.get(None, []))
        if (place := bisect_right(waiting, index)) < len(waiting)
    ]
    return min(found, default=None)


def apply(calendar: Calendar, track: Track[Holder], overrides: Sequence[Override]) -> tuple[Track[Holder], set[int]]:
    """The track with the overrides on it, and the indexes of those that changed something."""
    changes = {index: change for index, each in enumerate(overrides) if (change := _change(calendar, each, index))}
    used: set[int] = set()
    swept = built(_sweep(track, changes, used), track.end)
    return swept, used


def span(override: Override) -> tuple[int, int] | None:
    """When an override holds; ``None`` when it never does."""
    start, end = start_of(override.start, override.time_zone), end_of(override.end, override.time_zone)
    return (start, end) if start is not None and end is not None and start < end else None


def _change(calendar: Calendar, override: Override, index: int) -> _ResolvedOverride | None:
    found = span(override)
    if found is None or (override.remove is None and override.add is None):
        return None
    remove = person_key(calendar, override.remove) if override.remove else None
    if override.add:
        holder = Holder(person_key(calendar, override.add), "override", index, remove or "")
    else:
        holder = Holder(None, "removed", index, remove or "")
    return _ResolvedOverride(*found, remove, holder)


def _sweep(track: Track[Holder], changes: dict[int, _ResolvedOverride], used: set[int]) -> Iterator[tuple[int, Holder]]:
    """Every elementary stretch, with the overrides that are in force there applied."""
    switches = sorted((at, index) for index, change in changes.items() for at in change[:2])
    active: _Active = {}
    number = 0
    for start, end, holder in pieces(track):
        at = start
        while number < len(switches) and switches[number][0] < end:
            when, index = switches[number]
            if when > at:
                yield at, _resolved(active, changes, holder, used)
                at = when
            _switch(active, changes[index], index)
            number += 1
        yield at, _resolved(active, changes, holder, used)


def _resolved(active: _Active, changes: dict[int, _ResolvedOverride], holder: Holder, used: set[int]) -> Holder:
    if not active:
        return holder
    result = _chain(active, changes, holder, -1, used)
    replacing = active.get(None)
    if replacing:  # the last that replaces whoever is on decides, however many come before it
        result = _chain(active, changes, changes[replacing[-1]].holder, replacing[-1], used)
        used.add(replacing[-1])
    return result


def _chain(
    active: _Active, changes: dict[int, _ResolvedOverride], holder: Holder, index: int, used: set[int]
) -> Holder:
    for _ in range(_MOST_HOPS):
        after = _next(active, holder.person, index)
        if after is None:
            break
        index, holder = after, changes[after].holder
        used.add(index)
    return holder
