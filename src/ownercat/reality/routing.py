"""Which receivers Alertmanager can deliver an alert to. Pure.

The tree is walked as in ``dispatch/route.go`` of Alertmanager: depth first; the first route that matches wins; a route
with ``continue: true`` lets the next sibling count as well; a route without a matching child delivers itself. Regular
expressions are those of Go, from the first to the last character of a value. What the files do not show is unknown,
and a route with an unknown condition may match.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ownercat.model import AlertRoute, LabelMatcher

GetLabel = Callable[[str], str | None]  # "" = the alert has no such label; ``None`` = unknown
_MOST_PATTERN = 500  # characters of a regular expression
_MOST_VALUE = 250  # characters of a value that is compared with one
_MOST_TIMES = 50  # of a repetition
_DEEPEST = 2  # repetitions in repetitions: each level multiplies the time
_CLASSES = {
    "d": "0123456789",
    "w": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz",
    "s": "\t\n\f\r ",
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


def list_receivers(root: AlertRoute, get_label: GetLabel) -> frozenset[str]:
    """Return the receivers that an alert can be delivered to: exactly these, if all labels are known."""
    return frozenset(_walk(root, get_label)[1]) if root.receiver else frozenset()


def list_labels(root: AlertRoute) -> frozenset[str]:
    """Return the labels in the conditions of a tree."""
    below = (list_labels(route) for route in root.routes)
    return frozenset(each.label for each in root.matchers).union(*below)


def _walk(route: AlertRoute, get_label: GetLabel) -> tuple[bool | None, set[str]]:
    """Return whether a route matches (``None``: unknown), and the receivers that it can deliver to."""
    results = [matches(each, get_label(each.label)) for each in route.matchers]
    matched = False if False in results else None if None in results else True
    found: set[str] = set()
    is_taken = False  # whether a child certainly matches
    for child in route.routes if matched is not False else ():
        below, receivers = _walk(child, get_label)
        found |= receivers
        is_taken = is_taken or below is True
        if below is True and not child.continues:
            break
    if matched is not False and not is_taken:
        found.add(route.receiver)
    return matched, found


def matches(matcher: LabelMatcher, value: str | None) -> bool | None:
    """Return whether a value meets a condition; ``None`` if this is unknown."""
    if value is None or not matcher.operator:
        return None
    if "~" not in matcher.operator:
        return (value == matcher.value) is (matcher.operator == "=")
    pattern = compile_pattern(matcher.value)
    if pattern is None or len(value) > _MOST_VALUE:
        return None
    return (len(value) in pattern.move(value, {0})) is (matcher.operator == "=~")


class RoutePattern(NamedTuple):
    """A part of a regular expression: one character of a set, a sequence, alternatives, or a repetition.

    ``characters``: for one character; ``None`` = any but a line break. ``negated``: all others. ``most``: ``None`` =
    without an end. A position of a text moves to all positions where the part can end, so that the time grows only with
    the product of the lengths of pattern and text: nothing is tried twice.
    """

    kind: str
    parts: "tuple[RoutePattern, ...]" = ()
    characters: str | None = None
    negated: bool = False
    least: int = 0
    most: int | None = None

    @property
    def depth(self) -> int:
        """Return how deep repetitions are nested."""
        return max((part.depth for part in self.parts), default=0) + (self.kind == "repeat")

    def move(self, text: str, at: set[int]) -> set[int]:
        """Return the positions after the part, from some positions."""
        if self.kind == "one":
            return {here + 1 for here in at if here < len(text) and self._accepts(text[here])}
        if self.kind == "any of":
            return set().union(*(part.move(text, at) for part in self.parts))
        if self.kind == "sequence":
            for part in self.parts:
                at = part.move(text, at) if at else at
            return at
        for _ in range(self.least):
            at = self.parts[0].move(text, at)
        seen, fresh, left = set(at), at, self.most
        while fresh and left != self.least:
            fresh = self.parts[0].move(text, fresh) - seen
            seen |= fresh
            left = left - 1 if left is not None else None
        return seen

    def _accepts(self, character: str) -> bool:
        if self.characters is None:
            return character != "\n"
        return (character in self.characters) is not self.negated


@lru_cache(maxsize=4096)
def compile_pattern(text: str) -> RoutePattern | None:
    """Parse a regular expression of Go; ``None`` for what is not read here, such as flags and anchors."""
    if len(text) > _MOST_PATTERN:
        return None
    reader = _PatternReader(text)
    try:
        pattern = reader.read_alternatives()
    except (_UnreadPattern, RecursionError):
        return None
    return pattern if reader.at == len(text) else None


class _UnreadPattern(Exception):
    pass


class _PatternReader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        if self.at >= len(self.text):
            raise _UnreadPattern
        self.at += 1
        return self.text[self.at - 1]

    def read_alternatives(self) -> RoutePattern:
        parts = [self.read_sequence()]
        while self.peek() == "|":
            self.take()
            parts.append(self.read_sequence())
        return RoutePattern("any of", tuple(parts)) if len(parts) > 1 else parts[0]

    def read_sequence(self) -> RoutePattern:
        parts: list[RoutePattern] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.read_repeated())
        return RoutePattern("sequence", tuple(parts))

    def read_repeated(self) -> RoutePattern:
        part = self.read_one()
        sign = self.peek()
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(sign)
        if sign == "{":
            bounds = self.read_bounds()
        elif bounds is not None:
            self.take()
        if bounds is None:
            return part
        if self.peek() == "?":  # a lazy repetition accepts the same values
            self.take()
        if self.peek() in ("*", "+", "?", "{"):
            raise _UnreadPattern
        if part.depth >= _DEEPEST:
            raise _UnreadPattern
        return RoutePattern("repeat", (part,), least=bounds[0], most=bounds[1])

    def read_bounds(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        first, comma, last = self.text[self.at + 1 : max(end, self.at)].partition(",")
        least, most = (
            int(each) if each.isascii() and each.isdigit() and len(each) < 3 else None for each in (first, last)
        )
        if least is None or least > _MOST_TIMES or (last and (most is None or not least <= most <= _MOST_TIMES)):
            raise _UnreadPattern
        self.at = end + 1
        return least, most if comma else least

    def read_one(self) -> RoutePattern:
        sign = self.take()
        if sign == "(":
            if self.text.startswith("?:", self.at):
                self.at += 2
            elif self.peek() == "?":
                raise _UnreadPattern
            inner = self.read_alternatives()
            if self.take() != ")":
                raise _UnreadPattern
            return inner
        if sign == "[":
            return self.read_class()
        if sign in "*+?{^$)":
            raise _UnreadPattern
        if sign == ".":
            return RoutePattern("one")
        return RoutePattern("one", (), *(self.read_escape() if sign == "\\" else (sign, False)))

    def read_escape(self) -> tuple[str, bool]:
        sign = self.take()
        if sign.lower() in _CLASSES:
            return _CLASSES[sign.lower()], sign.isupper()
        if sign in _CONTROLS:
            return _CONTROLS[sign], False
        if sign.isalnum() or not sign.isascii():
            raise _UnreadPattern
        return sign, False

    def read_class(self) -> RoutePattern:
        negated = self.peek() == "^"
        self.at += negated
        found = ""
        is_first = True
        while is_first or self.peek() != "]":
            is_first = False
            sign = self.take()
            if sign == "[" and self.peek() == ":":
                raise _UnreadPattern
            characters, excluded = self.read_escape() if sign == "\\" else (sign, False)
            if excluded:
                raise _UnreadPattern
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] != "]":
                self.take()
                last, excluded = self.read_escape() if (end := self.take()) == "\\" else (end, False)
                if len(characters) + len(last) > 2 or excluded or not characters <= last or not last.isascii():
                    raise _UnreadPattern
                characters = "".join(map(chr, range(ord(characters), ord(last) + 1)))
            found += characters
        self.take()
        return RoutePattern("one", (), found, negated)
