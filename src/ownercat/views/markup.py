"""Escape text of the catalog for Markdown, Graphviz' dot and Mermaid.

What goes in is made safe to print first (``text.shown``), so no control character or line break is left.
"""

import re
from collections.abc import Iterable, Sequence

from ownercat.text import shown

# What a forge or a chat makes more of than text, wherever it stands: mentions, links, references to issues, merge
# requests and commits, tracker keys, emoji. None of it works inside a code span.
_LIVE = re.compile(r"@|#|`|://|\w\.\w*[A-Za-z]{2}|[!$~%&^]\w|:[\w+-]+:|\b[0-9a-fA-F]{7,40}\b|\b[A-Z][A-Z0-9]+-\d")
_MARKUP = re.compile(r"([\\*_{}\[\]|~$])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Not even a code span holds these safely: one ends it, and Slack reads <!here> in one.
_IN_CODE = str.maketrans({"`": "'", "<": "‹", ">": "›"})
_PARTED = re.compile(r"\$(?=\$)|\bfa[a-z]?:(?=fa-)")
_BAR = re.compile(r"(?<!\\)\|")
_CODED = re.compile(r"(?!(?<=[A-Za-z0-9])-(?=[A-Za-z0-9]))[^\w .,·→–]|_")


def markdown(text: str, limit: int = 400) -> str:
    """Escape text inside a line of Markdown: no markup, mention, link, image, reference or HTML remains.

    Words that a forge or a chat would bring to life stand as code.
    """
    return " ".join(_word(word) for word in shown(text, limit).split(" "))


def _word(word: str) -> str:
    if not _LIVE.search(word):
        return _MARKUP.sub(r"\\\1", word).translate(_ENTITIES)
    bare = word.rstrip(":,;")  # the sentence's, not the word's
    return code(bare) + word[len(bare) :]


def code(text: str, limit: int = 400) -> str:
    """Return text as a code span."""
    return f"`{shown(text, limit).translate(_IN_CODE)}`" if text else ""


def sentence(text: str, limit: int = 1_000) -> str:
    """Escape a message inside a line of Markdown; its parts in backticks become code."""
    parts = text.split("`")
    return "".join(code(part, limit) if number % 2 else markdown(part, limit) for number, part in enumerate(parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table from plain texts. A bar ends a cell even inside a code span, so it is escaped."""
    lines = [list(map(_cell, head)), ["---"] * len(head), *(list(map(_cell, row)) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return _BAR.sub(r"\|", sentence(text))


def dot(text: str, limit: int = 120) -> str:
    """Return text as a quoted string of Graphviz; backslash and ampersand are escaped."""
    escaped = shown(text, limit).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mermaid(text: str, limit: int = 120) -> str:
    """Return text as a quoted label of Mermaid, with entity codes for all characters special to Mermaid or HTML.

    Formulas and icons are looked for after the codes are read, so a space parts what would begin one.
    """
    parted = _PARTED.sub(lambda found: f"{found[0]} ", shown(text, limit))
    return '"' + _CODED.sub(lambda found: f"#{ord(found[0])};", parted) + '"'
