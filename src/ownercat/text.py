"""Make foreign text safe to print, and format parts of sentences."""

import json
import math
import re
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase

SHOWN = 120  # a quoted value is cut after so many characters
_LONG_NUMBER = 4_096  # bits; Python refuses to write a much longer number with decimal digits
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Invisible letters and marks: fillers, joiners, blanks and variation selectors. Not included are the two
# selectors that choose between a text and an emoji form (FE0E, FE0F): those are part of everyday emoji.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0)]))
)
# Commands of CI systems anywhere in a log line: GitHub and Azure (##[, ##vso[), TeamCity, GitLab.
_COMMAND = re.compile(r"##(?=\w*\[)|section_(?:start|end)(?=:)")
_NOT_PLAIN = re.compile(r"[^ -~]")


def is_hidden(char: str) -> bool:
    """Return whether a character is a control, bidi, zero-width, private or unassigned one (or a lone surrogate)."""
    return unicodedata.category(char) in _HIDDEN_CATEGORIES or char in _BLANK


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def list_glyphs(text: str) -> list[str]:
    """Return each character as shown: itself or an escape. The first character of a CI command is escaped as well."""
    glyphs = [c if " " <= c <= "~" or not is_hidden(c) else _escape(c) for c in text]
    for command in _COMMAND.finditer(text):
        glyphs[command.start()] = _escape(text[command.start()])
    return glyphs


def is_plain(text: str) -> bool:
    """Return whether every character is shown as itself in one column.

    The check is fast and may return false for a plain text.
    """
    return text.isascii() and text.isprintable() and "##" not in text and "section_" not in text


def clean(text: str) -> str:
    """Return text on one line, with each control, bidi or invisible character as an escape."""
    return text if is_plain(text) else "".join(list_glyphs(text))


def escape_command(line: str) -> str:
    """Return a clean line without a leading ``::``, which is a command for GitHub's runner."""
    head = len(line) - len(line.lstrip())
    return f"{line[:head]}{_escape(':')}{line[head + 1 :]}" if line.startswith("::", head) else line


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code < 0xE000:
        return "\\ufffd"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _replace_infinite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _replace_infinite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_infinite(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def format_json(value: object) -> str:
    """Return JSON on one line that every parser accepts and no CI system obeys: ASCII, no lone surrogate, no NaN."""
    try:
        result = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        result = json.dumps(_replace_infinite(value), ensure_ascii=False)
    if is_plain(result):
        return result
    result = _NOT_PLAIN.sub(_json_escape, result)
    return result.replace("##", "#\\u0023").replace("section_", "section\\u005f")


def shown(value: object, limit: int = SHOWN) -> str:
    """Return a value of a file as messages quote it: safe, cut, and with the words of YAML for null and booleans."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and value.bit_length() > _LONG_NUMBER:
        value = hex(value)
    text = value if isinstance(value, str) else format(value)
    return clean(text if len(text) <= limit else text[: limit - 1] + "…")


def matches_pattern(text: str, pattern: str) -> bool:
    """Return whether a text matches a shell pattern. A bracket that nothing closes stands for itself."""
    end = pattern.rfind("]") + 1  # fnmatch would search for each missing end, which takes quadratic time
    return fnmatchcase(text, pattern[:end] + pattern[end:].replace("[", "[[]"))


def plural(count: int, noun: str, many: str = "") -> str:
    """Return a count with its noun: ``1 service``, ``2 services``."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def listed(words: Iterable[str], last: str = "and", most: int = 8) -> str:
    """Return a list as text: ``a, b and c``; items after ``most`` are counted."""
    items = list(words)
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
