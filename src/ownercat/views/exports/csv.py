"""CSV: one row per entity and reference, for spreadsheets.

A text that a spreadsheet could run as a formula begins with a quote.
"""

import csv
import io
from typing import Any

from ownercat.views.exports import ExportFormat, UnreadableExport, arrange_items
from ownercat.views.exports._rows import FIELDS, MOVES, build_rows, index_rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # https://owasp.org/www-community/attacks/CSV_Injection


def _write(rows: list[Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([_guard(str(row.get(field, ""))) for field in FIELDS] for row in rows)
    return out.getvalue()


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _read(data: bytes) -> list[Any]:
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))
    try:
        if next(reader, None) != list(FIELDS):
            raise UnreadableExport(f"its first line is not {','.join(FIELDS)}")
        rows = [[value.removeprefix("'") for value in row] for row in reader]
    except csv.Error:
        raise UnreadableExport(f"line {reader.line_num} is not CSV") from None
    return [{key: value for key, value in zip(FIELDS, row, strict=False) if value} for row in rows]


EXPORT = ExportFormat(
    "csv", "CSV: all entities and references", build_rows, arrange_items, _write, _read, index_rows, MOVES
)
