"""A source line with marks below it, cut to the width, as clean text. Columns count from 0 here."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from ownercat.text import is_plain, list_glyphs
from ownercat.views.terminal import Paint, columns, widths, wrap

TAB = "    "


class Mark(NamedTuple):
    """An underline: character indexes of the raw line (end exclusive), its sign, style and label."""

    start: int
    end: int
    sign: str
    style: str
    label: str


class _Line(NamedTuple):
    """The shown part of a line.

    ``edges[i]`` is the column where glyph ``i`` begins, with one more edge for a mark after the last character.
    ``shift`` is the index of the first glyph in the raw line.
    """

    glyphs: Sequence[str]
    edges: Sequence[int]
    shift: int
    cut_left: bool
    cut_right: bool

    def column(self, index: int) -> int:
        """Return the column of a character of the raw line, limited to the shown part."""
        return _get_edge(self.edges, index - self.shift) + self.cut_left

    @property
    def cut(self) -> bool:
        """Return whether a part of the line is left out."""
        return self.cut_left or self.cut_right


class _Drawn(NamedTuple):
    """A mark in columns of the shown part."""

    start: int
    end: int
    sign: str
    style: str
    label: str


def has_room(raw: str, marks: Sequence[Mark], room: int) -> bool:
    """Return whether the whole line fits, its marks do not overlap, and each label fits below its mark."""
    if len(raw) > room:
        return False
    line = _cut_line(raw, marks[0], room)
    drawn = _place_marks(line, marks)
    apart = all(left.end <= right.start for left, right in pairwise(drawn))
    return apart and not line.cut and all(d.start + columns(d.label) <= room for d in drawn)


def render_snippet(raw: str, marks: Sequence[Mark], room: int, paint: Paint) -> list[str]:
    """Render the line, cut around the first mark if it is too long, and the marks and labels below it."""
    line = _cut_line(raw, marks[0], room)
    source = f"{'…' * line.cut_left}{''.join(line.glyphs)}{'…' * line.cut_right}"
    inside = [mark._replace(start=min(mark.start, len(raw))) for mark in marks]
    return [source.rstrip(), *_render_rows(_place_marks(line, inside), room, paint)]


def _cut_line(raw: str, mark: Mark, room: int) -> _Line:
    # a line can be a megabyte long: measure only the part around the mark
    begin, stop = max(mark.start - 2 * room, 0), max(mark.start, 0) + 2 * room
    part = raw[begin:stop]
    shown, edges = _measure(part)
    more_left, more_right = begin > 0, stop < len(raw)
    start = _get_edge(edges, min(mark.start, len(raw)) - begin)
    end = _get_edge(edges, mark.end - begin)
    if not more_left and not more_right and max(edges[-2], end) <= room:
        return _Line(shown, edges, 0, False, False)
    low = 0 if not more_left and end < room else _find_first_column(start, end, room)
    if not more_right:
        low = min(low, max(max(edges[-2], end) - room + 1, 0))
    left = low > 0 or more_left
    right = more_right or low + room - left < edges[-2]
    first = bisect_left(edges, low)
    last = min(bisect_right(edges, edges[first] + room - left - right) - 1, len(part))
    moved = [edge - edges[first] for edge in edges[first : last + 1]]
    moved.append(moved[-1] + 1)  # one more edge: a glyph that was cut off does not widen a mark
    return _Line(shown[first:last], moved, begin + first, left, right)


def _get_edge(edges: Sequence[int], index: int) -> int:
    return edges[min(max(index, 0), len(edges) - 1)]


def _find_first_column(start: int, end: int, room: int) -> int:
    """Return the first column of a window that has the mark in its middle."""
    return max(start - (room - 2 - min(end - start, room - 2)) // 2, 0)


def _measure(part: str) -> tuple[Sequence[str], Sequence[int]]:
    """Return the glyphs of a text and the column where each begins."""
    if is_plain(part):
        return part, range(len(part) + 2)
    shown = [TAB if char == "\t" else glyph for char, glyph in zip(part, list_glyphs(part), strict=True)]
    sizes = list(widths("".join(shown)))
    if len(sizes) > len(shown):  # some glyphs are escapes
        rest = iter(sizes)
        sizes = [sum(islice(rest, len(glyph))) for glyph in shown]
    edges = list(accumulate(sizes, initial=0))
    return shown, [*edges, edges[-1] + 1]


def _place_marks(line: _Line, marks: Iterable[Mark]) -> list[_Drawn]:
    placed = []
    for mark in marks:
        start = line.column(mark.start)
        end = max(line.column(mark.end), start + 1)
        placed.append(_Drawn(start, end, mark.sign, mark.style, mark.label))
    return sorted(placed)


def _render_rows(marks: Sequence[_Drawn], room: int, paint: Paint) -> Iterator[str]:
    """Render the marks, with the last label after them if it fits; then the other labels from right to left."""
    last = marks[-1]
    pieces = [(m.start, m.sign * (m.end - m.start), m.style) for m in marks]
    rest = [m for m in marks if m.label]
    if last.label and last.end + 1 + columns(last.label) <= room:
        pieces.append((last.end + 1, last.label, last.style))
        rest = rest[:-1]
    yield _render_row(pieces, paint)
    while rest:
        mark = rest.pop()
        bars = [(other.start, "|", other.style) for other in rest]
        for column, text in _wrap_label(mark, room):
            yield _render_row([*bars, (column, text, mark.style)], paint)


def _wrap_label(mark: _Drawn, room: int) -> list[tuple[int, str]]:
    """Return the lines of a label below its mark, with their column; long labels move to the left or wrap."""
    lines = wrap(mark.label, room)
    column = max(min(mark.start, room - max(map(columns, lines))), 0)
    return [(column, line) for line in lines]


def _render_row(pieces: Iterable[tuple[int, str, str]], paint: Paint) -> str:
    """Render texts at their columns, from left to right."""
    row, used = "", 0
    for column, text, style in pieces:
        row += " " * (column - used) + paint(text, style)
        used = column + columns(text)
    return row
