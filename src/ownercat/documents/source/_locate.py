"""Find the positions of keys and values: read a document again, only for the locations of findings."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import yaml
from yaml import events as ev

from ownercat.diagnostics import Place, Position, Span
from ownercat.documents.source._text import Stop, Text, decode
from ownercat.documents.source._yaml import parse

_FIRST = Span(Position(1, 1), Position(1, 1))
_OPEN = (ev.MappingStartEvent, ev.SequenceStartEvent)
_CLOSE = (ev.MappingEndEvent, ev.SequenceEndEvent)


class Node(NamedTuple):
    """The offsets of a key or value in the parsed text, with its anchor and tag.

    ``end`` comes from libyaml: for a block collection, it is the start of the next token. ``last`` is the end of the
    text.
    """

    start: int
    end: int
    last: int
    style: Literal["scalar", "alias", "flow", "block"]


_NOWHERE = Node(0, 0, 0, "scalar")


class _Wanted:
    """A trie of the requested key paths with their positions."""

    __slots__ = ("below", "key", "value")

    def __init__(self) -> None:
        self.below: dict[Any, _Wanted] = {}
        self.key: Node | None = None
        self.value: Node | None = None


class _Level:
    """An open collection: the requested paths below it, the current key, and the item number."""

    __slots__ = ("index", "is_map", "key", "key_node", "start", "style", "wanted")

    def __init__(self, is_map: bool, wanted: _Wanted | None, event: Any) -> None:
        self.is_map = is_map
        self.wanted = wanted
        self.start: int = event.start_mark.index
        self.style: Literal["flow", "block"] = "flow" if event.flow_style else "block"
        self.index = 0
        self.key: str | None = None
        self.key_node = _NOWHERE


def locate(data: bytes, wanted: Iterable[Place]) -> Mapping[Place, Span]:
    """Return the spans of locations in one file; a missing key path gets the span of its nearest ancestor."""
    places = list(wanted)
    roots, text = _search(data, places)

    def span(place: Place) -> Span:
        node = _find_nearest(roots[place.document], place)
        return text.span(node.start, node.end) if text and node else _FIRST

    return {place: place.span or span(place) for place in places}


def nodes(data: bytes, wanted: Iterable[Place]) -> Mapping[Place, Node]:
    """Return the nodes of locations in one file, without missing ones; inside an alias, the node is the alias."""
    places = [place for place in wanted if place.span is None]
    roots, _ = _search(data, places)
    exact = {place: _find_exact(roots[place.document], place) for place in places}
    return {place: node for place, node in exact.items() if node}


def _search(data: bytes, places: list[Place]) -> tuple[dict[int, _Wanted], Text | None]:
    """Return the requested positions, and the text; ``None`` instead of the text if the file cannot be decoded."""
    roots: dict[int, _Wanted] = {}
    for place in places:
        if place.span is None:
            node = roots.setdefault(place.document, _Wanted())
            for key in place.pointer:
                node = node.below.setdefault(key, _Wanted())
    return roots, _walk(places[0].path, data, roots) if roots else None


def _find_nearest(root: _Wanted, place: Place) -> Node | None:
    best = root.value
    node = root
    for depth, key in enumerate(place.pointer):
        node = node.below[key]
        last = depth == len(place.pointer) - 1
        position = node.key if last and place.on == "key" else node.value
        best = position or node.key or best
        if node.value is None:
            break
    return best


def _find_exact(root: _Wanted, place: Place) -> Node | None:
    node = root
    for key in place.pointer:
        if node.value is None or node.value.style == "alias":
            break
        node = node.below[key]
    else:
        return node.key if place.on == "key" else node.value
    return node.value


def _walk(path: str, data: bytes, roots: Mapping[int, _Wanted]) -> Text | None:
    try:
        text = decode(path, data)
    except Stop:
        return None
    try:
        _Walk(text.text, roots).run()
    except yaml.YAMLError:
        return text  # the positions before the error are valid
    return text


class _Walk:
    """One pass over the events of a file, following the trie."""

    def __init__(self, text: str, roots: Mapping[int, _Wanted]) -> None:
        self.text = text
        self.roots = roots
        self.document = -1
        self.left = len(roots)
        self.last = 0  # the end of the text up to the current event
        self.stack: list[_Level] = []

    def run(self) -> None:
        """Read until every requested document is complete."""
        parser = parse(self.text)
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
        self.stack.append(_Level(is_map, self.child(), event))

    def close(self, event: Any) -> None:
        level = self.stack.pop()
        end = event.end_mark.index
        if level.style == "flow":
            self.last = end
        if level.wanted is not None and level.wanted.value is None:
            level.wanted.value = Node(level.start, end, self.last, level.style)
        self.done()

    def leaf(self, event: Any) -> None:
        level = self.stack[-1] if self.stack else None
        start, end = event.start_mark.index, event.end_mark.index
        node = Node(start, end, end, "alias" if event.__class__ is ev.AliasEvent else "scalar")
        self.last = end
        if level is not None and level.is_map and level.key is None:
            level.key = event.value if event.__class__ is ev.ScalarEvent else ""
            level.key_node = node
            return
        wanted = self.child()
        if wanted is not None and wanted.value is None:
            wanted.value = node
        self.done()

    def child(self) -> _Wanted | None:
        """Return the requested paths at the node that starts now; a repeated key keeps its first position."""
        if not self.stack:
            return self.roots.get(self.document)
        level = self.stack[-1]
        if level.wanted is None:
            return None
        wanted = level.wanted.below.get(level.key if level.is_map else level.index)
        if wanted is not None and level.is_map and wanted.key is None:
            wanted.key = level.key_node
        return wanted

    def done(self) -> None:
        """Advance in the enclosing collection, after a value or after a collection used as a key."""
        if not self.stack:
            return
        level = self.stack[-1]
        if not level.is_map:
            level.index += 1
        else:
            level.key = "" if level.key is None else None
