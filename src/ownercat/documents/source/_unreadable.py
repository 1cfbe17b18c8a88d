"""libyaml's complaints → what they mean to the person who wrote the file, and the smallest span that shows it.

The parts that are looked for stand in the words of libyaml and of PyYAML's own parser alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import yaml

from ownercat.documents.source._text import LINE_END
from ownercat.documents.source._wording import YamlError
from ownercat.text import shown

_COLON = re.compile(r":(?=\s)")
_GLUED = re.compile(r"([\w.-]+):(\S.*)")
_SLASHES = re.compile(r"^[ \t]*//", re.MULTILINE)
_SHOWN = 40
_TABS = ("cannot start any token", "a tab character")


class YamlErrorMarks(NamedTuple):
    """Where libyaml gave up, and where what it was reading began (the same, if it does not say)."""

    text: str
    problem: str
    at: int
    begun: int

    @property
    def char(self) -> str:
        """The character at which it gave up."""
        return self.text[self.at : self.at + 1]

    def line(self, index: int) -> tuple[int, str]:
        """Where the line of an offset starts, and its text."""
        start = max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1
        end = LINE_END.search(self.text, start)
        return start, self.text[start : end.start() if end else len(self.text)]


class YamlErrorSpan(NamedTuple):
    """The stretch of text to show, and what is said about it."""

    start: int
    end: int
    said: YamlError


def explain(error: yaml.YAMLError, text: str) -> YamlErrorSpan:
    """What to tell about a file that libyaml cannot read."""
    trouble = _trouble(error, text)
    if trouble.char == "\t" and any(part in trouble.problem for part in _TABS):
        return _told(trouble.at, "a tab cannot indent a line", "replace the tab with spaces", "tab")
    for part, meaning in _SPECIAL.items():
        if part in trouble.problem:
            start, end, message, help = meaning(trouble)
            return _told(start, message, help, part, end)
    for part, message, help in _PLAIN:
        if part in trouble.problem:
            return _told(trouble.at, message, help, part)
    said = YamlError(
        "the YAML cannot be read from here on", "check the quotes and the indentation around this place", "other"
    )
    return YamlErrorSpan(trouble.at, trouble.at + 1, said)


def _trouble(error: yaml.YAMLError, text: str) -> YamlErrorMarks:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    at = min(mark.index if mark else int(getattr(error, "position", 0) or 0), len(text))
    return YamlErrorMarks(text, problem, at, min(context.index, len(text)) if context else at)


def _told(start: int, message: str, help: str, value: str, end: int = 0) -> YamlErrorSpan:
    return YamlErrorSpan(start, end or start + 1, YamlError(f"the YAML cannot be read: {message}", help, value))


_Meaning = tuple[int, int, str, str]


def _no_token(trouble: YamlErrorMarks) -> _Meaning:
    char = trouble.char if trouble.char.isprintable() else "this character"
    return trouble.at, trouble.at + 1, f"an unquoted value cannot start with {char}", "quote the value"


def _no_anchor(trouble: YamlErrorMarks) -> _Meaning:
    sign = trouble.text[trouble.begun : trouble.begun + 1]
    return trouble.begun, trouble.begun + 1, f"an unquoted value cannot start with {sign}", "quote the value"


def _never_closed(trouble: YamlErrorMarks) -> _Meaning:
    end = " before ---" if "document" in trouble.problem else ""
    return trouble.begun, trouble.begun + 1, f"a quoted text is not closed{end}", "add the closing quote"


def _no_colon(trouble: YamlErrorMarks) -> _Meaning:
    """The line that should be ``key: value``; the parser saw only on the next one that it is not."""
    start, line = trouble.line(trouble.begun)
    found = line[trouble.begun - start :].rstrip()
    end = trouble.begun + len(found)
    glued = _GLUED.fullmatch(found)
    if found.startswith("-") and found.strip("-"):
        return trouble.begun, end, "a dash has no space after it", f"write `- {shown(found[1:], _SHOWN)}`"
    if glued:
        right = f"{glued[1]}: {shown(glued[2], _SHOWN)}"
        return trouble.begun, end, "a colon has no space after it", f"write `{right}`"
    return trouble.begun, end, "a key has no colon after it", "write `key: value`, with a space after the colon"


def _second_value(trouble: YamlErrorMarks) -> _Meaning:
    start, line = trouble.line(trouble.at)
    if _COLON.search(line, 0, max(trouble.at - start, 0)):
        message = "a second colon with a space after it stands on this line"
        return trouble.at, trouble.at + 1, message, "quote the value if the colon is a part of it"
    first = start + len(line) - len(line.lstrip())
    message = "this line is indented under a value that is already complete"
    return first, trouble.at + 1, message, "correct the indentation"


def _no_key(trouble: YamlErrorMarks) -> _Meaning:
    start, line = trouble.line(trouble.at)
    before = line[: trouble.at - start].rstrip()
    if before.endswith('"'):
        return trouble.at, trouble.at + 1, "text follows the closing quote", "put the whole value into the quotes"
    if before.endswith("'"):
        return trouble.at, trouble.at + 1, "text follows the closing quote", "inside of single quotes, write '' for '"
    message = "the line does not fit the mapping it is in"
    return trouble.at, trouble.at + 1, message, "check its indentation, and that every key above has a colon"


def _not_closed(trouble: YamlErrorMarks) -> _Meaning:
    """A bracket that stays open is shown where it opens; inside of it, the place where a comma is missing."""
    list_ = "']'" in trouble.problem
    close = "]" if list_ else "}"
    begun, opened = trouble.line(trouble.begun)
    start, line = trouble.line(trouble.at)
    deeper = _indent(line) > _indent(opened) and trouble.at < len(trouble.text)
    slashes = _SLASHES.search(trouble.text, trouble.begun, trouble.at)
    if slashes:
        return slashes.end() - 2, slashes.end(), "a comment begins with #, not with //", "write # in place of //"
    if start == begun or deeper:
        return trouble.at, trouble.at + 1, f"a comma or {close} is missing before this place", "add what is missing"
    what = "list in [ ]" if list_ else "mapping in { }"
    return trouble.begun, trouble.begun + 1, f"a {what} is not closed", f"add the missing comma or {close}"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _no_content(trouble: YamlErrorMarks) -> _Meaning:
    if trouble.char == ",":
        return trouble.at, trouble.at + 1, "there is nothing before this comma", "delete the comma, or add the item"
    return trouble.at, trouble.at + 1, "a value is missing here", "add the value, or quote it"


_SPECIAL: Mapping[str, Callable[[YamlErrorMarks], _Meaning]] = {
    "cannot start any token": _no_token,
    "expected alphabetic or numeric character": _no_anchor,
    "unexpected end of stream": _never_closed,
    "unexpected document": _never_closed,
    "expected ':'": _no_colon,
    "mapping values are not allowed": _second_value,
    "expected key": _no_key,
    "expected <block end>": _no_key,
    "expected ',' or ']'": _not_closed,
    "expected ',' or '}'": _not_closed,
    "node content": _no_content,
}

_PLAIN: tuple[tuple[str, str, str], ...] = (
    (
        "expected '-' indicator",
        "the line does not fit the list it is in",
        "start it with `- `, or correct its indentation",
    ),
    ("unknown escape character", "the escape in this quoted text is not known", "use single quotes, or write \\\\"),
    ("invalid leading UTF-8 octet", "the file is not UTF-8", "save the file as UTF-8"),
    ("characters are not allowed", "the file holds a control character", "delete the character"),
    ("sequence entries are not allowed", "a list cannot start here", "put `- ` on a line of its own"),
    ("mapping keys are not allowed", "a key cannot start here", "put the key on a line of its own"),
    ("<document start>", "text stands after the document's end", "add --- before it"),
    ("duplicate anchor", "the anchor is defined twice", "rename one of the two"),
    ("incompatible YAML document", "the %YAML line names a version that is not 1.1 or 1.2", "delete the %YAML line"),
)
