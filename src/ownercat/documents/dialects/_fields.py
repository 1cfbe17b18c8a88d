"""Typed access to one mapping of a document: a field of a wrong type is absent (the schema reports the type).

All references are collected with their locations, so that no entity omits one. Every document passes through this
module, so the code avoids the cost of class constructors.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from ownercat.diagnostics import Key, Place, Pointer
from ownercat.model import ALWAYS, EMPTY, Duration, Hours, Ref, parse_duration, parse_ref

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UTC = "UTC"
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = {day: number for number, day in enumerate(DAYS)}
_MOST = 10**9  # no count in a catalog is larger
_pointers: dict[Pointer, Pointer] = {}  # each key path once, because documents repeat them
_MOST_POINTERS = 20_000
_new = tuple.__new__  # a third faster than calling the class of a NamedTuple, which counts at a hundred thousand calls


class Fields(NamedTuple):
    """One mapping with its location, and the references of its document so far."""

    data: Mapping[str, Any]
    place: Place
    refs: list[Ref]

    def text(self, key: str, default: str = "") -> str:
        """Return a text that is not empty."""
        value = self.data.get(key)
        return value if value and value.__class__ is str else default

    def flag(self, key: str, default: bool = False) -> bool:
        """Return a boolean."""
        value = self.data.get(key)
        return value if value.__class__ is bool else default

    def number(self, key: str) -> float | None:
        """Return a finite number."""
        value = self.data.get(key)
        if value.__class__ is int:
            return float(value) if -(10**300) < value < 10**300 else None
        return value if value.__class__ is float and math.isfinite(value) else None

    def whole(self, key: str, default: int) -> int:
        """Return a whole number, within a limit."""
        value = self.number(key)
        return int(value) if value is not None and value.is_integer() and abs(value) <= _MOST else default

    def duration(self, key: str) -> Duration | None:
        """Return a duration above zero."""
        value = self.data.get(key)
        if value.__class__ is not str:
            return None
        delay = parse_duration(value)
        return delay if delay and delay.seconds else None

    def delay(self, key: str) -> Duration | None:
        """Return a duration that may be zero."""
        value = self.data.get(key)
        return parse_duration(value) if value.__class__ is str else None

    def date(self, key: str) -> date | None:
        """Return a calendar day."""
        value = self.data.get(key)
        if value.__class__ is not str or len(value) != len("2026-09-01"):
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None

    def instant(self, key: str) -> datetime | None:
        """Return a time with its UTC offset."""
        value = self.data.get(key)
        if value.__class__ is not str or value[10:11] != "T":
            return None
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            return None
        return instant if instant.tzinfo else None

    def clock(self, key: str) -> str:
        """Return a time of day, or ``""``."""
        value = self.data.get(key)
        return value if value.__class__ is str and _CLOCK.fullmatch(value) else ""

    def items(self, key: str) -> list[Any]:
        """Return a list with items of any type."""
        value = self.data.get(key)
        return value if value.__class__ is list else []

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        value = self.data.get(key)
        return tuple([item for item in value if item.__class__ is str]) if value.__class__ is list else ()

    def channels(self, key: str) -> tuple[str, ...]:
        """Return the channel ids of a list, without the prefix ``channel:``."""
        return tuple([item.removeprefix("channel:") for item in self.texts(key)])

    def table(self, key: str) -> Mapping[str, str]:
        """Return a mapping from text to text, without ``x-`` keys."""
        value = self.data.get(key)
        if value.__class__ is not dict:
            return EMPTY
        return {k: v for k, v in value.items() if v.__class__ is str and k.__class__ is str and k[:2] != "x-"}

    def below(self, key: str) -> "Fields | None":
        """Return the mapping under a key."""
        value = self.data.get(key)
        return _new(Fields, (value, self.at(key), self.refs)) if value.__class__ is dict else None

    def each(self, key: str) -> Iterator["Fields"]:
        """Yield the mappings of a list."""
        (path, document, pointer), refs = self.place[:3], self.refs
        for number, value in enumerate(self.items(key)):
            if value.__class__ is dict:
                place = _new(Place, (path, document, _share((*pointer, key, number)), "value", None))
                yield _new(Fields, (value, place, refs))

    def pairs(self, key: str) -> Iterator[tuple[str, "Fields"]]:
        """Yield the mappings of a mapping, with their keys."""
        value = self.data.get(key)
        for name, below in value.items() if value.__class__ is dict else ():
            if below.__class__ is dict and name.__class__ is str and name[:2] != "x-":
                yield name, Fields(below, self.at(key, name), self.refs)

    def at(self, *keys: Key) -> Place:
        """Return a location below this one."""
        path, document, pointer, _, _ = self.place
        return _new(Place, (path, document, _share(pointer + keys), "value", None))

    def ref(self, key: str, kinds: tuple[str, ...], what: str) -> Ref | None:
        """Return a reference."""
        value = self.data.get(key)
        return self.noted(value, kinds, what, key) if value and value.__class__ is str else None

    def references(self, key: str, kinds: tuple[str, ...], what: str) -> tuple[Ref, ...]:
        """Return the references of a list."""
        return tuple(
            [
                self.noted(value, kinds, what, key, number)
                for number, value in enumerate(self.items(key))
                if value and value.__class__ is str
            ]
        )

    def noted(self, written: str, kinds: tuple[str, ...], what: str, *keys: Key) -> Ref:
        """Build a reference from its text and append it to ``refs``."""
        path, document, pointer, _, _ = self.place
        ref = parse_ref(written, kinds, _new(Place, (path, document, _share(pointer + keys), "value", None)), what)
        self.refs.append(ref)
        return ref


def _share(pointer: Pointer) -> Pointer:
    if len(_pointers) >= _MOST_POINTERS:
        _pointers.clear()
    return _pointers.setdefault(pointer, pointer)


def hours(fields: Fields, key: str) -> Hours:
    """Return a weekly window, or ``ALWAYS`` if the key is missing."""
    below = fields.below(key)
    return window(below, UTC) if below else ALWAYS


def window(fields: Fields, time_zone: str) -> Hours:
    """Return a weekly window. An end that is not after the start is on the next day, so ``24:00`` becomes ``00:00``."""
    zone = fields.text("timeZone", time_zone)
    return Hours(False, zone, _list_days(fields), fields.clock("from") or "00:00", fields.clock("to") or "00:00")


def _list_days(fields: Fields) -> tuple[str, ...]:
    """Return the days in week order; all days without ``days``. ``fri-mon`` includes the weekend."""
    if "days" not in fields.data:
        return DAYS
    days: set[str] = set()
    for item in fields.texts("days"):
        first, _, last = item.partition("-")
        if first in _NUMBER and (last or first) in _NUMBER:
            begin, end = _NUMBER[first], _NUMBER[last or first]
            days.update(DAYS[(begin + step) % 7] for step in range((end - begin) % 7 + 1))
    return tuple(day for day in DAYS if day in days)
