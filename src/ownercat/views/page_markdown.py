"""Sheets as Markdown, for a pull request, a chat or a wiki. No text of a file becomes markup, a mention or a link."""

from ownercat.views.markup import code, sentence, table
from ownercat.views.rows import Line, Sheet, Table, TableRow
from ownercat.views.terminal import SIGNS


def render(sheet: Sheet, title: str = "") -> str:
    """Return the head, tables, checklists and notes of a sheet. ``title``: makes the head a heading."""
    head, *more = map(sentence, sheet.head)
    line = " · ".join([f"### {title}: {head}" if title else f"**{head}**", *more])
    return "\n\n".join(filter(None, [line, render_body(sheet).rstrip("\n")])) + "\n"


def render_body(sheet: Sheet) -> str:
    """Return a sheet without its head."""
    parts = [f"{sentence(line.text)}\n" for line in sheet.about]
    parts += map(_format_table, sheet.tables)
    parts += [f"{_format_line(note)}\n" for note in sheet.notes if note.text]
    return "\n".join(parts)


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
