"""JSON Lines: one record per line, for programs."""

import json
from collections.abc import Iterator
from typing import Any

from ownercat.text import format_json
from ownercat.views.exports import ExportFormat, Items, UnreadableExport
from ownercat.views.exports._rows import MOVES, build_rows, index_rows


def _render(items: Items) -> str:
    return "".join(f"{format_json(row)}\n" for row in items.values())


def _parse(data: bytes) -> Items:
    return index_rows(_list_rows(data.decode("utf-8", "replace")))


def _list_rows(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                yield number, json.loads(line)
        except (ValueError, RecursionError):
            raise UnreadableExport(f"line {number} is not JSON") from None


EXPORT = ExportFormat("jsonl", "JSON Lines: all entities and references", build_rows, _render, _parse, MOVES)
