"""Plain tables: aligned columns, the last one wrapped on a terminal and left whole in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from ownercat.views.terminal import columns, measure_screen, wrap

GAP = 2
READABLE = 30  # a last column with less room, or less than its longest word, is written below the other columns
INDENT = 8


def width() -> int:
    """The columns to write for; without a terminal there is no limit, so that ``grep`` sees whole rows."""
    return measure_screen() if sys.stdout and sys.stdout.isatty() else sys.maxsize


def table(rows: Sequence[Sequence[str]], room: int) -> str:
    """Rows of clean text as lines."""
    return "".join(f"{line}\n" for lines in laid(rows, room) for line in lines)


def laid(rows: Sequence[Sequence[str]], room: int) -> Iterator[list[str]]:
    """Yield the lines of each row. A last column without enough room is written below the other columns."""
    sizes = [max(map(columns, column)) for column in zip(*rows, strict=True)][:-1]
    used = sum(sizes) + GAP * len(sizes)
    for row in rows:
        cells = (cell + " " * (size - columns(cell) + GAP) for cell, size in zip(row[:-1], sizes, strict=True))
        head = "".join(cells)
        if used + columns(row[-1]) > room and used + max(READABLE, _measure_longest_word(row[-1])) > room:
            yield [*_wrap_head(head.rstrip(), room), *_wrap_below(row[-1], room)]
        else:
            first, *more = wrap(row[-1], room, " " * used, used)
            yield [f"{head}{first}".rstrip(), *more]


def _measure_longest_word(text: str) -> int:
    return max(map(columns, text.split(" ")))


def _wrap_head(text: str, room: int) -> list[str]:
    return wrap(text, room, " " * INDENT) if text else []


def _wrap_below(text: str, room: int) -> list[str]:
    """Wrap text on lines of its own, all with the same indentation."""
    first, *more = wrap(text, room, " " * INDENT, INDENT)
    return [" " * INDENT + first, *more] if first else more
