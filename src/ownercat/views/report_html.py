"""``report`` as one HTML file: no script, no request to another host, and every text of the catalog escaped."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources

from ownercat.text import shown
from ownercat.views import report_charts
from ownercat.views.report_parts import Chart, ReportSection
from ownercat.views.rows import Line, Table, TableRow

_LONGEST = 1_000


def render(title: str, span: str, sections: Sequence[ReportSection]) -> str:
    """Return the report. The policy of the page allows its own style and its images, and nothing else."""
    style = resources.files("ownercat.views").joinpath("report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}</title>",
        f"<style>{style}</style>",
    )
    body = (f'<header><h1>{_text(title)}</h1><p class="span">{_text(span)}</p></header>', *_list_parts(sections))
    lines = ("<!doctype html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", *body, "</body>", "</html>")
    return "".join(f"{line}\n" for line in lines)


def _list_parts(sections: Iterable[ReportSection]) -> Iterator[str]:
    """Yield the two parts, each with its sections; in print, the second one begins on a page of its own."""
    is_open = False
    for section in sections:
        if section.level == 2:
            yield "</div>" * is_open + '<div class="part">'
            is_open = True
        yield from _list_section(section)
    yield "</div>" * is_open


def _list_section(section: ReportSection) -> Iterator[str]:
    sheet = section.sheet
    yield f"<section><h{section.level}>{_text(section.title)}</h{section.level}>"
    if len(sheet.about) > 1:
        yield f"<ul>{''.join(f'<li>{_text(line.text)}</li>' for line in sheet.about)}</ul>"
    else:
        yield from (f"<p>{_text(line.text)}</p>" for line in sheet.about)
    tables = [_format_table(table) for table in sheet.tables]
    if section.chart:
        yield f'<div class="pair">{_format_chart(section.chart)}<div>{"".join(tables)}</div></div>'
    else:
        yield from tables
    yield from (f'<p class="note">{_text(note.text)}</p>' for note in sheet.notes if note.text)
    yield "</section>"


def _format_chart(chart: Chart) -> str:
    data = base64.b64encode(report_charts.draw(chart).encode()).decode("ascii")
    label = _text(f"Chart: {chart.title}. The table beside it has the numbers.")
    return f'<img src="data:image/svg+xml;base64,{data}" width="{report_charts.WIDTH}" alt="{label}">'


def _format_table(table: Table) -> str:
    title = f"<h4>{_text(table.title)}</h4>" if table.title else ""
    if not table.head:
        return f"{title}<ol>{''.join(map(_format_item, table.rows))}</ol>"
    head = "".join(_format_cell(cell, "th", number in table.right) for number, cell in enumerate(table.head))
    rows = "".join(
        f"<tr>{''.join(_format_cell(cell, 'td', n in table.right) for n, cell in enumerate(row.cells))}</tr>"
        for row in table.rows
    )
    return f'{title}<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _format_cell(text: str, tag: str, is_number: bool) -> str:
    attributes = ' scope="col"' * (tag == "th") + ' class="n"' * is_number
    return f"<{tag}{attributes}>{_text(text)}</{tag}>"


def _format_item(row: TableRow) -> str:
    lines = "".join(f"<li>{_format_line(line)}</li>" for line in row.lines)
    return f"<li><strong>{_text(' · '.join(row.cells))}</strong>{f'<ul>{lines}</ul>' if lines else ''}</li>"


def _format_line(line: Line) -> str:
    return _text(line.text)


def _text(text: str) -> str:
    """Return a text as HTML; its parts in backticks become code."""
    parts = shown(text, _LONGEST).split("`")
    return "".join(f"<code>{escape(part)}</code>" if number % 2 else escape(part) for number, part in enumerate(parts))
