"""``who --format json``: the answer for programs, described by ``schemas/output/who.schema.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ownercat.answers.values import Answer, NotFound
from ownercat.commands._who_reading import lines
from ownercat.diagnostics import Place
from ownercat.text import as_json

VERSION = 1

Sources = Mapping[Place, tuple[str, int]]


def render(
    query: Sequence[str], answers: Sequence[Answer | NotFound], warnings: Sequence[str], files: Mapping[str, bytes]
) -> str:
    """Every answer, one per line; what was not found is named with what was probably meant."""
    sources = lines(files, set(_places(answers)))
    found = [a for a in answers if isinstance(a, Answer)]
    parts = {
        "query": as_json(list(query)),
        "answers": _listed([{"query": a.query, **_plain(subject, sources)} for a in found for subject in a.subjects]),
        "notFound": _listed([_plain(a, sources) for a in answers if isinstance(a, NotFound)]),
        "warnings": as_json(list(warnings)),
    }
    body = "".join(f',\n "{key}": {value}' for key, value in parts.items())
    return f'{{"version": {VERSION}{body}}}\n'


def _listed(items: Sequence[dict[str, Any]]) -> str:
    rows = ",\n  ".join(as_json(item) for item in items)
    return f"[\n  {rows}]" if rows else "[]"


def _places(value: Any) -> Iterator[Place]:
    """Every place inside a value."""
    if isinstance(value, Place):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _places(item)


def _plain(value: Any, sources: Sources) -> Any:
    """A value as JSON has it: named fields in camelCase, a place as the file and line it stands at."""
    if isinstance(value, Place):
        path, line = sources[value]
        return {"path": path, "line": line}
    if hasattr(value, "_asdict"):
        return {_key(key): _plain(item, sources) for key, item in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [_plain(item, sources) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _key(field: str) -> str:
    first, *rest = field.split("_")
    return "source" if field == "place" else first + "".join(word.title() for word in rest)
