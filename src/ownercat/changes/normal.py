"""Values in normal form: two spellings of one value are equal, whoever wrote them and wherever they stand.

Durations are whole seconds, numbers are whole where they can be (``99.90`` is ``99.9``, ``7.0`` is ``7``), text is
without needless space, hours are minutes of the week, references are the key of what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ownercat.changes.values import Json
from ownercat.diagnostics import Place
from ownercat.model import Duration, Hours
from ownercat.model import duration as parse
from ownercat.oncall.hours import told
from ownercat.oncall.windows import covers_all, days_of, span_of
from ownercat.text import as_json, listed

_MINUTE, _DAY = 60, 1440  # seconds of a minute, minutes of a day
_WEEK = 7 * _DAY
ALWAYS = "24x7"


class NormalizedValue(NamedTuple):
    """One stated value: its normal form, how people write it, and where it stands."""

    value: Json
    said: str
    place: Place


Facts = dict[str, NormalizedValue]


def seconds(length: Duration | None, place: Place) -> NormalizedValue | None:
    """A length of time."""
    return None if length is None else NormalizedValue(length.seconds, length.text, place)


def number(value: float | None, place: Place, unit: str = "") -> NormalizedValue | None:
    """A number; ``unit`` follows it where people read it."""
    if value is None:
        return None
    return NormalizedValue(whole(value), f"{value:.10g}{unit and f' {unit}'}", place)


def whole(value: float) -> int | float:
    """An integer where the number is one, so that ``7`` and ``7.0`` have one form."""
    return int(value) if float(value).is_integer() else value


def text(value: str, place: Place) -> NormalizedValue | None:
    """A text, however it was wrapped."""
    plain = " ".join(value.split())
    return NormalizedValue(plain, plain, place) if plain else None


def flag(value: bool, place: Place) -> NormalizedValue:
    """Whether something holds."""
    return NormalizedValue(value, "yes" if value else "no", place)


def words(values: Iterable[str], place: Place) -> NormalizedValue | None:
    """A set of words: their order says nothing."""
    found = sorted(set(values))
    return NormalizedValue([*found], listed(found), place) if found else None


def hours(window: Hours, place: Place) -> NormalizedValue:
    """A weekly window."""
    return NormalizedValue(week([window]), told(window), place)


def week(windows: Iterable[Hours]) -> Json:
    """Weekly windows as minutes of the week (from Monday 00:00, local time) for each zone; ``24x7`` for always."""
    zones: dict[str, list[tuple[int, int]]] = {}
    for window in windows:
        if covers_all(window):
            return ALWAYS
        begin, length = span_of(window)
        for day in days_of(window):
            start = day * _DAY + begin // _MINUTE
            zones.setdefault(window.time_zone, []).extend(_wrapped(start, start + length // _MINUTE))
    merged = {zone: _merged(spans) for zone, spans in sorted(zones.items())}
    if any(spans == [[0, _WEEK]] for spans in merged.values()):
        return ALWAYS
    return {zone: [*spans] for zone, spans in merged.items()}


def _wrapped(start: int, end: int) -> list[tuple[int, int]]:
    """What runs over the end of the week goes on at its beginning."""
    return [(start, end)] if end <= _WEEK else [(start, _WEEK), (0, end - _WEEK)]


def _merged(spans: list[tuple[int, int]]) -> list[list[Json]]:
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [[*pair] for pair in found]


def leaves(value: Any, place: Place, name: str = "") -> Facts:
    """The values of plain data by dotted name; text that is a length of time becomes one."""
    if isinstance(value, Mapping):
        found: Facts = {}
        for key, below in value.items():
            if str(key)[:2] != "x-":
                found |= leaves(below, place.at(key), f"{name}.{key}" if name else str(key))
        return found
    fact = plain(value, place)
    return {name: fact} if fact is not None else {}


def plain(value: Any, place: Place) -> NormalizedValue | None:
    """A value of plain data; ``None`` where it says nothing."""
    if isinstance(value, bool):
        return flag(value, place)
    if isinstance(value, str):
        return seconds(parse(value), place) or text(value, place)
    if isinstance(value, int | float):
        return number(value, place)
    if isinstance(value, list) and value:  # the lists of a catalog's plain data are sets
        below = [fact for item in value if (fact := plain(item, place)) is not None]
        below.sort(key=lambda fact: as_json(fact.value))
        return NormalizedValue([fact.value for fact in below], listed(fact.said for fact in below), place)
    if isinstance(value, Mapping) and value:
        return _mapping(value, place)
    return None


def _mapping(value: Mapping[Any, Any], place: Place) -> NormalizedValue:
    own = {str(key): item for key, item in value.items() if str(key)[:2] != "x-"}
    below = {key: fact for key, item in own.items() if (fact := plain(item, place)) is not None}
    said = listed(f"{key} {fact.said}" for key, fact in sorted(below.items()))
    return NormalizedValue({key: fact.value for key, fact in sorted(below.items())}, said, place)


def stated(found: Mapping[str, NormalizedValue | None]) -> Facts:
    """Only what is stated."""
    return {name: fact for name, fact in found.items() if fact is not None}
