"""Where keys and values stand: one document is read again, and only for the places that a finding names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from yaml import events as ev

from ownercat.diagnostics import Place, Position, Span
from ownercat.source._text import Stop, Text, decode
from ownercat.source._yaml import parse

_FIRST = Span(Position(1, 1), Position(1, 1))
_OPEN = (ev.MappingStartEvent, ev.SequenceStartEvent)
_CLOSE = (ev.MappingEndEvent, ev.SequenceEndEvent)


class _Wanted:
    """A trie of the key paths asked for, and the spans found on the way."""

    __slots__ = ("below", "key", "value")

    def __init__(self) -> None:
        self.below: dict[Any, _Wanted] = {}
        self.key: Span | None = None
        self.value: Span | None = None


class _Level:
    """An open collection of the walk: what is wanted below it, the key that is due, the item number."""

    __slots__ = ("index", "is_map", "key", "key_span", "start", "wanted")

    def __init__(self, is_map: bool, wanted: _Wanted | None, start: int) -> None:
        self.is_map = is_map
        self.wanted = wanted
        self.start = start
        self.index = 0
        self.key: str | None = None
        self.key_span: tuple[int, int] = (0, 0)


def locate(data: bytes, wanted: Iterable[Place]) -> Mapping[Place, Span]:
    """The spans of places in one file; a pointer that is not there gives its nearest ancestor."""
    places = list(wanted)
    roots: dict[int, _Wanted] = {}
    for place in places:
        if place.span is None:
            node = roots.setdefault(place.document, _Wanted())
            for key in place.pointer:
                node = node.below.setdefault(key, _Wanted())
    if roots:
        _walk(places[0].path, data, roots)
    return {place: place.span or _found(roots[place.document], place) for place in places}


def _found(root: _Wanted, place: Place) -> Span:
    best = root.value or _FIRST
    node = root
    for depth, key in enumerate(place.pointer):
        node = node.below[key]
        last = depth == len(place.pointer) - 1
        span = node.key if last and place.on == "key" else node.value
        best = span or node.key or best
        if node.value is None:
            break
    return best


def _walk(path: str, data: bytes, roots: Mapping[int, _Wanted]) -> None:
    try:
        text = decode(path, data)
        _Walk(text, roots).run()
    except (Stop, yaml.YAMLError):
        return  # what was found before the fault stands


class _Walk:
    """One pass over a file's events, following the trie."""

    def __init__(self, text: Text, roots: Mapping[int, _Wanted]) -> None:
        self.text = text
        self.roots = roots
        self.document = -1
        self.left = len(roots)
        self.stack: list[_Level] = []

    def run(self) -> None:
        """Read until every wanted document has been seen."""
        parser = parse(self.text.text)
        while True:
            event = parser.get_event()
            kind = event.__class__
            if event is None or kind is ev.StreamEndEvent:
                return
            if kind in _OPEN:
                self.open(event, kind is ev.MappingStartEvent)
            elif kind in _CLOSE:
                self.close(event)
            elif kind is ev.ScalarEvent or kind is ev.AliasEvent:
                self.leaf(event)
            elif kind is ev.DocumentStartEvent:
                self.document += 1
            elif kind is ev.DocumentEndEvent and self.document in self.roots:
                self.left -= 1
                if not self.left:
                    return

    def open(self, event: Any, is_map: bool) -> None:
        self.stack.append(_Level(is_map, self.child(), event.start_mark.index))

    def close(self, event: Any) -> None:
        level = self.stack.pop()
        if level.wanted is not None and level.wanted.value is None:
            level.wanted.value = self.text.span(level.start, event.end_mark.index)
        self.done(event, key=False)

    def leaf(self, event: Any) -> None:
        level = self.stack[-1] if self.stack else None
        if level is not None and level.is_map and level.key is None:
            self.done(event, key=True)
            return
        wanted = self.child()
        if wanted is not None and wanted.value is None:
            wanted.value = self.text.span(event.start_mark.index, event.end_mark.index)
        self.done(event, key=False)

    def child(self) -> _Wanted | None:
        """What is wanted at the node that starts now; a key that was seen before keeps its first place."""
        if not self.stack:
            return self.roots.get(self.document)
        level = self.stack[-1]
        if level.wanted is None:
            return None
        wanted = level.wanted.below.get(level.key if level.is_map else level.index)
        if wanted is not None and level.is_map and wanted.key is None:
            wanted.key = self.text.span(*level.key_span)
        return wanted

    def done(self, event: Any, key: bool) -> None:
        """Move on inside the enclosing collection."""
        if not self.stack:
            return
        level = self.stack[-1]
        if not level.is_map:
            level.index += 1
        elif key:
            level.key = event.value if event.__class__ is ev.ScalarEvent else ""
            level.key_span = (event.start_mark.index, event.end_mark.index)
        elif level.key is None:
            level.key = ""  # a collection as key
        else:
            level.key = None
