"""Read simple files fast, and leave all others to the composer.

Most files of a catalog contain only plain ASCII scalars, lists and mappings, and have no fault. For these files, this
module needs half the time of the composer. If a file could have a fault, this module returns nothing and the composer
reads the file. A test compares the results of both.
"""

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

_MOST = 20_000  # plain scalars in the cache
_NEW = object()
_OPEN = (MappingStartEvent, SequenceStartEvent)

_plain: dict[str, Any] = {}

Next = Callable[[], Any]


class _Remarkable(Exception):
    """The composer must read this file."""


def quick(text: str) -> list[Any] | None:
    """Return the data of every document, or ``None`` if the composer must read the file."""
    # a short text cannot exceed a limit on values or scalars; the composer handles escapes and merge keys
    if len(text) > MAX_SCALAR or not text.isascii() or "\\" in text or "<<" in text:
        return None
    try:
        return _build_documents(parse(text).get_event)
    except (yaml.YAMLError, _Remarkable):
        return None


def _build_documents(following: Next) -> list[Any] | None:
    documents: list[Any] = []
    while True:
        event = following()
        if event.__class__ is DocumentStartEvent:
            if len(documents) >= MAX_DOCUMENTS:
                return None
            documents.append(_build_collection(following(), following, 0))
            following()  # the document's end
        elif event.__class__ is StreamEndEvent:
            return documents or None


def _build_collection(event: Any, following: Next, depth: int) -> Any:
    """Return the mapping or list that an event opens; raise ``_Remarkable`` for anything else."""
    if depth >= MAX_DEPTH or event.__class__ not in _OPEN or event.tag is not None or event.anchor is not None:
        raise _Remarkable
    build = _build_mapping if event.__class__ is MappingStartEvent else _build_sequence
    return build(following, depth + 1)


# The two loops look up plain scalars inline: one call per scalar would cost more than the rest of the loop.
def _build_mapping(following: Next, depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    known = _plain.get
    while True:
        event = following()
        if event.__class__ is MappingEndEvent:
            return result
        if event.__class__ is not ScalarEvent:
            raise _Remarkable
        plain = event.implicit[0] and event.tag is None and event.anchor is None
        key = known(event.value, _NEW) if plain else _NEW
        if key is _NEW:
            key = _resolve_value(event)
        if key.__class__ is not str or key in result:
            raise _Remarkable
        event = following()
        if event.__class__ is ScalarEvent:
            plain = event.implicit[0] and event.tag is None and event.anchor is None
            value = known(event.value, _NEW) if plain else _NEW
            result[key] = _resolve_value(event) if value is _NEW else value
        else:
            result[key] = _build_collection(event, following, depth)


def _build_sequence(following: Next, depth: int) -> list[Any]:
    result: list[Any] = []
    known = _plain.get
    while True:
        event = following()
        if event.__class__ is ScalarEvent:
            plain = event.implicit[0] and event.tag is None and event.anchor is None
            value = known(event.value, _NEW) if plain else _NEW
            result.append(_resolve_value(event) if value is _NEW else value)
        elif event.__class__ is SequenceEndEvent:
            return result
        else:
            result.append(_build_collection(event, following, depth))


def _resolve_value(event: Any) -> Any:
    """Return the value of a scalar. Plain ones are cached, because catalogs repeat values."""
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
