"""Translate the syntax errors of libyaml into a message for the author of the file, with the smallest useful span.

The parts of error texts that this module looks for are the same in libyaml and in PyYAML's own parser.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import yaml

from ownercat.documents.source._text import LINE_END, Text
from ownercat.documents.source._wording import YamlError, hidden_character
from ownercat.text import shown

_COLON = re.compile(r":(?=\s)")
_GLUED = re.compile(r"([\w.-]+):(\S.*)")
_TOKENS = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<!\S)#[^\n]*|[][{}]""")
_SLASHES = re.compile(r"^[ \t]*//", re.MULTILINE)
_SHOWN = 40
_LINES_ABOVE = 4
_NO_ENTRY = ("expected ':'", "expected '-'", "expected key", "expected <block end>")
_OTHER_SPACE = re.compile(r"(?:^[ \t]*|:|^[ ]*-)[\u00a0\u2000-\u200a\u202f\u205f\u3000]", re.MULTILINE)
_HASH_IN_BRACES = re.compile(r"[\[{,](?:\s*[\w-]+:)?\s+(#[^\s#][^\n]*)$")
_BLOCK_TEXT = re.compile(r"^[ ]*(?:- +)*([\w.-]+: *[|>][-+0-9]*)[ \t]*$")
_PLAIN_TOKEN = re.compile(r"""[^\s,\[\]{}#"'\\]+""")
_VALUE_END = re.compile(r"[ \t]*(?:$|[,\]}\r\n]|[ \t]#)")
_TABS = ("cannot start any token", "a tab character")


class YamlErrorMarks(NamedTuple):
    """The offset where libyaml stopped, and where the construct began (the same offset if that is unknown)."""

    text: str
    problem: str
    at: int
    begun: int

    @property
    def char(self) -> str:
        """Return the character at which libyaml stopped."""
        return self.text[self.at : self.at + 1]

    def line(self, index: int) -> tuple[int, str]:
        """Return the start and the text of the line of an offset."""
        start = max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1
        end = LINE_END.search(self.text, start)
        return start, self.text[start : end.start() if end else len(self.text)]


class Repair(NamedTuple):
    """The range of the wrong text, and the only correct text: a missing space, dash or pair of quotes."""

    start: int
    end: int
    new: str


class YamlErrorSpan(NamedTuple):
    """The part of the text to show, with its message; without ``repair``, a person must decide."""

    start: int
    end: int
    problem: YamlError
    repair: Repair | None = None


class _Meaning(NamedTuple):
    """The part of the text to show, the message, the help, and the repair if there is only one."""

    start: int
    end: int
    message: str
    help: str
    repair: Repair | None = None


def explain(error: yaml.YAMLError, source: Text) -> YamlErrorSpan:
    """Return the message and the span for a file that libyaml cannot read: its cause if known."""
    trouble = _build_trouble(error, source.text)
    for find in (*(_FRONT_MATTER if source.is_open else ()), *_CAUSES):
        cause = find(trouble)
        if cause:
            return _build_error_span(cause, cause.message)
    if trouble.char == "\t" and any(part in trouble.problem for part in _TABS):
        return _build_error_span(_at(trouble, "a line is indented with a tab", "replace the tab with spaces"), "tab")
    for part, meaning in _SPECIAL.items():
        if part in trouble.problem:
            return _build_error_span(meaning(trouble), part)
    for part, message, help in _PLAIN:
        if part in trouble.problem:
            return _build_error_span(_at(trouble, message, help), part)
    problem = YamlError(
        "invalid YAML from this position on", "check the quotes and the indentation near this position", "other"
    )
    return YamlErrorSpan(trouble.at, trouble.at + 1, problem)


def _build_trouble(error: yaml.YAMLError, text: str) -> YamlErrorMarks:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    at = min(mark.index if mark else int(getattr(error, "position", 0) or 0), len(text))
    return YamlErrorMarks(text, problem, at, min(context.index, len(text)) if context else at)


