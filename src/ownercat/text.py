"""The one place that makes foreign text safe to print, and small helpers for sentences."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable

SHOWN = 120  # a quoted value is cut after so many characters
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters and marks by category, yet nothing to see: fillers, joiners, blanks and variation selectors. Not the two
# selectors that choose between a text and an emoji form (FE0E, FE0F): those are part of everyday emoji.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0)]))
)
# What CI systems obey anywhere in a log line: GitHub and Azure (##[, ##vso[), TeamCity, GitLab.
_COMMAND = re.compile(r"##(?=\w*\[)|section_(?:start|end)(?=:)")
_NOT_PLAIN = re.compile(r"[^ -~]")


def is_hidden(char: str) -> bool:
    """Whether a character is a control, bidi, zero-width, private or unassigned one (or a lone surrogate)."""
    return unicodedata.category(char) in _HIDDEN_CATEGORIES or char in _BLANK


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def glyphs(text: str) -> list[str]:
    """What each character is shown as: itself or an escape; the first one of a CI command is escaped as well."""
    found = [c if " " <= c <= "~" or not is_hidden(c) else _escape(c) for c in text]
    for command in _COMMAND.finditer(text):
        found[command.start()] = _escape(text[command.start()])
    return found


def is_plain(text: str) -> bool:
    """Whether every character is shown as itself and takes one column (a quick look that may miss some)."""
    return text.isascii() and text.isprintable() and "##" not in text and "section_" not in text


def clean(text: str) -> str:
    """Text from outside on one line: no control, bidi or invisible character survives, each is shown as an escape."""
    return text if is_plain(text) else "".join(glyphs(text))


def inert(line: str) -> str:
    """A clean line that begins with foreign text: a leading ``::`` would be a command to GitHub's runner."""
    head = len(line) - len(line.lstrip())
    return f"{line[:head]}{_escape(':')}{line[head + 1 :]}" if line.startswith("::", head) else line


def _json_escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xD800 <= code < 0xE000:
        return "\\ufffd"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def as_json(value: object) -> str:
    """JSON on one line that every parser takes and no CI system obeys: ASCII, no lone surrogate, no NaN."""
    try:
        found = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        found = json.dumps(_finite(value), ensure_ascii=False)
    if is_plain(found):
        return found
    found = _NOT_PLAIN.sub(_json_escape, found)
    return found.replace("##", "#\\u0023").replace("section_", "section\\u005f")


def shown(value: object, limit: int = SHOWN) -> str:
    """A value from a file as a message quotes it: YAML's words for null and booleans, cut, safe."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = value if isinstance(value, str) else format(value)
    return clean(text if len(text) <= limit else text[: limit - 1] + "…")


def plural(count: int, noun: str, many: str = "") -> str:
    """``1 service``, ``2 services``."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def listed(words: Iterable[str], last: str = "and", most: int = 8) -> str:
    """``a, b and c``; the rest beyond ``most`` is counted."""
    items = list(words)
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
