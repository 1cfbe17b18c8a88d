"""Tables: columns of aligned cells; one column takes the room that is left, and its cells wrap."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence

from ownercat.views.terminal import columns, wrap

GAP = 2
_NARROWEST = 20  # columns that the flexible cells get at least, whatever the terminal

Cells = Sequence[str]


def measure_table(rows: Sequence[Cells], gap: int = GAP) -> int:
    """Return the columns of the widest row."""
    sizes = _measure_cells(rows)
    return sum(sizes) + gap * (len(sizes) - 1)


def align_cells(
    rows: Sequence[Cells], room: int, flexible: int = -1, right: Collection[int] = (), gap: int = GAP
) -> Iterator[list[list[str]]]:
    """Yield the lines of each row as padded cells.

    ``flexible``: the column that wraps if the table is wider than ``room``. ``right``: the columns of numbers.
    """
    sizes = _measure_cells(rows)
    flexible %= len(sizes)
    rest = sum(sizes) - sizes[flexible] + gap * (len(sizes) - 1)
    sizes[flexible] = min(sizes[flexible], max(room - rest, _NARROWEST))
    for row in rows:
        first, *more = wrap(row[flexible], sizes[flexible])
        lines = [[*row[:flexible], first, *row[flexible + 1 :]]]
        lines += [["" if number != flexible else part for number in range(len(row))] for part in more]
        yield [
            [_pad(cell, size, number in right) for number, (cell, size) in enumerate(zip(line, sizes, strict=True))]
            for line in lines
        ]


def format_table(rows: Sequence[Cells], room: int) -> str:
    """Return rows of clean text as lines; the last column wraps."""
    lines = (line for row in align_cells(rows, room) for line in row)
    return "".join(f"{(' ' * GAP).join(line).rstrip()}\n" for line in lines)


def align_lines(rows: Sequence[Cells], room: int) -> list[str]:
    """Return a line for each row; only the first cells are aligned if the widest row does not fit."""
    if not rows:
        return []
    if measure_table(rows) > room:
        rows = [(row[0], "  ".join(row[1:])) for row in rows]
    return [(" " * GAP).join(line).rstrip() for row in align_cells(rows, sys.maxsize) for line in row]


def _measure_cells(rows: Sequence[Cells]) -> list[int]:
    return [max(map(columns, column)) for column in zip(*rows, strict=True)]


def _pad(cell: str, size: int, right: bool) -> str:
    blanks = " " * (size - columns(cell))
    return f"{blanks}{cell}" if right else f"{cell}{blanks}"