def _build_error_span(meaning: _Meaning, value: str) -> YamlErrorSpan:
    problem = YamlError(f"invalid YAML: {meaning.message}", meaning.help, value)
    return YamlErrorSpan(meaning.start, meaning.end, problem, meaning.repair)


def _at(trouble: YamlErrorMarks, message: str, help: str) -> _Meaning:
    """Show the character at which libyaml stopped."""
    return _Meaning(trouble.at, trouble.at + 1, message, help)


def _quote_token(text: str, start: int) -> Repair | None:
    """Return the repair that quotes a value of one word; ``None`` if the value may be longer."""
    token = _PLAIN_TOKEN.match(text, start)
    if token is None or not _VALUE_END.match(text, token.end()):
        return None
    return Repair(start, token.end(), json.dumps(token[0], ensure_ascii=False))


def _open_front_matter(trouble: YamlErrorMarks) -> _Meaning | None:
    """Show the first line after the YAML: blank lines, headings and text come before the line of the error."""
    start, line = trouble.line(trouble.begun)
    while start:
        above, before = trouble.line(start - 1)
        if before.strip() and not before.startswith("#"):
            break
        start, line = above, before
    if not start:
        return None
    end = start + max(len(line), 1)
    help = "add a line `---` above this line, before the Markdown text"
    return _Meaning(start, end, "the front matter has no closing ---", help)


def _other_space(trouble: YamlErrorMarks) -> _Meaning | None:
    """Show a space in place of the structure that is not the space that YAML reads, such as a no-break space."""
    start, _ = trouble.line(trouble.begun)
    last, line = trouble.line(trouble.at)
    found = _OTHER_SPACE.search(trouble.text, start, last + len(line))
    if found is None:
        return None
    at = found.end() - 1
    name = hidden_character(trouble.text[at])
    help = "replace the character with a space"
    return _Meaning(at, at + 1, f"{name} is not a space in YAML", help, Repair(at, at + 1, " "))


def _comment_in_braces(trouble: YamlErrorMarks) -> _Meaning | None:
    """Show an unquoted # between brackets, where it begins a comment that hides the rest of the line."""
    if (
        "flow" not in trouble.problem
        and "node content" not in trouble.problem
        and "expected ','" not in trouble.problem
    ):
        return None
    start, line = trouble.line(trouble.at)
    for _ in range(_LINES_ABOVE):
        found = _HASH_IN_BRACES.search(line)
        if found:
            word = found[1].split(",")[0].rstrip("]} ")
            message = f"YAML reads `{shown(found[1].strip(), _SHOWN)}` as a comment"
            begin = start + found.start(1)
            end = begin + len(word)
            repair = Repair(begin, end, json.dumps(word, ensure_ascii=False)) if word and " " not in word else None
            return _Meaning(begin, end, message, f'quote the value: `"{shown(word)}"`', repair)
        if not start:
            break
        start, line = trouble.line(start - 1)
    return None


def _colon_in_braces(trouble: YamlErrorMarks) -> _Meaning | None:
    """Show a value between brackets that contains a colon with a space after it."""
    start, line = trouble.line(trouble.at)
    here = trouble.at - start
    entry = max(line.rfind(sign, 0, here) for sign in "{[,") + 1
    begin = line.find(": ", entry, here) + 1
    if "expected ','" not in trouble.problem or trouble.char != ":" or not entry or not begin:
        return None
    value = re.split(r"[,\]}]", line[begin:], maxsplit=1)[0]
    begin += len(value) - len(value.lstrip())
    begin, value = start + begin, value.strip()
    help = f'quote the value: `"{shown(value, _SHOWN)}"`'
    return _Meaning(begin, begin + len(value), "the value has a colon with a space after it", help)


