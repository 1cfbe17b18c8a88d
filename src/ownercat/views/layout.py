"""Sheets on the terminal: labels on the left, facts, and their places on the right where there is room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.text import escape_command
from ownercat.views.facts import lines as lines_of
from ownercat.views.rows import Line, Row, Sheet
from ownercat.views.terminal import Paint, columns, measure_width, painter

Locate = Callable[[Collection[Place]], Mapping[Place, str]]

_WIDE = 100  # from this width on, the place of every fact stands on the right
_GAP = 2


class TableDisplay(NamedTuple):
    """The paper: its width, whether to colour, whether every fact's place is wanted at any width.

    ``when``: what is to be said of the time on every sheet.
    """

    width: int
    color: bool
    verbose: bool
    when: str = ""


def laid(sheets: Sequence[Sheet], files: Mapping[str, bytes], color: bool, verbose: bool, head: str = "") -> str:
    """Sheets one below the other, ``head`` above them; ``files``: the bytes that places are looked up in, by path."""

    def located(places: Collection[Place]) -> Mapping[Place, str]:
        return {place: f"{path}:{line}" for place, (path, line) in lines_of(files, places).items()}

    width = measure_width()
    above = "".join(f"{line}\n" for line in wrapped(head, width)) if head else ""
    body = lay(sheets, TableDisplay(width, color, verbose), located)
    return f"{above}\n{body}" if above and body else above or body


def lay(sheets: Sequence[Sheet], view: TableDisplay, locate: Locate) -> str:
    """Sheets as text, one below the other."""
    located = view.verbose or view.width >= _WIDE
    places = locate({place for sheet in sheets for place in _places(sheet, located)})
    return "\n".join("\n".join(_sheet(sheet, view, places, located)) + "\n" for sheet in sheets)


def with_place(line: Line, places: Mapping[Place, str]) -> str:
    """A line of no use without its place, with it."""
    return f"{line.text}  {places[line.place]}" if line.needs_place and line.place else line.text


def _places(sheet: Sheet, located: bool) -> Iterator[Place]:
    """The places that will be shown: those of the head and of what is of no use without, or all."""
    yield sheet.place
    lines = [*sheet.about, *(line for row in sheet.rows for line in row.lines)]
    yield from (line.place for line in lines if line.place and (located or line.needs_place))


def _sheet(sheet: Sheet, view: TableDisplay, places: Mapping[Place, str], located: bool) -> Iterator[str]:
    paint = painter(view.color)
    yield from _head(sheet, view, places, paint)
    if view.when:
        yield from wrapped(view.when, view.width)
    for line in sheet.about:
        yield from _beside(wrapped(line.text, view.width), _source(line, places, located), view, paint)
    yield ""
    for row in sheet.rows:
        yield from _row(row, sheet.label, view, places, located, paint)


def _head(sheet: Sheet, view: TableDisplay, places: Mapping[Place, str], paint: Paint) -> list[str]:
    first, *rest = wrapped(" · ".join(sheet.head), view.width)
    name = escape_command(sheet.head[0])
    painted = paint(name, "strong") + first.removeprefix(name) if first.startswith(name) else first
    source = places[sheet.place]
    room = view.width - columns(first) - columns(source)
    if rest or room < _GAP:
        return [painted, *rest, paint(source, "dim")]
    return [f"{painted}{' ' * room}{paint(source, 'dim')}"]


def _row(
    row: Row, size: int, view: TableDisplay, places: Mapping[Place, str], located: bool, paint: Paint
) -> Iterator[str]:
    if not row.lines:
        yield ""
    indent = " " * (size + 1)
    label = f" {row.label}"
    if columns(label) > size:
        yield paint(label, "frame")
        label = ""
    for lines, source in _blocks(row, places, located, view.width - len(indent)):
        first = f"{paint(label, 'frame')}{' ' * (len(indent) - columns(label))}"
        label = ""
        text = [f"{indent}{line}" for line in lines]
        placed = list(_beside(text, source, view, paint))
        yield first + placed[0][len(indent) :]
        yield from placed[1:]


def _blocks(row: Row, places: Mapping[Place, str], located: bool, room: int) -> Iterator[tuple[list[str], str]]:
    """The row's text in lines that fit, each with the place to be shown beside it."""
    if row.flows and not located:
        yield _flowed([line.text for line in row.lines], room), ""
        return
    for line in row.lines:
        text = line.text if located else with_place(line, places)
        yield wrapped(text, room), _source(line, places, located)


def _source(line: Line, places: Mapping[Place, str], located: bool) -> str:
    return places[line.place] if located and line.place else ""


def _beside(lines: list[str], source: str, view: TableDisplay, paint: Paint) -> Iterator[str]:
    """Lines of text with a place on the right: of the first one if it fits there, else on a line of its own."""
    room = view.width - columns(lines[0]) - columns(source)
    if not source:
        yield from lines
    elif room >= _GAP:
        yield f"{lines[0]}{' ' * room}{paint(source, 'dim')}"
        yield from lines[1:]
    else:
        yield from lines
        yield f"{' ' * max(0, view.width - columns(source))}{paint(source, 'dim')}"


def wrapped(text: str, room: int) -> list[str]:
    """Text in lines, the further ones indented a little. A link is never cut: it must stay one to copy."""
    lines, line = [], ""
    for word in escape_command(text).split(" "):
        if line.strip() and columns(line) + 1 + columns(word) > room:
            lines.append(line.rstrip())
            line = f"  {escape_command(word)}"
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _flowed(items: list[str], room: int) -> list[str]:
    """Facts joined by dots; a line is broken between two facts as long as each of them fits on one."""
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]} · {item}" if lines else item
        if lines and columns(joined) <= room:
            lines[-1] = joined
        else:
            lines += wrapped(item, room)
    return lines
