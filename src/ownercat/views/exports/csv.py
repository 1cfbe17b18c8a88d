"""CSV: one row per entity and reference, for spreadsheets.

A text that a spreadsheet could run as a formula begins with a quote.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from ownercat.text import clean
from ownercat.views.exports import ExportFormat, Items, UnreadableExport
from ownercat.views.exports._rows import FIELDS, MOVES, build_rows, index_rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # https://owasp.org/www-community/attacks/CSV_Injection


def _render(items: Items) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([_guard(str(row.get(field, ""))) for field in FIELDS] for row in items.values())
    return out.getvalue()


def _guard(text: str) -> str:
    text = clean(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _parse(data: bytes) -> Items:
    return index_rows(_list_rows(data.decode("utf-8-sig", "replace")))


def _list_rows(text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        if next(reader, None) != list(FIELDS):
            raise UnreadableExport(f"its first line is not {','.join(FIELDS)}")
        for row in reader:
            values = (value.removeprefix("'") for value in row)
            yield reader.line_num, {key: value for key, value in zip(FIELDS, values, strict=False) if value}
    except csv.Error:
        raise UnreadableExport(f"line {reader.line_num} is not CSV") from None


EXPORT = ExportFormat("csv", "CSV: all entities and references", build_rows, _render, _parse, MOVES)
