"""Sheets on the terminal: labels on the left, facts, and their places on the right if there is room."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.text import escape_command
from ownercat.views.facts import lines as lines_of
from ownercat.views.rows import Line, Row, Sheet, Table, TableRow
from ownercat.views.table import GAP, align_cells, measure_table
from ownercat.views.terminal import (
    SIGNS,
    Paint,
    can_show_signs,
    columns,
    measure_width,
    painter,
    replace_signs,
    wrap,
)

Locate = Callable[[Collection[Place]], Mapping[Place, str]]

_WIDE = 100  # from this width on, the place of every fact stands on the right
_SIGNED = 3  # columns of a sign and the blanks around it


class Display(NamedTuple):
    """How pages are shown. ``verbose``: every fact has its place at any width; ``signs``: the terminal has ✓ and →."""

    width: int
    color: bool
    verbose: bool = False
    signs: bool = True


class _Page(NamedTuple):
    """What every part of a sheet is laid out with."""

    view: Display
    places: Mapping[Place, str]
    located: bool
    paint: Paint


def measure_display(color: bool, verbose: bool = False) -> Display:
    """Return the display of this terminal."""
    return Display(measure_width(), color, verbose, can_show_signs())


def render_sheets(
    sheets: Sequence[Sheet], files: Mapping[str, bytes], color: bool, verbose: bool = False, head: str = ""
) -> str:
    """Return sheets as text, below ``head``. ``files``: the bytes by path, to find the line of a place."""

    def located(places: Collection[Place]) -> Mapping[Place, str]:
        return {place: f"{path}:{line}" for place, (path, line) in lines_of(files, places).items()}

    view = measure_display(color, verbose)
    above = "".join(f"{line}\n" for line in _wrap(head, view.width)) if head else ""
    body = lay(sheets, view, located)
    return f"{above}\n{body}" if above and body else above or body


def lay(sheets: Sequence[Sheet], view: Display, locate: Locate) -> str:
    """Return sheets as text for a display."""
    located = view.verbose or view.width >= _WIDE
    places = locate({place for sheet in sheets for place in list_places(sheet, located)})
    page = _Page(view, places, located, painter(view.color))
    text = "\n".join("\n".join(_sheet(sheet, page)) + "\n" for sheet in sheets)
    return text if view.signs else replace_signs(text)


def with_place(line: Line, places: Mapping[Place, str]) -> str:
    """Return the text of a line, with its place if it is useless without."""
    return f"{line.text}  {places[line.place]}" if line.needs_place and line.place else line.text


def list_places(sheet: Sheet, located: bool = False) -> Iterator[Place]:
    """Yield the places to show: those of heads and of lines that need them; if ``located``, all."""
    if sheet.place:
        yield sheet.place
    lines = [*sheet.about, *sheet.notes, *(line for row in sheet.rows for line in row.lines)]
    lines += [line for table in sheet.tables for row in table.rows for line in row.lines]
    yield from (line.place for line in lines if line.place and (located or line.needs_place))


def _sheet(sheet: Sheet, page: _Page) -> Iterator[str]:
    blocks = [
        [*_head(sheet, page), *(line for about in sheet.about for line in _plain_line(about, page))],
        [line for row in sheet.rows for line in _row(row, sheet.label, page)],
        *(list(_table(table, page)) for table in sheet.tables),
        [line for note in sheet.notes for line in _plain_line(note, page)],
    ]
    filled = [block for block in blocks if block]
    for number, block in enumerate(filled):
        yield from ("", *block) if number else block


def _head(sheet: Sheet, page: _Page) -> Iterator[str]:
    if not sheet.head:
        return
    view, paint = page.view, page.paint
    first, *rest = _wrap(" · ".join(sheet.head), view.width)
    name = escape_command(sheet.head[0])
    painted = paint(name, "strong") + first.removeprefix(name) if first.startswith(name) else first
    source = page.places[sheet.place] if sheet.place else ""
    room = view.width - columns(first) - columns(source)
    if source and not rest and room >= GAP:
        yield f"{painted}{' ' * room}{paint(source, 'dim')}"
    else:
        yield from (painted, *rest, *([paint(source, "dim")] if source else []))


def _row(row: Row, size: int, page: _Page) -> Iterator[str]:
    if not row.lines:
        yield ""
    indent = " " * (size + 1)
    label = f" {row.label}"
    if columns(label) > size:
        yield page.paint(label, "frame")
        label = ""
    for lines, source in _blocks(row, page, page.view.width - len(indent)):
        first = f"{page.paint(label, 'frame')}{' ' * (len(indent) - columns(label))}"
        label = ""
        text = [f"{indent}{line}" for line in lines]
        placed = list(_beside(text, source, page))
        yield first + placed[0][len(indent) :]
        yield from placed[1:]


def _blocks(row: Row, page: _Page, room: int) -> Iterator[tuple[list[str], str]]:
    """Yield the text of a row in lines that fit, with the place that belongs on their right."""
    if row.flows and not page.located:
        yield _flow([line.text for line in row.lines], room), ""
        return
    for line in row.lines:
        yield _wrap(_text(line, page), room), _source(line, page)


def _text(line: Line, page: _Page) -> str:
    return line.text if page.located else with_place(line, page.places)


def _source(line: Line, page: _Page) -> str:
    return page.places[line.place] if page.located and line.place else ""


def _beside(lines: list[str], source: str, page: _Page) -> Iterator[str]:
    """Yield lines with a place on the right of the first one, or on its own line if it does not fit."""
    width, paint = page.view.width, page.paint
    room = width - columns(lines[0]) - columns(source)
    if not source:
        yield from lines
    elif room >= GAP:
        yield f"{lines[0]}{' ' * room}{paint(source, 'dim')}"
        yield from lines[1:]
    else:
        yield from lines
        yield f"{' ' * max(0, width - columns(source))}{paint(source, 'dim')}"


def _plain_line(line: Line, page: _Page, indent: str = "") -> Iterator[str]:
    """Yield a fact without a label; further lines are indented."""
    sign = SIGNS[line.sign] if line.sign else None
    mark = f"{sign.text} " if sign else ""
    room = page.view.width - len(indent) - len(mark)
    parts = [line.text] if line.style == "command" else _wrap(_text(line, page), room)
    marks = [mark, *[""] * (len(parts) - 1)]
    lines = [f"{indent}{start}{part}" for start, part in zip(marks, parts, strict=True)]
    for number, text in enumerate(_beside(lines, _source(line, page), page)):  # paint last: colors have no columns
        part = parts[number] if line.style and number < len(parts) else ""
        painted = text.replace(part, page.paint(part, line.style), 1) if part else text
        yield painted.replace(sign.text, page.paint(sign.text, sign.style), 1) if sign and not number else painted


# --- tables ---


def _table(table: Table, page: _Page) -> Iterator[str]:
    signed = any(row.sign for row in table.rows)
    gap = GAP + signed
    rows = [TableRow(table.head, style="frame")] * bool(table.head) + list(table.rows)
    cells = [row.cells for row in rows if row.cells]
    room = page.view.width - _SIGNED * signed
    if table.narrower and measure_table(cells, gap) > room:
        yield from _table(table.narrower, page)
        return
    if table.title:
        yield table.title
    aligned = align_cells(cells, room, table.flexible, table.right, gap)
    for row in rows:
        lines = next(aligned) if row.cells else [[]]
        mark = _mark(row, page.paint) if signed else ""
        for number, line in enumerate(lines):
            text = (" " * gap).join(_paint_cells(line, row, table, page.paint)).rstrip()
            yield f"{' ' * _SIGNED if number and signed else mark}{escape_command(text)}".rstrip()
        yield from _details(row, page, "     " if signed else "    ")


def _mark(row: TableRow, paint: Paint) -> str:
    sign = SIGNS[row.sign] if row.sign else None
    return f" {paint(sign.text, sign.style)} " if sign else " " * _SIGNED


def _paint_cells(cells: Sequence[str], row: TableRow, table: Table, paint: Paint) -> Iterator[str]:
    """Yield cells in color; the blanks around their text stay uncolored."""
    for number, cell in enumerate(cells):
        style = table.styles.get(number, row.style)
        text = cell.strip()
        yield cell.replace(text, paint(text, style), 1) if style and text else cell


def _details(row: TableRow, page: _Page, indent: str) -> Iterator[str]:
    flowing = [line for line in row.lines if line.flows]
    if flowing:
        yield from _pack(flowing, page, indent)
    for line in row.lines:
        if not line.flows:
            yield from _plain_line(line, page, indent)


def _pack(lines: Sequence[Line], page: _Page, indent: str) -> Iterator[str]:
    """Yield signs and words in as few lines as possible; a sign stays next to its word."""
    used, painted = 0, ""
    for line in lines:
        sign = SIGNS[line.sign]
        size = columns(line.text) + 2
        if painted and len(indent) + used + size > page.view.width:
            yield f"{indent}{painted}".rstrip()
            used, painted = 0, ""
        used, painted = used + size + GAP, f"{painted}{page.paint(sign.text, sign.style)} {line.text}{' ' * GAP}"
    yield f"{indent}{painted}".rstrip()


def _wrap(text: str, room: int) -> list[str]:
    return wrap(escape_command(text.strip()), room, "  ", whole_paths=True)  # links and paths are there to be copied


def _flow(items: list[str], room: int) -> list[str]:
    """Join facts by dots; lines break between two facts if each of them fits on a line."""
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]} · {item}" if lines else item
        if lines and columns(joined) <= room:
            lines[-1] = joined
        else:
            lines += _wrap(item, room)
    return lines
