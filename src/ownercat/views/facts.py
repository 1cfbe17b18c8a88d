"""Answers as JSON: fields in camelCase, each fact with its file and line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from ownercat.diagnostics import Place
from ownercat.documents.source import locate
from ownercat.text import clean, format_json

Sources = Mapping[Place, tuple[str, int]]


def document(version: int, parts: Mapping[str, str]) -> str:
    """Return a JSON object, one line per key, from values that are JSON already."""
    body = "".join(f',\n "{key}": {value}' for key, value in parts.items())
    return f'{{"version": {version}{body}}}\n'


def listed(items: Sequence[Any]) -> str:
    """Return a JSON list, one line per item."""
    rows = ",\n  ".join(format_json(item) for item in items)
    return f"[\n  {rows}]" if rows else "[]"


def render_report(
    version: int, report: Any, files: Mapping[str, bytes], summary: Mapping[str, Any] | None = None
) -> str:
    """Return the fields of a NamedTuple as a JSON object, with a line for each item of a list."""
    fields = plain(report, lines(files, set(places(report))))
    if summary is not None:
        fields = {"summary": summary, **fields}
    parts = {key: listed(value) if isinstance(value, list) else format_json(value) for key, value in fields.items()}
    return document(version, parts)


def places(value: Any) -> Iterator[Place]:
    """Yield every place inside a value."""
    work = [value]
    while work:
        item = work.pop()
        if isinstance(item, Place):
            yield item
        elif isinstance(item, tuple | list):
            work += item


def plain(value: Any, sources: Sources) -> Any:
    """Return a value as plain data: fields in camelCase, a place as file and line."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Place):
        path, line = sources[value]
        return {"path": path, "line": line}
    if isinstance(value, tuple | list):
        if hasattr(value, "_fields"):
            return {_key(key): plain(item, sources) for key, item in zip(value._fields, value, strict=True)}
        return [plain(item, sources) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _key(field: str) -> str:
    first, *rest = field.split("_")
    return "source" if field == "place" else first + "".join(word.title() for word in rest)


def lines(files: Mapping[str, bytes], places: Collection[Place]) -> Mapping[Place, tuple[str, int]]:
    """Return the file and line of each place; each file is read once."""
    by_path: dict[str, list[Place]] = {}
    for place in places:
        by_path.setdefault(place.path, []).append(place)
    found: dict[Place, tuple[str, int]] = {}
    for path, these in by_path.items():
        spans = locate(files.get(path, b""), these)
        found |= {place: (clean(path), spans[place].start.line) for place in these}
    return found
