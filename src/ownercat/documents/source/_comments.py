"""Find comments by their text: each with its location, and with the key or item that it stands at."""

import bisect
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml import events as ev

from ownercat.diagnostics import Place, Pointer, Span
from ownercat.documents.source._text import LINE_END, Stop, Text, decode
from ownercat.documents.source._yaml import parse

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*", re.MULTILINE)
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*")
_OPEN = (ev.MappingStartEvent, ev.SequenceStartEvent)
_CLOSE = (ev.MappingEndEvent, ev.SequenceEndEvent)


class Comment(NamedTuple):
    """A comment without its ``#``. A comment on a line of its own is about the next line with content.

    ``line``: the line that it is about. ``place``: the first key or item of that line, else the one before it.
    """

    text: str
    span: Span
    line: int
    place: Place


def comments(path: str, data: bytes, pattern: re.Pattern[str]) -> tuple[Comment, ...]:
    """Return the comments that begin with a pattern, up to the first syntax error; a ``#`` in a text is no comment."""
    try:
        text = decode(path, data)
    except Stop:
        return ()
    if not pattern.search(text.text):
        return ()
    walk = _CommentWalk(text)
    found = (each for each in _list_comments(text.text, walk) if pattern.match(each.group()[1:].lstrip(" \t")))
    return tuple(_build_comment(path, text, each, walk) for each in found)


def _list_comments(text: str, walk: "_CommentWalk") -> Iterator[re.Match[str]]:
    """Yield what begins with a ``#`` between the scalars."""
    at = 0
    for start, end in [*walk.scalars, (walk.end, walk.end)]:
        yield from _COMMENT.finditer(text, at, start)
        at = max(at, end)


def _build_comment(path: str, text: Text, found: re.Match[str], walk: "_CommentWalk") -> Comment:
    span = text.span(found.start(), found.end())
    line, column = span.start
    if not walk.lines[line - 1][: column - 1].strip():
        line = next((n for n in range(line, len(walk.lines)) if not walk.lines[n].lstrip().startswith("#")), line) + 1
    return Comment(found.group()[1:].strip(), span, line, Place(path, *walk.find(line)))


class _CommentWalk:
    """One pass over the events of a file: where its scalars are, and the first node of each line."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.lines = LINE_END.split(text.text)
        self.scalars: list[tuple[int, int]] = []
        self.starts: dict[int, tuple[int, Pointer]] = {}  # the document and the first key or scalar of a line
        self.document = -1
        self.stack: list[list[Any]] = []  # for each open collection: is it a mapping, its key or number
        self.end = len(text.text)
        try:
            self._run()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.end = mark.index if mark else 0
        self.order = sorted(self.starts)

    def find(self, line: int) -> tuple[int, Pointer]:
        """Return the first node of a line, else of the nearest line above it."""
        number = bisect.bisect_right(self.order, line)
        return self.starts[self.order[number - 1]] if number else (0, ())

    def _run(self) -> None:
        parser = parse(self.text.text)
        while (event := parser.get_event()) is not None:
            if isinstance(event, ev.DocumentStartEvent):
                self.document += 1
            elif isinstance(event, _CLOSE):
                self.stack.pop()
                self._advance()
            elif isinstance(event, ev.NodeEvent):
                self._enter(event)

    def _enter(self, event: Any) -> None:
        level = self.stack[-1] if self.stack else None
        is_key = level is not None and level[0] and level[1] is None
        if is_key and level is not None:
            level[1] = event.value if isinstance(event, ev.ScalarEvent) else ""
        if isinstance(event, _OPEN):
            self.stack.append([isinstance(event, ev.MappingStartEvent), None if _is_map(event) else 0])
            return
        pointer = tuple(key for _, key in self.stack)
        self.starts.setdefault(self.text.position(event.start_mark.index).line, (self.document, pointer))
        self._note_scalar(event)
        if not is_key:
            self._advance()

    def _note_scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        # a comment can follow on the line where a block text begins
        header = _BLOCK_HEADER.match(self.text.text, start) if getattr(event, "style", None) in ("|", ">") else None
        body = LINE_END.search(self.text.text, start) if header else None
        self.scalars += [(start, header.end()), (body.end(), end)] if header and body else [(start, end)]

    def _advance(self) -> None:
        """Go to the next key or item of the open collection."""
        if self.stack:
            level = self.stack[-1]
            level[1] = None if level[0] else level[1] + 1


def _is_map(event: Any) -> bool:
    return isinstance(event, ev.MappingStartEvent)
