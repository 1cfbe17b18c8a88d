"""Sheets as Markdown, for a pull request, a chat or a wiki. No text of a file becomes markup, a mention or a link."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ownercat.diagnostics import Place
from ownercat.views import facts
from ownercat.views.layout import list_places, with_place
from ownercat.views.markup import code, sentence, table
from ownercat.views.rows import Line, Row, Sheet, Table, TableRow
from ownercat.views.terminal import SIGNS

_COLUMNS = re.compile(r" {2,}")  # what a terminal shows in columns
NOWHERE: Mapping[Place, str] = MappingProxyType({})


def render(sheet: Sheet, title: str = "", places: Mapping[Place, str] = NOWHERE) -> str:
    """Return the head, rows, tables, checklists and notes of a sheet. ``title``: makes the head a heading.

    ``places``: the text of the places that the head and the lines need.
    """
    head, *more = map(sentence, sheet.head) if sheet.head else ("",)
    line = " · ".join([f"### {title}: {head}" if title else f"**{head}**" if head else "", *more])
    place = code(places.get(sheet.place, "")) if sheet.place else ""
    return "\n\n".join(filter(None, [line, place, render_body(sheet, places).rstrip("\n")])) + "\n"


def render_sheets(sheets: Sequence[Sheet], files: Mapping[str, bytes]) -> str:
    """Return sheets with the places that their lines need, below each other; ``files``: what the places are in."""
    found = facts.lines(files, {place for sheet in sheets for place in list_places(sheet)})
    places = {place: f"{path}:{line}" for place, (path, line) in found.items()}
    return "\n".join(render(sheet, places=places) for sheet in sheets)


def render_body(sheet: Sheet, places: Mapping[Place, str] = NOWHERE) -> str:
    """Return a sheet without its head."""
    parts = [f"{sentence(line.text)}\n" for line in sheet.about]
    parts += ["".join(_format_row(row, places) for row in sheet.rows if row.lines)] * bool(sheet.rows)
    parts += map(_format_table, sheet.tables)
    parts += [f"{_format_line(note)}\n" for note in sheet.notes if note.text]
    return "\n".join(parts)


def _format_row(row: Row, places: Mapping[Place, str]) -> str:
    """Return a label and its facts: on one line if they may share one, else below each other."""
    texts = (" · ".join(_COLUMNS.split(with_place(line, places).strip())) for line in row.lines)
    facts = [_format_line(line._replace(text=text)) for line, text in zip(row.lines, texts, strict=True)]
    if row.flows or len(facts) == 1:
        return f"- {sentence(row.label)}: {' · '.join(facts)}\n"
    return "".join([f"- {sentence(row.label)}:\n", *(f"  - {fact}\n" for fact in facts)])


def _format_table(page_table: Table) -> str:
    rows = [row for row in page_table.rows if row.cells]
    body = table(page_table.head, [row.cells for row in rows]) if page_table.head else "".join(map(_format_item, rows))
    return f"{sentence(page_table.title)}:\n\n{body}" if page_table.title else body


def _format_item(row: TableRow) -> str:
    box = f"{SIGNS[row.sign].box} " if row.sign else ""
    return "<br>\n  ".join([f"- {box}{' · '.join(map(sentence, row.cells))}", *map(_format_line, row.lines)]) + "\n"


def _format_line(line: Line) -> str:
    sign = f"{SIGNS[line.sign].text} " if line.sign else ""
    return f"{sign}{code(line.text.strip()) if line.style == 'command' else sentence(line.text)}"
