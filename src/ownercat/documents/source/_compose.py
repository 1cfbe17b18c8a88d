"""Build plain data from the events of libyaml in one pass, within limits; each fault has its location."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import yaml
from yaml import events as ev

from ownercat.diagnostics import Fault, Fix, Key, Place, Pointer, Position, Related, Span
from ownercat.documents import codes, scalars
from ownercat.documents.source._text import Stop, Text, fault
from ownercat.documents.source._typography import COMMANDS, find_quote, find_space, unquote
from ownercat.documents.source._wording import YamlError, complaint, hidden_character
from ownercat.documents.source._yaml import parse
from ownercat.text import is_hidden, shown

MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_ALIASES = 1_000
MAX_SCALAR = 64 * 1024
MAX_DOCUMENTS = 1_000

_SWALLOWED = re.compile(r"[ \t]+#(?=[^\s#!])([^\r\n]*)")
_CORE_TAG = "tag:yaml.org,2002:"
_TAGS = frozenset({"!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document of a file, as plain data (dict, list, str, int, float, bool, None)."""

    path: str
    index: int
    data: Any

    @property
    def place(self) -> Place:
        """Return the location of the whole document."""
        return Place(self.path, self.index)


class Reading(NamedTuple):
    """The documents of a file, and the faults of its text.

    ``whole`` is False when a document is missing because of a fault; ``complete`` is False when a limit was hit.
    ``cut``: the faults of texts that are longer than the limit; the documents have the beginning of each text.
    """

    documents: tuple[Document, ...]
    faults: tuple[Fault, ...]
    whole: bool
    complete: bool
    cut: tuple[Fault, ...] = ()


class _Frame:
    """An open collection: its value so far, the key without a value, and the number of values that an alias adds."""

    __slots__ = ("anchor", "at", "cost", "key", "seen", "value")

    def __init__(self, value: dict[Any, Any] | list[Any], at: int, anchor: str | None) -> None:
        self.value = value
        self.at = at
        self.anchor = anchor
        self.key: Any = _NO_KEY
        self.cost = 1
        self.seen: dict[str, int] = {}


_NO_KEY = object()
_FIRST_KEYS = frozenset({"apiVersion", "kind"})  # the first keys of a document
_BAD_KEY = object()  # the key is not valid: read its value, keep neither


def _is_hidden_on(fault: Fault, line: int) -> bool:
    span = fault.finding.place.span
    return fault.code == codes.INVISIBLE_CHARACTER and span is not None and span.start.line == line


