"""JSON Lines: one record per line, for programs."""

from typing import Any

from ownercat.text import format_json
from ownercat.views.exports import ExportFormat, UnreadableExport, arrange_items, read_json
from ownercat.views.exports._rows import MOVES, build_rows, index_rows


def _write(rows: list[Any]) -> str:
    return "".join(f"{format_json(row)}\n" for row in rows)


def _read(data: bytes) -> list[Any]:
    found = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            found += [read_json(line)] if line.strip() else []
        except UnreadableExport as error:
            raise UnreadableExport(f"line {number}: {error}") from None
    return found


EXPORT = ExportFormat(
    "jsonl", "JSON Lines: all entities and references", build_rows, arrange_items, _write, _read, index_rows, MOVES
)
