"""Find typographic quotes and spaces that a YAML reader or a shell does not read as quotes and spaces."""

import unicodedata

_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u201b", "\u201c\u201d\u201e\u201f"
_QUOTES = frozenset(_SINGLE + _DOUBLE)
_SENTENCE_ENDS = (".", "!", "?", "\u2026")
COMMANDS = frozenset({"run"})  # keys whose value is a command


def unquote(text: str) -> str:
    """Return a text without the typographic quotes around it; ``""`` if it has none, or if it quotes a sentence."""
    if len(text) < len("“a”") or text[0] not in _QUOTES:
        return ""
    inside = text[1:-1]
    closing = f"{_SINGLE}'" if text[0] in _SINGLE else f'{_DOUBLE}"'
    if text[-1] not in closing or not set(closing).isdisjoint(inside):
        return ""
    is_sentence = " " in inside and inside.endswith(_SENTENCE_ENDS)
    return "" if is_sentence else inside.strip()


def find_quote(command: str) -> str:
    """Return the first typographic quote of a command, or ``""``."""
    return next((char for char in command if char in _QUOTES), "")


def find_space(text: str) -> str:
    """Return the first space of another width or without a line break, or ``""``."""
    return next((char for char in text if char != " " and unicodedata.category(char) == "Zs"), "")
