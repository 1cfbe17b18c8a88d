"""JSON from an untrusted source: each error is refused with its location."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

from ownercat.errors import UsageError
from ownercat.text import plural, shown

MAX_BYTES = 16 * 1024 * 1024
MAX_ITEMS = 10_000  # of one list
MAX_TEXT = 200  # characters of a value
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_YEARS = range(1970, 9999)


class Source(NamedTuple):
    """The name of a document in messages (``the reviews in x.json``), and the fix for errors in it."""

    name: str
    help: str


class JsonValue(NamedTuple):
    """A value and its location (``reviews[3].author``)."""

    value: Any
    place: str
    source: Source

    def refuse(self, what: str) -> NoReturn:
        """Raise ``UsageError`` with the location and the error as text."""
        raise UsageError(f"cannot use {self.source.name}: {self.place or 'the file'} {what}", self.source.help)

    def find(self, key: str) -> JsonValue | None:
        """Return the value of a key; ``None`` if it is missing or null."""
        if not isinstance(self.value, dict):
            self.refuse(f"must be a mapping, but is {shown(self.value, 40)}")
        value = self.value.get(key)
        return None if value is None else JsonValue(value, f"{self.place}.{key}".lstrip("."), self.source)

    def get(self, key: str) -> JsonValue:
        """Return the value of a required key."""
        found = self.find(key)
        return found if found is not None else self._missing(key)

    def _missing(self, key: str) -> NoReturn:
        JsonValue(None, f"{self.place}.{key}".lstrip("."), self.source).refuse("is missing")

    def items(self) -> Iterator[JsonValue]:
        """Return the values of a list."""
        if not isinstance(self.value, list):
            self.refuse(f"must be a list, but is {shown(self.value, 40)}")
        if len(self.value) > MAX_ITEMS:
            self.refuse(f"has {plural(len(self.value), 'value')}, the limit is {MAX_ITEMS:,}")
        return (JsonValue(value, f"{self.place}[{number}]", self.source) for number, value in enumerate(self.value))

    def read_text(self) -> str:
        """Return a text of at most ``MAX_TEXT`` characters."""
        if not isinstance(self.value, str):
            self.refuse(f"must be text, but is {shown(self.value, 40)}")
        if len(self.value) > MAX_TEXT:
            self.refuse(f"has {len(self.value):,} characters, the limit is {MAX_TEXT}")
        return str(self.value)

    def read_commit(self) -> str:
        """Return a full commit id; ``""`` if the code host no longer knows the commit."""
        found = self.read_text()
        if found and not _ID.fullmatch(found):
            self.refuse(f"must be a commit id, but is {shown(found, 40)}")
        return found

    def read_time(self) -> datetime:
        """Return a time with its UTC offset."""
        found = self.read_text()
        try:
            at = datetime.fromisoformat(found)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None or at.year not in _YEARS:
            self.refuse(f"must be a time such as 2026-10-02T09:14:00Z, but is {shown(found, 40)}")
        return at


def parse_json(data: bytes, source: Source) -> JsonValue:
    """Parse a document; raise ``UsageError`` if it is too large, is not JSON, or has a duplicate key."""
    whole = JsonValue(None, "", source)
    if len(data) > MAX_BYTES:
        whole.refuse(f"is larger than {MAX_BYTES // 1024 // 1024} MiB")
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_build_mapping, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        whole.refuse("is not UTF-8")
    except RecursionError:
        whole.refuse("is nested too deeply")
    except _Twice as error:
        whole.refuse(f"has a mapping with the duplicate key {shown(str(error), 40)}")
    except ValueError as error:  # JSONDecodeError, a number with too many digits, NaN
        whole.refuse(f"is not JSON: {shown(error)}")
    return JsonValue(value, "", source)


class _Twice(Exception):
    """A duplicate key in one mapping: parsers differ on which value counts."""


def _build_mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")
