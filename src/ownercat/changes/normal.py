"""Normalize values, so that two spellings of one value are equal.

Durations are whole seconds, numbers are integers if possible (``99.90`` is ``99.9``, ``7.0`` is ``7``), text has single
spaces, hours are minutes of the week, and references are the key of their entity.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ownercat.changes.values import Json
from ownercat.diagnostics import Place
from ownercat.model import Duration, Hours
from ownercat.model import parse_duration as parse
from ownercat.oncall.hours import format_hours
from ownercat.oncall.windows import covers_all, get_window_span, list_days
from ownercat.text import format_json, listed

_MINUTE, _DAY = 60, 1440  # seconds of a minute, minutes of a day
_WEEK = 7 * _DAY
ALWAYS = "24x7"


class NormalizedValue(NamedTuple):
    """A value in normal form, with its text for people (``said``) and its location."""

    value: Json
    said: str
    place: Place


Facts = dict[str, NormalizedValue]


def build_duration(length: Duration | None, place: Place) -> NormalizedValue | None:
    """Return a duration as a value; ``None`` if it is not stated."""
    return None if length is None else NormalizedValue(length.seconds, length.text, place)


def build_number(value: float | None, place: Place, unit: str = "") -> NormalizedValue | None:
    """Return a number as a value; ``unit`` follows the number in the text for people."""
    if value is None:
        return None
    return NormalizedValue(simplify_number(value), f"{value:.10g}{unit and f' {unit}'}", place)


def simplify_number(value: float) -> int | float:
    """Return a whole number as an integer, so that ``7`` and ``7.0`` are equal."""
    return int(value) if float(value).is_integer() else value


def build_text(value: str, place: Place) -> NormalizedValue | None:
    """Return a text as a value with single spaces; ``None`` if it is empty."""
    plain = " ".join(value.split())
    return NormalizedValue(plain, plain, place) if plain else None


def build_flag(value: bool, place: Place) -> NormalizedValue:
    """Return a boolean as a value."""
    return NormalizedValue(value, "yes" if value else "no", place)


def build_set(values: Iterable[str], place: Place) -> NormalizedValue | None:
    """Return words as a set without order; ``None`` if there are none."""
    items = sorted(set(values))
    return NormalizedValue([*items], listed(items), place) if items else None


def build_hours(window: Hours, place: Place) -> NormalizedValue:
    """Return a weekly window as a value."""
    return NormalizedValue(normalize_windows([window]), format_hours(window), place)


def normalize_windows(windows: Iterable[Hours]) -> Json:
    """Return weekly windows as minutes of the week (from Monday 00:00, local time) for each zone.

    ``24x7`` for always.
    """
    zones: dict[str, list[tuple[int, int]]] = {}
    for window in windows:
        if covers_all(window):
            return ALWAYS
        begin, length = get_window_span(window)
        for day in list_days(window):
            start = day * _DAY + begin // _MINUTE
            zones.setdefault(window.time_zone, []).extend(_wrap_week(start, start + length // _MINUTE))
    merged = {zone: _merge_spans(spans) for zone, spans in sorted(zones.items())}
    if any(spans == [[0, _WEEK]] for spans in merged.values()):
        return ALWAYS
    return {zone: [*spans] for zone, spans in merged.items()}


def _wrap_week(start: int, end: int) -> list[tuple[int, int]]:
    """Split a window that passes the end of the week: the rest is at the start of the week."""
    return [(start, end)] if end <= _WEEK else [(start, _WEEK), (0, end - _WEEK)]


def _merge_spans(spans: list[tuple[int, int]]) -> list[list[Json]]:
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [[*pair] for pair in merged]


def collect_leaves(value: Any, place: Place, name: str = "") -> Facts:
    """Collect the values of plain data by dotted name; a text that is a duration becomes a duration."""
    if isinstance(value, Mapping):
        values: Facts = {}
        for key, below in value.items():
            if str(key)[:2] != "x-":
                values |= collect_leaves(below, place.at(key), f"{name}.{key}" if name else str(key))
        return values
    fact = normalize_value(value, place)
    return {name: fact} if fact is not None else {}


def normalize_value(value: Any, place: Place) -> NormalizedValue | None:
    """Return a value of plain data in normal form; ``None`` if it is empty."""
    if isinstance(value, bool):
        return build_flag(value, place)
    if isinstance(value, str):
        return build_duration(parse(value), place) or build_text(value, place)
    if isinstance(value, int | float):
        return build_number(value, place)
    if isinstance(value, list) and value:  # the order of lists in plain data has no meaning
        below = [fact for item in value if (fact := normalize_value(item, place)) is not None]
        below.sort(key=lambda fact: format_json(fact.value))
        return NormalizedValue([fact.value for fact in below], listed(fact.said for fact in below), place)
    if isinstance(value, Mapping) and value:
        return _normalize_mapping(value, place)
    return None


def _normalize_mapping(value: Mapping[Any, Any], place: Place) -> NormalizedValue:
    own = {str(key): item for key, item in value.items() if str(key)[:2] != "x-"}
    below = {key: fact for key, item in own.items() if (fact := normalize_value(item, place)) is not None}
    text_for_people = listed(f"{key} {fact.said}" for key, fact in sorted(below.items()))
    return NormalizedValue({key: fact.value for key, fact in sorted(below.items())}, text_for_people, place)


def drop_missing(values: Mapping[str, NormalizedValue | None]) -> Facts:
    """Return the values that are stated."""
    return {name: fact for name, fact in values.items() if fact is not None}
