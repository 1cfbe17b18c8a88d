"""The one place that makes foreign text safe to print, and small helpers for sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SHOWN = 120  # a quoted value is cut after so many characters
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_hidden(char: str) -> bool:
    """Whether a character is a control, bidi, zero-width, private or unassigned one (or a lone surrogate)."""
    return unicodedata.category(char) in _HIDDEN_CATEGORIES


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clean(text: str) -> str:
    """Text from outside on one line: no control, bidi or invisible character survives, each is shown as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) if is_hidden(c) else c for c in text)


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
