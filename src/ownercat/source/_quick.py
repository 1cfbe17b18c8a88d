"""The documents of a file in which nothing is remarkable; a gate before the composer, which looks closely.

Most files of a catalog hold plain ASCII scalars, lists and mappings, and are clean. For those this loop costs about
half of what the composer does. Whatever could lead to a fault (or to a decision) makes it give up, and the composer
reads the file again; a test holds the two to each other.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml import events as ev

from ownercat import scalars
from ownercat.source._compose import MAX_DEPTH, MAX_DOCUMENTS, MAX_SCALAR
from ownercat.source._yaml import parse

_OPEN = {ev.MappingStartEvent: dict, ev.SequenceStartEvent: list}
_CLOSE = frozenset({ev.MappingEndEvent, ev.SequenceEndEvent})


def quick(text: str) -> list[Any] | None:
    """Every document's data, or ``None`` when the file needs a close look."""
    # a text this short can break no limit on values or scalars; escapes and merge keys are for the composer
    if len(text) > MAX_SCALAR or not text.isascii() or "\\" in text or "<<" in text:
        return None
    try:
        return _documents(text)
    except yaml.YAMLError:
        return None


def _documents(text: str) -> list[Any] | None:
    event_after = parse(text).get_event
    resolve = scalars.resolve
    documents: list[Any] = []
    stack: list[tuple[Any, str | None]] = []
    inside: Any = None  # the open collection
    key: str | None = None  # the key that waits for its value there
    value: Any = None
    while True:
        event = event_after()
        kind = event.__class__
        if kind is ev.ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                return None
            value = event.value
            if event.implicit[0]:
                if not value:
                    return None
                value, elsewhere = resolve(value)
                if elsewhere:
                    return None
        elif kind in _OPEN:
            if event.tag is not None or event.anchor is not None or len(stack) >= MAX_DEPTH:
                return None
            stack.append((inside, key))
            inside, key = _OPEN[kind](), None
            continue
        elif kind in _CLOSE:
            value = inside
            inside, key = stack.pop()
        elif kind is ev.DocumentEndEvent:
            if value is None or len(documents) >= MAX_DOCUMENTS:
                return None
            documents.append(value)
            continue
        elif kind is ev.StreamEndEvent:
            return documents or None
        elif kind is ev.AliasEvent:
            return None
        else:
            continue
        if inside.__class__ is list:
            inside.append(value)
        elif key is not None:
            inside[key] = value
            key = None
        elif inside is not None:
            if value.__class__ is not str or value in inside:
                return None
            key = value
