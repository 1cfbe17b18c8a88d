"""Decode the bytes of a file: limits, encodings, front matter, and offsets as lines and columns."""

import bisect
import codecs
import re

from ownercat.diagnostics import Fault, Finding, Place, Pointer, Position, Span
from ownercat.documents import codes
from ownercat.documents.source._wording import YamlError, complaint

MAX_BYTES = 1024 * 1024

LINE_END = re.compile(r"\r\n|\r|\n")
_CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)
_LFS = b"version https://git-lfs.github.com/spec/"
_FRONT_MATTER_END = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_NOWHERE = Span(Position(1, 1), Position(1, 1))


class Stop(Exception):
    """The file cannot be read; ``fault`` has the reason."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Text:
    """The text of a file with its line table; lines end at LF, CRLF or CR, as in editors.

    ``is_open``: the text is front matter without its closing line.
    """

    __slots__ = ("_starts", "is_open", "text")

    def __init__(self, text: str, is_open: bool = False) -> None:
        self.text = text
        self.is_open = is_open
        self._starts: list[int] | None = None

    def position(self, index: int) -> Position:
        """Return the line and the column of a character offset."""
        if self._starts is None:
            self._starts = [0, *(m.end() for m in LINE_END.finditer(self.text))]
        index = max(index, 0)
        line = bisect.bisect_right(self._starts, index) - 1
        return Position(line + 1, index - self._starts[line] + 1)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two character offsets, cut at the end of its first line."""
        newline = LINE_END.search(self.text, start, end)
        stop = newline.start() if newline else end
        while stop > start + 1 and self.text[stop - 1 : stop] in {" ", "\t"}:
            stop -= 1
        return Span(self.position(start), self.position(max(stop, start)))


def fault(path: str, code: str, problem: YamlError, span: Span, document: int = 0, pointer: Pointer = ()) -> Fault:
    """Build a fault about the text of a file; its span is already known."""
    place = Place(path, document, pointer, "value", span)
    return Fault(code, Finding(place, problem.message, problem.help, value=problem.value))


def decode(path: str, data: bytes) -> Text:
    """Return the text to parse; raise ``Stop`` if the file cannot be parsed."""
    _check_bytes(path, data)
    part = yaml_part(path, data)
    return Text(_decode(path, part), is_open=path.endswith(".md") and len(part) == len(data))


def yaml_part(path: str, data: bytes) -> bytes:
    """Return the front matter of a Markdown file, and all of any other file."""
    if not path.endswith(".md"):
        return data
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    if not data.startswith((b"---\n", b"---\r\n"), start):
        return b""
    end = _FRONT_MATTER_END.search(data, start + 4)
    return data[: end.start()] if end else data


def lines(path: str, data: bytes) -> tuple[str, ...]:
    """Return the lines of a file, to show them; undecodable bytes are replaced."""
    return tuple(LINE_END.split(quoted(data)))


def quoted(data: bytes) -> str:
    """Return the text of a file with its original line ends; undecodable bytes are replaced."""
    return data.decode(_encoding(data), "replace")


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    # the codec that removes a byte-order mark is written in Python and slower than the decoding itself
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def _check_bytes(path: str, data: bytes) -> None:
    """Raise ``Stop`` for a file that is too large, a Git LFS pointer or in a merge conflict."""
    if len(data) > MAX_BYTES:
        raise Stop(fault(path, codes.LIMIT_EXCEEDED, complaint("too-large", f"{MAX_BYTES // 1024} KiB"), _NOWHERE))
    if data.startswith(_LFS):
        raise Stop(fault(path, codes.MERGE_CONFLICT, complaint("lfs"), _line_span(data, 0)))
    # almost no file contains a marker, and this search is faster than the exact expression
    if b"<<<<<<< " not in data and b">>>>>>> " not in data and b"||||||| " not in data:
        return
    conflict = _CONFLICT.search(data)
    if conflict:
        raise Stop(fault(path, codes.MERGE_CONFLICT, complaint("conflict"), _line_span(data, conflict.start())))


def _line_span(data: bytes, offset: int) -> Span:
    text = Text(data.decode("utf-8", "replace"))
    start = len(data[:offset].decode("utf-8", "replace"))
    return text.span(start, len(text.text))


def _decode(path: str, data: bytes) -> str:
    """Decode UTF-8, or UTF-16 with a byte-order mark; raise ``Stop`` with SYN006 at the first invalid byte."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        before = Text(data[: error.start].decode(_encoding(data), "replace"))
        byte = f"0x{data[min(error.start, len(data) - 1)]:02x}"
        raise Stop(_build_encoding_fault(path, before, complaint("encoding", byte, str(error.start)))) from None
    nul = text.find("\0")
    if nul >= 0:
        raise Stop(_build_encoding_fault(path, Text(text[:nul]), complaint("binary")))
    return text


def _build_encoding_fault(path: str, before: Text, problem: YamlError) -> Fault:
    at = before.position(len(before.text))
    return fault(path, codes.BAD_ENCODING, problem, Span(at, Position(at.line, at.column + 1)))
