"""Compute when the turns of a layer begin: handoffs in local time, counted from turn 0.

Turn 0 begins at the first handoff at or after ``from``. A handoff keeps its local time across daylight saving: turns
are counted in local time, not in elapsed seconds. Without ``handoff.at``, the time of ``from`` counts; without
``handoff.day``, any day. ``advance: activeDays`` stops the count on days on which no window of the layer starts. Turns
of whole weeks are not affected, because every week has the same windows.
"""

from functools import lru_cache
from typing import NamedTuple

from ownercat.model import Layer
from ownercat.oncall.clock import DAY, DAYS, MONDAY, WEEK, get_offsets, parse_clock, resolve_wall, to_local, to_utc_each
from ownercat.oncall.windows import list_days

_UNANCHORED = "2024-01-01"  # a Monday; the count needs a start even if `from` is missing (ROT005)


class TurnSequence(NamedTuple):
    """The turns of a layer: turn 0 begins at ``anchor`` in local time; each takes ``every`` seconds, of ``days`` only
    if set.

    ``first``: no turn comes before turn 0, which then begins as early as the layer does.
    """

    anchor: int
    every: int
    days: tuple[int, ...]
    first: bool


class Turns(NamedTuple):
    """Turn ``numbers[i]`` from ``edges[i]`` up to ``edges[i + 1]``; empty turns are left out."""

    edges: tuple[int, ...]
    numbers: tuple[int, ...]


def is_anchored(layer: Layer) -> bool:
    """Return whether the file states whose turn it is: it has a start, or fewer than two different members."""
    return bool(layer.start) or len({ref.name if ref else None for ref in layer.members}) < 2


def build_sequence(layer: Layer, timeless: bool) -> TurnSequence | None:
    """Return the turns of a layer; ``None`` if the first member is always on call."""
    every = layer.turn.every.seconds if layer.turn and layer.turn.every else 0
    if every <= 0 or len(layer.members) < 2:
        return None
    since = resolve_wall(layer.start, layer.time_zone)
    days = _list_counted_days(layer, every)
    anchor = _find_anchor(layer, since, days)
    return TurnSequence(anchor, every, days, since is not None and not timeless)


def _list_counted_days(layer: Layer, every: int) -> tuple[int, ...]:
    """Return the days that count; empty if all do."""
    if layer.advance != "activeDays" or not layer.windows or every % WEEK == 0:
        return ()
    days = tuple(sorted({day for window in layer.windows for day in list_days(window)}))
    return days if len(days) < 7 else ()


def _find_anchor(layer: Layer, since: int | None, days: tuple[int, ...]) -> int:
    """Return the first handoff at or after ``from``, in local time, on a day that counts."""
    start = since if since is not None else resolve_wall(_UNANCHORED, layer.time_zone) or 0
    at = parse_clock(layer.turn.at) if layer.turn else None
    anchor = start // DAY * DAY + (start % DAY if at is None else at)
    if anchor < start:
        anchor += DAY
    if layer.turn and layer.turn.day in DAYS:
        anchor += (DAYS.index(layer.turn.day) - _get_weekday(anchor)) % 7 * DAY
    while days and _get_weekday(anchor) not in days:
        anchor += DAY
    return anchor


def _get_weekday(wall: int) -> int:
    return (wall - MONDAY) // DAY % 7


def get_turn_number(pace: TurnSequence, wall: int) -> int:
    """Return the number of the turn at a local time."""
    if not pace.days:
        number = (wall - pace.anchor) // pace.every
    else:
        gone = _count_active_seconds(pace.days, wall) - _count_active_seconds(pace.days, pace.anchor)
        # the count stops between active days: the current turn continues, even if the next one is due
        number = (gone if _get_weekday(wall) in pace.days else gone - 1) // pace.every
    return max(number, 0) if pace.first else number


def get_turn_start(pace: TurnSequence, number: int) -> int:
    """Return the local time at which a turn begins."""
    if not pace.days:
        return pace.anchor + number * pace.every
    active = _count_active_seconds(pace.days, pace.anchor) + number * pace.every
    weeks, rest = divmod(active, len(pace.days) * DAY)
    day, second = divmod(rest, DAY)
    return MONDAY + weeks * WEEK + pace.days[day] * DAY + second


def _count_active_seconds(days: tuple[int, ...], wall: int) -> int:
    """Return the seconds of the counted days from an early Monday to a local time."""
    weeks, rest = divmod(wall - MONDAY, WEEK)
    day, second = divmod(rest, DAY)
    before = sum(each < day for each in days)
    return (weeks * len(days) + before) * DAY + (second if day in days else 0)


@lru_cache(maxsize=1024)
def list_turns(pace: TurnSequence, zone: str, start: int, end: int) -> Turns:
    """Return the turns from ``start`` to ``end`` (UTC)."""
    table = get_offsets(zone, start, end)
    first = get_turn_number(pace, to_local(table, start))
    last = get_turn_number(
        pace, to_local(table, end) + DAY
    )  # the wall time may be later before `end` than at `end`, if the clocks go back
    begins = to_utc_each(table, [get_turn_start(pace, number) for number in range(first + 1, last + 1)])
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