def _block_not_indented(trouble: YamlErrorMarks) -> _Meaning | None:
    """Show the first line of a text after ``|`` or ``>`` that is not indented more than its key."""
    start, line = trouble.line(trouble.begun)
    first = start
    for _ in range(_LINES_ABOVE):
        if not start:
            return None
        above, before = trouble.line(start - 1)
        found = _BLOCK_TEXT.match(before)
        if found and before.strip() and _indent(line) <= _measure_key_indent(before):
            spaces = _measure_key_indent(before) + 2
            message = f"the text below `{shown(found[1])}` is not indented"
            at = start if line.strip() else first
            help = f"indent each line of the text with {spaces} spaces"
            return _Meaning(at, at + max(len(line), 1), message, help)
        start, line = above, before
    return None


def _no_dash(trouble: YamlErrorMarks) -> _Meaning | None:
    """Show a line between the items of a list that does not begin with a dash."""
    if not any(part in trouble.problem for part in _NO_ENTRY):
        return None
    for at in dict.fromkeys((trouble.begun, trouble.at)):
        start, line = trouble.line(at)
        above, before = trouble.line(start - 1) if start else (start, line)
        if line.lstrip().startswith("- ") and _indent(before) == _indent(line):
            start, line = above, before  # the parser reports the first item that has a dash
        if not line.strip() or line.lstrip().startswith("-"):
            continue
        around = [trouble.line(start - 1)[1] if start else "", trouble.line(start + len(line) + 1)[1]]
        if any(each.lstrip().startswith("- ") and _indent(each) == _indent(line) for each in around):
            begin, end, item = start + _indent(line), start + len(line.rstrip()), line.strip()
            help = f"write `- {shown(item, _SHOWN)}`"
            return _Meaning(begin, end, "an item of the list has no dash", help, Repair(begin, end, f"- {item}"))
    return None


def _measure_key_indent(line: str) -> int:
    """Return the column of the key of a line, after the dashes of list items."""
    return len(line) - len(re.sub(r"^[ ]*(?:- +)*", "", line))


_FRONT_MATTER = (_open_front_matter,)
_CAUSES = (_other_space, _block_not_indented, _no_dash, _comment_in_braces, _colon_in_braces)


def _no_token(trouble: YamlErrorMarks) -> _Meaning:
    char = trouble.char if trouble.char.isprintable() else "this character"
    meaning = _at(trouble, f"an unquoted value cannot start with {char}", "quote the value")
    return meaning._replace(repair=_quote_token(trouble.text, trouble.at))


def _no_anchor(trouble: YamlErrorMarks) -> _Meaning:
    sign = trouble.text[trouble.begun : trouble.begun + 1]
    message, repair = f"an unquoted value cannot start with {sign}", _quote_token(trouble.text, trouble.begun)
    return _Meaning(trouble.begun, trouble.begun + 1, message, "quote the value", repair)


def _never_closed(trouble: YamlErrorMarks) -> _Meaning:
    end = " before ---" if "document" in trouble.problem else ""
    message = f"a quoted text has no closing quote{end}"
    return _Meaning(trouble.begun, trouble.begun + 1, message, "add the closing quote")


def _no_colon(trouble: YamlErrorMarks) -> _Meaning:
    """Show the line that should be ``key: value``; the parser reports the error only on the next line."""
    start, line = trouble.line(trouble.begun)
    rest = line[trouble.begun - start :].rstrip()
    end = trouble.begun + len(rest)
    glued = _GLUED.fullmatch(rest)
    if rest.startswith("-") and rest.strip("-"):
        help, repair = f"write `- {shown(rest[1:], _SHOWN)}`", Repair(trouble.begun, end, f"- {rest[1:]}")
        return _Meaning(trouble.begun, end, "a dash has no space after it", help, repair)
    if glued:
        help = f"write `{glued[1]}: {shown(glued[2], _SHOWN)}`"
        repair = Repair(trouble.begun, end, f"{glued[1]}: {glued[2]}")
        return _Meaning(trouble.begun, end, "a colon has no space after it", help, repair)
    help = "write `key: value`, with a space after the colon"
    return _Meaning(trouble.begun, end, "a key has no colon after it", help)


