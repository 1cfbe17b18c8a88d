"""When the turns of a layer begin: wall-clock hand-offs, counted from turn 0.

Turn 0 begins at the first hand-off at or after ``from``. A hand-off keeps its wall-clock time across daylight saving:
turns are counted on the wall, never in elapsed seconds. Without ``handoff.at`` the time of ``from`` counts, without
``handoff.day`` any day. ``advance: activeDays`` stops the count on days on which no window of the layer starts; turns
of whole weeks are not affected, because every week has the same windows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ownercat.model import Layer
from ownercat.oncall.clock import DAY, DAYS, MONDAY, WEEK, clock, offsets, to_local, to_utc_each, wall_of
from ownercat.oncall.windows import days_of

_UNANCHORED = "2024-01-01"  # a Monday; where `from` is missing (ROT005) the count has to begin somewhere


class TurnSequence(NamedTuple):
    """Turn 0 begins at ``anchor`` on the wall; each takes ``every`` seconds, of the named days only if there are any.

    ``first``: no turn comes before turn 0, which then begins as early as the layer does.
    """

    anchor: int
    every: int
    days: tuple[int, ...]
    first: bool


class Turns(NamedTuple):
    """Turn ``numbers[i]`` from ``edges[i]`` up to ``edges[i + 1]``; those that last no time are left out."""

    edges: tuple[int, ...]
    numbers: tuple[int, ...]


def is_anchored(layer: Layer) -> bool:
    """Whether the file says whose turn it is: the count begins somewhere, or there is nobody to take turns with."""
    return bool(layer.start) or len({ref.name if ref else None for ref in layer.members}) < 2


def pace_of(layer: Layer, timeless: bool) -> TurnSequence | None:
    """How the turns of a layer pass; ``None`` when the first member holds it for good."""
    every = layer.turn.every.seconds if layer.turn and layer.turn.every else 0
    if every <= 0 or len(layer.members) < 2:
        return None
    since = wall_of(layer.start, layer.time_zone)
    days = _counted(layer, every)
    anchor = _anchor(layer, since, days)
    return TurnSequence(anchor, every, days, since is not None and not timeless)


def _counted(layer: Layer, every: int) -> tuple[int, ...]:
    """The days that count, when not all of them do."""
    if layer.advance != "activeDays" or not layer.windows or every % WEEK == 0:
        return ()
    days = tuple(sorted({day for window in layer.windows for day in days_of(window)}))
    return days if len(days) < 7 else ()


def _anchor(layer: Layer, since: int | None, days: tuple[int, ...]) -> int:
    """The first hand-off at or after ``from``, on the wall; on a day that counts."""
    start = since if since is not None else wall_of(_UNANCHORED, layer.time_zone) or 0
    at = clock(layer.turn.at) if layer.turn else None
    anchor = start // DAY * DAY + (start % DAY if at is None else at)
    if anchor < start:
        anchor += DAY
    if layer.turn and layer.turn.day in DAYS:
        anchor += (DAYS.index(layer.turn.day) - _weekday(anchor)) % 7 * DAY
    while days and _weekday(anchor) not in days:
        anchor += DAY
    return anchor


def _weekday(wall: int) -> int:
    return (wall - MONDAY) // DAY % 7


def number_at(pace: TurnSequence, wall: int) -> int:
    """The turn that holds when the wall shows this time."""
    if not pace.days:
        number = (wall - pace.anchor) // pace.every
    else:
        gone = _active(pace.days, wall) - _active(pace.days, pace.anchor)
        # between active days the count stands: the turn that was on stays on, even if the next one is due
        number = (gone if _weekday(wall) in pace.days else gone - 1) // pace.every
    return max(number, 0) if pace.first else number


def begin_of(pace: TurnSequence, number: int) -> int:
    """When a turn begins, on the wall."""
    if not pace.days:
        return pace.anchor + number * pace.every
    active = _active(pace.days, pace.anchor) + number * pace.every
    weeks, rest = divmod(active, len(pace.days) * DAY)
    day, second = divmod(rest, DAY)
    return MONDAY + weeks * WEEK + pace.days[day] * DAY + second


def _active(days: tuple[int, ...], wall: int) -> int:
    """How many seconds of the named days lie between an early Monday and a wall time."""
    weeks, rest = divmod(wall - MONDAY, WEEK)
    day, second = divmod(rest, DAY)
    before = sum(each < day for each in days)
    return (weeks * len(days) + before) * DAY + (second if day in days else 0)


@lru_cache(maxsize=1024)
def turns(pace: TurnSequence, zone: str, start: int, end: int) -> Turns:
    """The turns from ``start`` to ``end`` (UTC)."""
    table = offsets(zone, start, end)
    first = number_at(pace, to_local(table, start))
    last = number_at(pace, to_local(table, end) + DAY)  # the wall may show more before `end` than at it
    begins = to_utc_each(table, [begin_of(pace, number) for number in range(first + 1, last + 1)])
    edges, numbers = [start], [first]
    for number, at in enumerate(begins, first + 1):
        if at <= edges[-1]:
            numbers[-1] = number
        elif at < end:
            edges.append(at)
            numbers.append(number)
        else:
            break
    return Turns((*edges, end), tuple(numbers))
