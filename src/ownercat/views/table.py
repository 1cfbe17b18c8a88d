"""Plain tables: aligned columns, the last one wrapped on a terminal and left whole in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from ownercat.views.terminal import columns, measure_screen, wrap

GAP = 2
NARROWEST = 20  # the last column never gets less, whatever the terminal


def width() -> int:
    """The columns to write for; without a terminal there is no limit, so that ``grep`` sees whole rows."""
    return measure_screen() if sys.stdout and sys.stdout.isatty() else sys.maxsize


def table(rows: Sequence[Sequence[str]], room: int) -> str:
    """Rows of clean text as lines."""
    return "".join(f"{line}\n" for lines in laid(rows, room) for line in lines)


def laid(rows: Sequence[Sequence[str]], room: int) -> Iterator[list[str]]:
    """The lines of each row."""
    sizes = [max(map(columns, column)) for column in zip(*rows, strict=True)][:-1]
    used = sum(sizes) + GAP * len(sizes)
    for row in rows:
        head = "".join(cell + " " * (size - columns(cell) + GAP) for cell, size in zip(row[:-1], sizes, strict=True))
        first, *more = wrap(row[-1], max(room, used + NARROWEST), " " * used, used)
        yield [f"{head}{first}".rstrip(), *more]