def _second_value(trouble: YamlErrorMarks) -> _Meaning:
    start, line = trouble.line(trouble.at)
    if _COLON.search(line, 0, max(trouble.at - start, 0)):
        message = "the line has a second colon with a space after it"
        return _at(trouble, message, "quote the value if the colon is part of it")
    first = start + len(line) - len(line.lstrip())
    message = "the line is indented, but the value above it is complete"
    return _Meaning(first, trouble.at + 1, message, "correct the indentation of the line")


def _no_key(trouble: YamlErrorMarks) -> _Meaning:
    start, line = trouble.line(trouble.at)
    before = line[: trouble.at - start].rstrip()
    if before.endswith('"'):
        return _at(trouble, "text follows the closing quote", "put the complete value in quotes")
    if before.endswith("'"):
        return _at(trouble, "text follows the closing quote", "in single quotes, write '' instead of '")
    message = "the line is not a valid entry of the mapping"
    fix = "correct the indentation of the line, or add the missing colon to a key above"
    return _at(trouble, message, fix)


def _not_closed(trouble: YamlErrorMarks) -> _Meaning:
    """Show where an unclosed bracket opens; or, inside the brackets, where a comma is missing."""
    list_ = "']'" in trouble.problem
    close = "]" if list_ else "}"
    begun, opened = trouble.line(trouble.begun)
    start, line = trouble.line(trouble.at)
    deeper = _indent(line) > _indent(opened) and trouble.at < len(trouble.text)
    slashes = _SLASHES.search(trouble.text, trouble.begun, trouble.at)
    if slashes:
        message = "a comment must start with #, not with //"
        return _Meaning(slashes.end() - 2, slashes.end(), message, "write # instead of //")
    if start == begun or deeper:
        message = f"a comma or {close} is missing before this position"
        return _at(trouble, message, f"add a comma or {close}")
    what = "list in [ ]" if list_ else "mapping in { }"
    message = f"a {what} lacks a closing {close} or a comma"
    return _Meaning(trouble.begun, trouble.begun + 1, message, f"add the missing {close} or comma")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _no_content(trouble: YamlErrorMarks) -> _Meaning:
    if trouble.char == ",":
        return _at(trouble, "a comma has no item before it", "delete the comma, or add the item")
    opened = _find_open_bracket(trouble.text[: trouble.at]) if trouble.at >= len(trouble.text.rstrip()) else None
    if opened is not None:
        close = "]" if trouble.text[opened] == "[" else "}"
        line = trouble.text.count("\n", 0, opened) + 1
        what = "list" if close == "]" else "mapping"
        message = f"the bracket {trouble.text[opened]} in line {line} has no closing {close}"
        return _Meaning(opened, opened + 1, message, f"add {close} at the end of the {what}")
    return _at(trouble, "a value is missing here", "add the value, or quote a special character")


def _find_open_bracket(text: str) -> int | None:
    """Return the position of the last bracket that is not closed; quoted text and comments do not count."""
    opened: list[int] = []
    for token in _TOKENS.finditer(text):
        if token[0] in "[{":
            opened.append(token.start())
        elif token[0] in "]}" and opened:
            opened.pop()
    return opened[-1] if opened else None


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
        "the line is not a valid entry of the list",
        "start the line with `- `, or correct its indentation",
    ),
    ("unknown escape character", "a quoted text has an unknown escape sequence", "use single quotes, or write \\\\"),
    ("invalid leading UTF-8 octet", "the file is not UTF-8", "save the file as UTF-8"),
    ("characters are not allowed", "the file contains a control character", "delete the character"),
    ("sequence entries are not allowed", "a list cannot start here", "start the list on a new line"),
    ("mapping keys are not allowed", "a key cannot start here", "write the key on a new line"),
    ("<document start>", "text follows the end of the document", "add `---` before the text"),
    ("duplicate anchor", "an anchor is defined twice", "rename one of the two anchors"),
    ("incompatible YAML document", "the %YAML line has a version other than 1.1 or 1.2", "delete the %YAML line"),
)
