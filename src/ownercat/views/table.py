"""Tables: columns of aligned cells; one column takes the room that is left, and its cells wrap."""

import sys
from collections.abc import Collection, Iterator, Sequence

from ownercat.views.terminal import columns, wrap

GAP = 2
_NARROWEST = 20  # columns that the flexible cells get at least, whatever the terminal
_READABLE = 30  # a last column with less room, or less than its longest word, is written below the other columns
_INDENT = 8

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
    """Return rows of clean text as lines; a last column without enough room is written below the other columns."""
    *sizes, _ = _measure_cells(rows)
    used = sum(sizes) + GAP * len(sizes)
    return "".join(f"{line}\n" for row in rows for line in _format_row(row, sizes, used, room))


def _format_row(row: Cells, sizes: Sequence[int], used: int, room: int) -> Iterator[str]:
    *cells, last = row
    head = "".join(_pad(cell, size + GAP, right=False) for cell, size in zip(cells, sizes, strict=True))
    longest = max(map(columns, last.split(" ")))
    if used + columns(last) > room and used + max(_READABLE, longest) > room:
        yield from wrap(head.rstrip(), room, " " * _INDENT)
        yield from (" " * _INDENT + line for line in wrap(last, room - _INDENT))
    else:
        first, *more = wrap(last, room - used)
        yield f"{head}{first}".rstrip()
        yield from (" " * used + line for line in more)


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
