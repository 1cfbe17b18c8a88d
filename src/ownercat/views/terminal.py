"""Text on a terminal: columns, wrapping, signs and color."""

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ownercat.text import escape_command

_WIDTHS = (60, 200)  # narrower lines cannot be read, and neither can wider ones
Paint = Callable[[str, str], str]

_EMOJI_FORM = "\ufe0f"
_JAMO = range(0x1160, 0x1200)  # Korean vowels and finals join the syllable before them
# Select Graphic Rendition codes; bold everywhere, so that they read on dark and light grounds alike.
STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "frame": "1;34",
    "strong": "1",
    "good": "1;32",
    "dim": "2",
    "command": "1",
}


class Sign(NamedTuple):
    """A mark in front of a fact. ``box``: how a checklist in Markdown shows it."""

    text: str
    style: str
    box: str


SIGNS = {
    "met": Sign("✓", "good", "[x]"),
    "waived": Sign("!", "warning", "[x]"),
    "doubtful": Sign("!", "warning", "[ ]"),
    "missing": Sign("✗", "error", "[ ]"),
    "unknown": Sign("?", "warning", "[ ]"),
    "unused": Sign("·", "dim", "[ ]"),
}
FULL, EMPTY = "█", "░"  # of a bar
_PLAIN = {"✓": "+", "✗": "x", "·": "-", "→": "->", "…": "...", "↑": "+", "↓": "-", FULL: "#", EMPTY: "."}
_TO_PLAIN = str.maketrans(_PLAIN)


def painter(color: bool) -> Paint:
    """Return a function of text and style that returns the text, in color or unchanged."""
    return _colored if color else _uncolored


def _colored(text: str, style: str) -> str:
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if text else ""


def _uncolored(text: str, style: str) -> str:
    return text


def _width(char: str, before: int) -> int:
    """Return the columns of a character. ``before``: those of the previous one, which an emoji selector widens."""
    if char == _EMOJI_FORM:
        return 1 if before == 1 else 0
    if unicodedata.category(char) in ("Mn", "Me") or ord(char) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def widths(text: str) -> Iterator[int]:
    """Yield the columns of each character of clean text."""
    before = 0
    for char in text:
        before = 1 if " " <= char <= "~" else _width(char, before)
        yield before


def columns(text: str) -> int:
    """Return the columns of clean text: two for East Asian and emoji characters, none for combining marks."""
    return len(text) if text.isascii() else sum(widths(text))


def _head(text: str, room: int) -> int:
    """Return how many characters fit into ``room`` columns, at least one."""
    used = 0
    for index, width in enumerate(widths(text)):
        used += width
        if used > room:
            return max(index, 1)
    return len(text)


def wrap(text: str, room: int, indent: str = "", first: int = 0, whole_paths: bool = False) -> list[str]:
    """Return clean text in lines of at most ``room`` columns.

    ``indent`` opens every line but the first, where ``first`` columns are taken. Words longer than a line are cut;
    with ``whole_paths``, links and paths are not. No line begins with ``::``, wherever the text came from.
    """
    if first + columns(text) <= room:
        return [text]
    lines: list[str] = []
    line, used = "", first
    for word in _words(text, max(room - len(indent), 8), whole_paths):
        size = columns(word)
        if line and used + 1 + size > room:
            lines.append(line.rstrip())
            line, used = indent + escape_command(word), len(indent) + size
        else:
            if lines and not line.strip():  # after a wrap at several spaces, the line is still empty
                word = escape_command(word)  # noqa: PLW2901
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, used + size)
    return [*lines, line]


def _words(text: str, room: int, whole_paths: bool) -> Iterator[str]:
    """Yield the words of a text, those longer than ``room`` in pieces."""
    for word in text.split(" "):
        rest = word
        while columns(rest) > room and not (whole_paths and "/" in word):
            cut = _head(rest, room)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _measure_screen() -> int:
    """Return the columns of the terminal, or 80. Importing shutil would load all compression libraries."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and len(given) < 10 and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def measure_width(whole_rows: bool = False) -> int:
    """Return the columns of a page: those of the terminal, from 60 to 200.

    ``whole_rows``: without a terminal there is no limit, so that ``grep`` sees whole rows of a table.
    """
    if whole_rows and not (sys.stdout and sys.stdout.isatty()):
        return sys.maxsize
    low, high = _WIDTHS
    return min(max(_measure_screen(), low), high)


def can_show_signs() -> bool:
    """Return whether the encoding of standard output has the signs of pages, such as ✓."""
    try:
        "".join(_PLAIN).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def replace_signs(text: str) -> str:
    """Return a page with ASCII in place of its signs."""
    return text.translate(_TO_PLAIN)


def use_color(choice: str) -> bool:
    """Return whether to color standard output: flag > NO_COLOR > FORCE_COLOR, CLICOLOR_FORCE > terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    terminal = sys.stdout is not None and sys.stdout.isatty()  # None: it was closed before the run
    return terminal and not is_dumb() and os.environ.get("CLICOLOR") != "0"


def is_dumb() -> bool:
    """Return whether the terminal says that it knows no escape sequences."""
    return os.environ.get("TERM") == "dumb"
