"""The documents of a file in which nothing is remarkable; a gate before the composer, which looks closely.

Most files of a catalog hold plain ASCII scalars, lists and mappings, and are clean. For those this costs half of what
the composer does, and little more than libyaml's events themselves. Whatever could lead to a fault (or to a decision)
makes it give up, and the composer reads the file again; a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ownercat.documents import scalars
from ownercat.documents.source._compose import MAX_DEPTH, MAX_DOCUMENTS, MAX_SCALAR
from ownercat.documents.source._yaml import parse

_MOST = 20_000  # plain scalars that are remembered
_NEW = object()
_OPEN = (MappingStartEvent, SequenceStartEvent)

_plain: dict[str, Any] = {}

Next = Callable[[], Any]


class _Remarkable(Exception):
    """Something that the composer has to look at."""


def quick(text: str) -> list[Any] | None:
    """Every document's data, or ``None`` when the file needs a close look."""
    # a text this short can break no limit on values or scalars; escapes and merge keys are for the composer
    if len(text) > MAX_SCALAR or not text.isascii() or "\\" in text or "<<" in text:
        return None
    try:
        return _documents(parse(text).get_event)
    except (yaml.YAMLError, _Remarkable):
        return None


def _documents(following: Next) -> list[Any] | None:
    documents: list[Any] = []
    while True:
        event = following()
        if event.__class__ is DocumentStartEvent:
            if len(documents) >= MAX_DOCUMENTS:
                return None
            documents.append(_collection(following(), following, 0))
            following()  # the document's end
        elif event.__class__ is StreamEndEvent:
            return documents or None


def _collection(event: Any, following: Next, depth: int) -> Any:
    """The mapping or list that an event opens; a document that is anything else is remarkable."""
    if depth >= MAX_DEPTH or event.__class__ not in _OPEN or event.tag is not None or event.anchor is not None:
        raise _Remarkable
    return _mapping(following, depth + 1) if event.__class__ is MappingStartEvent else _sequence(following, depth + 1)


# The two loops look a plain scalar up themselves: a call for each of them would cost more than all the rest.
def _mapping(following: Next, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = _plain.get
    while True:
        event = following()
        if event.__class__ is MappingEndEvent:
            return found
        if event.__class__ is not ScalarEvent:
            raise _Remarkable
        plain = event.implicit[0] and event.tag is None and event.anchor is None
        key = known(event.value, _NEW) if plain else _NEW
        if key is _NEW:
            key = _value(event)
        if key.__class__ is not str or key in found:
            raise _Remarkable
        event = following()
        if event.__class__ is ScalarEvent:
            plain = event.implicit[0] and event.tag is None and event.anchor is None
            value = known(event.value, _NEW) if plain else _NEW
            found[key] = _value(event) if value is _NEW else value
        else:
            found[key] = _collection(event, following, depth)


def _sequence(following: Next, depth: int) -> list[Any]:
    found: list[Any] = []
    known = _plain.get
    while True:
        event = following()
        if event.__class__ is ScalarEvent:
            plain = event.implicit[0] and event.tag is None and event.anchor is None
            value = known(event.value, _NEW) if plain else _NEW
            found.append(_value(event) if value is _NEW else value)
        elif event.__class__ is SequenceEndEvent:
            return found
        else:
            found.append(_collection(event, following, depth))


def _value(event: Any) -> Any:
    """A scalar's value. What a plain one means is remembered, because catalogs repeat themselves."""
    if event.tag is not None or event.anchor is not None:
        raise _Remarkable
    text = event.value
    if not event.implicit[0]:
        return text
    value, elsewhere = scalars.resolve(text) if text else (None, "nothing")
    if elsewhere:
        raise _Remarkable
    if len(_plain) >= _MOST:
        _plain.clear()
    _plain[text] = value
    return value