class Composer:
    """One pass over the events of a file."""

    def __init__(self, path: str, text: Text) -> None:
        self.path = path
        self.text = text
        self.ascii = text.text.isascii()
        self.faults: list[Fault] = []
        self.cut: list[Fault] = []
        self.documents: list[Document] = []
        self.index = 0
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.nodes = 0
        self.aliases = 0
        self.root: Any = None
        self.ran_together = False

    def list_handlers(self) -> dict[type[ev.Event], Callable[[Any], None]]:
        """Return the handlers by event; an attribute would be a cycle, which only the garbage collector frees."""
        return {
            ev.ScalarEvent: self.scalar,
            ev.MappingStartEvent: self.mapping,
            ev.MappingEndEvent: self.close,
            ev.SequenceStartEvent: self.sequence,
            ev.SequenceEndEvent: self.close,
            ev.AliasEvent: self.alias,
            ev.DocumentStartEvent: self.start,
            ev.DocumentEndEvent: self.end,
        }

    def run(self) -> Reading:
        """Call the handler of each event; a syntax error or a limit ends the pass."""
        whole = complete = True
        try:
            parser = parse(self.text.text)
            handlers = self.list_handlers()
            while True:
                event = parser.get_event()
                if event is None or event.__class__ is ev.StreamEndEvent:
                    break
                handler = handlers.get(event.__class__)
                if handler is not None:
                    handler(event)
        except Stop as stop:
            self.faults.append(stop.fault)
            whole = False
            complete = stop.fault.code != codes.LIMIT_EXCEEDED
        except yaml.YAMLError as error:
            from ownercat.documents.source._unreadable import explain  # noqa: PLC0415  # most files are valid YAML

            start, end, problem, repair = explain(error, self.text)
            # libyaml 0.2.6 has its own limit, and its look-ahead reaches that limit before our own check
            too_deep = "nesting depth" in str(error)
            problem = complaint("depth", str(MAX_DEPTH)) if too_deep else problem
            broken = self.fault(codes.LIMIT_EXCEEDED if too_deep else codes.INVALID_YAML, problem, start, end)
            if repair and not too_deep:
                place = broken.finding.place._replace(span=self.text.span(repair.start, repair.end))
                broken = broken._replace(finding=broken.finding._replace(fixes=(Fix(place, repair.new, "text"),)))
            # the same character breaks the line and is invisible: one finding
            line = self.text.span(start, end).start.line
            self.faults = [each for each in self.faults if not _is_hidden_on(each, line)]
            self.faults.append(broken)
            whole, complete = False, not too_deep
        if whole and not self.index:
            self.faults.append(self.fault(codes.EMPTY_DOCUMENT, complaint("empty-file"), 0, 0))
        return Reading(tuple(self.documents), tuple(self.faults), whole, complete, tuple(self.cut))

    # -- documents

    def start(self, event: Any) -> None:
        if self.index >= MAX_DOCUMENTS:
            self.stop("documents", f"{MAX_DOCUMENTS:,}", event)
        self.root = None
        self.anchors = {}
        self.ran_together = False

    def end(self, event: Any) -> None:
        if self.root is None:
            self.faults.append(self.fault(codes.EMPTY_DOCUMENT, complaint("empty-document"), event.start_mark.index, 0))
        else:
            self.documents.append(Document(self.path, self.index, self.root))
        self.index += 1

    # -- nodes

    def scalar(self, event: Any) -> None:
        raw = event.value
        if len(raw) > MAX_SCALAR:
            problem = complaint("scalar", f"{MAX_SCALAR // 1024} KiB")
            self.cut.append(self.at_event(codes.LIMIT_EXCEEDED, problem, event))
            raw = event.value = raw[:MAX_SCALAR]
        value: Any = raw
        if event.tag is not None:
            value = self.tagged(event)
        elif event.implicit[0]:
            value, elsewhere = scalars.resolve(raw)
            if elsewhere:
                self.ambiguous(event, elsewhere)
            elif not raw:
                self.swallowed(event)
        if (not self.ascii or event.style == '"') and isinstance(value, str):
            self.visible(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1)
        self.add(value, event, 1)

    def mapping(self, event: Any) -> None:
        self.open({}, event)

    def sequence(self, event: Any) -> None:
        self.open([], event)

    def open(self, value: dict[Any, Any] | list[Any], event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.stop("depth", str(MAX_DEPTH), event)
        if event.tag is not None:
            self.tagged(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (_NO_KEY, 0)  # still open: an alias to it now would be a loop
        self.stack.append(_Frame(value, event.start_mark.index, event.anchor))

    def close(self, event: Any) -> None:
        frame = self.stack.pop()
        if frame.anchor is not None:
            self.anchors[frame.anchor] = (frame.value, frame.cost)
        self.add(frame.value, event, frame.cost, frame.at)

    def alias(self, event: Any) -> None:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.stop("aliases", f"{MAX_ALIASES:,}", event)
        target = self.anchors.get(event.anchor)
        if target is None:
            raise Stop(self.at_event(codes.INVALID_YAML, complaint("unknown-anchor", event.anchor), event))
        value, cost = target
        if value is _NO_KEY:
            raise Stop(self.at_event(codes.INVALID_YAML, complaint("recursive", event.anchor), event))
        self.add(value, event, cost)

    def add(self, value: Any, event: Any, cost: int, at: int = -1) -> None:
        """Add a complete node to the open collection, or make it the document."""
        self.nodes += 1 if cost == 1 or at >= 0 else cost
        if self.nodes > MAX_NODES:
            self.stop("nodes", f"{MAX_NODES:,}", event)
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        frame.cost += cost
        if frame.value.__class__ is list:
            frame.value.append(value)
        elif frame.key is _NO_KEY:
            frame.key = self.key(value, event, frame, at)
        else:
            if frame.key is not _BAD_KEY:
                frame.value[frame.key] = value
            frame.key = _NO_KEY

    def key(self, value: Any, event: Any, frame: _Frame, at: int) -> Any:
        """Return the key, or ``_BAD_KEY`` after a fault. A key keeps its text as it is in the file (``1:`` is "1")."""
        if value.__class__ is not str:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or event.__class__ is not ev.ScalarEvent:
                self.faults.append(self.no_text(value, event, at))
                return _BAD_KEY
            value = event.value
        if value == "<<" and event.__class__ is ev.ScalarEvent and not event.style:
            self.faults.append(self.at_event(codes.FORBIDDEN_TAG, complaint("merge"), event))
            return _BAD_KEY
        if value in frame.value:
            self.duplicate(value, event, frame)
            return _BAD_KEY
        frame.seen[value] = event.start_mark.index
        return value

    # -- faults

    def tagged(self, event: Any) -> Any:
        """Return the value of a node with an explicit tag; report a tag that changes the value."""
        scalar = event.__class__ is ev.ScalarEvent
        allowed = event.tag in (_TEXT_TAGS if scalar else _TAGS)
        if not allowed:
            self.faults.append(
                self.at_event(
                    codes.FORBIDDEN_TAG, complaint("tag", shown(event.tag.replace(_CORE_TAG, "!!", 1))), event
                )
            )
        return event.value if scalar else None

    def is_own(self) -> bool:
        """Return whether the current node is below an ``x-`` key: the organization owns it, and no rule checks it."""
        return any(isinstance(frame.key, str) and frame.key[:2] == "x-" for frame in self.stack)

    def ambiguous(self, event: Any, elsewhere: str) -> None:
        if self.is_own():
            return
        kind = "ambiguous-number" if elsewhere == "text" else "ambiguous"
        fault = self.at_event(codes.AMBIGUOUS_SCALAR, complaint(kind, shown(event.value), elsewhere), event)
        # a number can also be written with all its digits
        self.faults.append(fault if elsewhere == "text" else self.fixed(fault, event.value, "quotes"))

    def swallowed(self, event: Any) -> None:
        comment = _SWALLOWED.match(self.text.text, event.end_mark.index)
        if comment is None or self.is_own():
            return
        lost = "#" + comment.group(1).rstrip()
        start = comment.end() - len(comment.group(1)) - 1
        where = self.pointer()
        if where and isinstance(where[-1], str):
            problem = complaint("swallowed", shown(where[-1]), shown(lost))
        else:
            problem = complaint("swallowed-item", "the item", shown(lost))
        fault = self.fault(codes.COMMENT_SWALLOWED_VALUE, problem, start, start + len(lost), where)
        is_item = bool(self.stack) and isinstance(self.stack[-1].value, list)
        # several words after a key can be a comment
        self.faults.append(self.fixed(fault, lost) if is_item or " " not in lost else fault)

    def visible(self, event: Any) -> None:
        """Report SYN010 for an invisible character, and SYN014 for typographic quotes that were meant as quotes."""
        raw = event.value
        if (raw.isascii() and raw.isprintable()) or self.is_own():
            return
        hidden = next((c for c in raw if c not in "\n\t\r" and is_hidden(c)), None)
        if hidden is not None:
            fault = self.at_event(codes.INVISIBLE_CHARACTER, complaint("hidden", hidden_character(hidden)), event)
            self.faults.append(self.fixed(fault, "".join(c for c in raw if c in "\n\t\r" or not is_hidden(c))))
            return
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is _NO_KEY:
            self.odd_space("key-space", event, raw)
            return
        if frame is not None and frame.key in COMMANDS:
            self.odd_space("command-space", event)
            if quote := find_quote(raw):
                problem = complaint("command-quotes", hidden_character(quote))
                self.faults.append(self.at_event(codes.CURLY_QUOTES, problem, event))
        elif event.implicit[0] and (inside := unquote(raw)):
            problem = complaint("quotes", shown(raw), shown(inside))
            self.faults.append(self.fixed(self.at_event(codes.CURLY_QUOTES, problem, event), inside))

    def odd_space(self, kind: str, event: Any, *key: str) -> None:
        """Report SYN010 for a no-break space in a key or a command."""
        space = find_space(event.value)
        if space:
            start, end = event.start_mark.index, event.end_mark.index
            problem, at = complaint(kind, hidden_character(space)), (*self.pointer(), *key)
            fault = self.fault(codes.INVISIBLE_CHARACTER, problem, start, end, at)
            self.faults.append(fault if key else self.fixed(fault, event.value.replace(space, " ")))

    def no_text(self, value: Any, event: Any, at: int) -> Fault:
        """Return SYN008; ``at`` is the start of a collection. In YAML, ``{{ x }}`` is a mapping with a mapping key."""
        start = event.start_mark.index if at < 0 else at
        template = self.text.text.startswith("{{", start - 1)
        problem = complaint("template-key") if template else complaint("key", shown(value))
        return self.fault(codes.NON_TEXT_KEY, problem, start - template, event.end_mark.index, self.pointer())

    def duplicate(self, key: str, event: Any, frame: _Frame) -> None:
        """Report SYN002 once if two documents have no separator, and once per repeated key otherwise."""
        if self.ran_together and len(self.stack) == 1:
            return
        self.ran_together = len(self.stack) == 1 and key in _FIRST_KEYS
        first = self.text.position(frame.seen.get(key, frame.at))
        kind = "second-document" if self.ran_together else "duplicate"
        fault = self.at_event(codes.DUPLICATE_KEY, complaint(kind, shown(key), str(first.line)), event)
        span = Span(first, Position(first.line, first.column + len(key)))
        related = Related(fault.finding.place._replace(span=span), "first occurrence of the key")
        self.faults.append(fault._replace(finding=fault.finding._replace(related=(related,))))

    def at_event(self, code: str, problem: YamlError, event: Any) -> Fault:
        return self.fault(code, problem, event.start_mark.index, event.end_mark.index, self.pointer())

    def fixed(self, fault: Fault, new: str, form: Literal["value", "quotes"] = "value") -> Fault:
        """Return a fault with the new text of its value or key."""
        place = fault.finding.place
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is _NO_KEY:
            if form == "value":
                return fault  # the name of a key is a person's decision
            place = place.key(new)
        fixes = (Fix(place, new, form),)
        return fault._replace(finding=fault.finding._replace(fixes=fixes))

    def fault(self, code: str, problem: YamlError, start: int, end: int, pointer: Pointer = ()) -> Fault:
        return fault(self.path, code, problem, self.text.span(start, end), self.index, pointer)

    def stop(self, limit: str, most: str, event: Any) -> None:
        raise Stop(self.at_event(codes.LIMIT_EXCEEDED, complaint(limit, most), event))

    def pointer(self) -> Pointer:
        """Return the key path of the current node."""
        keys: list[Key] = []
        for frame in self.stack:
            if isinstance(frame.value, list):
                keys.append(len(frame.value))
            elif isinstance(frame.key, str):
                keys.append(frame.key)
        return tuple(keys)
