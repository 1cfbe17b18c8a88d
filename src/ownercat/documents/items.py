"""Cut a file into the items of its lists by text, so that an item that is equal in two versions is parsed once.

Each item is parsed alone before it is trusted. An item that reads alone ends where it seems to end, so the items of a
file are the items of its lists. Anchors, several documents, a list in braces and everything else that reaches over the
end of an item make the file one whole: ``cut`` returns ``None``, and the file is parsed in the usual way.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ownercat.diagnostics import Pointer
from ownercat.documents import dialects, source
from ownercat.model import Entity

# the rest of a line without a value, and a line of its own; another character could end the line
_END, _LINE = rb" *(?: #[ -~]*)?\r?\n", rb" *(?:#[ -~]*)?\r?\n"
_PREAMBLE = re.compile(rb"(?:---%s)?(?:%s)*" % (_END, _LINE))
_START = re.compile(rb"\w+:%s(?:%s)*(?P<dash> *- )" % (_END, _LINE))
_ANCHOR = re.compile(rb"(?:^|[\s,\[{:-])[&*]\w")
_MOST_BYTES = 200_000  # a longer file could exceed the limit on values, which only the whole file shows
_MISSING = object()


class Piece(NamedTuple):
    """A part of a file: an item of the list ``section``, or the lines before the first item of a list (``""``)."""

    section: str
    text: bytes


NumberedItem = tuple[int, Piece]  # an item with its number in its list
_NumberedPiece = tuple[str, int, Piece]  # the same with the path of the file


class ItemReader:
    """A reader of the versions of files whose format has independent items. It lives for one run."""

    def __init__(self, formats: Iterable[str]) -> None:
        self._formats = {name: dialects.load(name) for name in formats}
        self._known: dict[Piece, tuple[Piece, Any]] = {}  # one copy of each piece, with the value of its item
        self._entities: dict[_NumberedPiece, list[Entity]] = {}

    def cut(self, path: str, data: bytes) -> tuple[Piece, ...] | None:
        """Return the pieces of a file, equal ones as one value; ``None`` if the file must be read as a whole."""
        format = self._find_format(path, data)
        if format is None or not format.dialect.lists or len(data) > _MOST_BYTES:
            return None
        known = [self._learn(piece) for piece in _split(data, format.dialect.lists)]
        return tuple(piece for piece, _ in known) if known and all(item is not _MISSING for _, item in known) else None

    def build(self, path: str, data: bytes, chosen: Sequence[NumberedItem], paths: frozenset[str]) -> list[Entity]:
        """Return the entities of some items of a file that was cut, each as if the whole file was read."""
        missing = [(number, piece) for number, piece in chosen if (path, number, piece) not in self._entities]
        if missing:
            self._read(path, data, missing, paths)
        return [entity for number, piece in chosen for entity in self._entities[path, number, piece]]

    def _read(self, path: str, data: bytes, items: Sequence[NumberedItem], paths: frozenset[str]) -> None:
        """Read items at their numbers; nothing stands for the items between them."""
        sections: dict[str, list[Any]] = {}
        for number, piece in items:
            values = sections.setdefault(piece.section, [])
            values += [None] * (number - len(values))
            values.append(self._known[piece][1])
        format = self._find_format(path, data)
        found: dict[Pointer, list[Entity]] = {}
        for item in format.read([source.Document(path, 0, sections)], paths) if format else ():
            if isinstance(item, Entity):
                found.setdefault(item.at.pointer[:2], []).append(item)
        for number, piece in items:
            self._entities[path, number, piece] = found.get((piece.section, number), [])

    def _find_format(self, path: str, data: bytes) -> dialects.DialectModule | None:
        return next((format for format in self._formats.values() if format.claims(path, data)), None)

    def _learn(self, piece: Piece) -> tuple[Piece, Any]:
        known = self._known.get(piece)
        if known is None:
            known = self._known[piece] = piece, _read_item(piece.text) if piece.section else None
        return known


def number_pieces(pieces: Iterable[Piece]) -> Iterator[NumberedItem]:
    """Yield each piece of a file with its number in its list; the number of other pieces means nothing."""
    numbers: dict[str, int] = {}
    for piece in pieces:
        number = numbers[piece.section] = numbers.get(piece.section, -1) + 1
        yield number, piece


def blank_items(pieces: Iterable[Piece], kept: Collection[Pointer]) -> bytes:
    """Return the text of a file with empty items instead of those that are not kept; all lines keep their numbers.

    ``kept``: the key paths of the kept items, for example ``("services", 3)``.
    """
    return b"".join(
        _blank(piece.text) if piece.section and (piece.section, number) not in kept else piece.text
        for number, piece in number_pieces(pieces)
    )


def _blank(text: bytes) -> bytes:
    return text[: text.index(b"-") + 1] + b"\n" * text.count(b"\n")


def list_different(before: Sequence[Piece], after: Sequence[Piece]) -> list[bytes]:
    """Return the texts of the pieces from the first to the last difference, of both sides."""
    start = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one is not other), None)
    if start is None:
        start = min(len(before), len(after))
    ends = zip(reversed(before[start:]), reversed(after[start:]), strict=False)
    end = next((n for n, (one, other) in enumerate(ends) if one is not other), None)
    if end is None:
        end = min(len(before), len(after)) - start
    return [piece.text for side in (before, after) for piece in side[start : len(side) - end]]


def _split(data: bytes, lists: Iterable[str]) -> list[Piece]:
    """Return the pieces of a file with only these lists, not checked yet; ``[]`` for any other file."""
    if b"\n---" in data or b"\n..." in data:
        return []
    starts = sorted((at, name) for name in lists for at in _find_keys(data, name))
    preamble = _PREAMBLE.match(data)
    if not starts or len({name for _, name in starts}) < len(starts) or not preamble or preamble.end() != starts[0][0]:
        return []
    ends = [*(at for at, _ in starts[1:]), len(data)]
    pieces = [Piece("", data[: preamble.end()])]
    for (at, name), end in zip(starts, ends, strict=True):
        start = _START.match(data, at, end)
        if start is None:
            return []
        first = start.start("dash")
        mark = b"\n" + start["dash"]
        texts = data[first:end].split(mark)
        pieces.append(Piece("", data[at:first]))
        pieces += _join_items(name, texts, mark)
    return pieces


def _find_keys(data: bytes, name: str) -> Iterator[int]:
    key = f"{name}:".encode()
    if data.startswith(key):
        yield 0
    at = data.find(b"\n" + key)
    while at >= 0:
        yield at + 1
        at = data.find(b"\n" + key, at + 1)


def _join_items(section: str, texts: Sequence[bytes], mark: bytes) -> Iterator[Piece]:
    """Yield the pieces between the marks, each with its dash and its last line end."""
    last = len(texts) - 1
    for number, text in enumerate(texts):
        yield Piece(section, (mark[1:] if number else b"") + text + (b"\n" if number < last else b""))


def _read_item(text: bytes) -> Any:
    """Return the value of an item that reads alone, without any fault."""
    if _ANCHOR.search(text):
        return _MISSING
    reading = source.read("", b"x:\n" + text)
    if not reading.whole or not reading.complete or reading.faults or len(reading.documents) != 1:
        return _MISSING
    data = reading.documents[0].data
    items = data.get("x") if isinstance(data, dict) and len(data) == 1 else None
    return items[0] if isinstance(items, list) and len(items) == 1 else _MISSING
