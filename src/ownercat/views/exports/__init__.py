"""Exports of the catalog for other tools: one format per file, with ``EXPORT``. Pure.

An export is a mapping of items, each with an ID and plain data, so that a file and the catalog can be compared item by
item. It contains only what the catalog proves; ``losses`` says what it leaves out, and why.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ownercat import plugins
from ownercat.documents import codes, source
from ownercat.model import Catalog, Entity
from ownercat.text import clean, format_json, listed, shown

Items = Mapping[str, Any]
_URL = re.compile(r"https?://[^\s<>\"]+")
_DOCUMENT = re.compile(rb"^---[ \t]*\r?\n", re.MULTILINE)
_DEEPEST = 64
_MOST = 5  # names in a loss


class UnreadableExport(Exception):
    """A file is not an export of this format; the text says why."""


class Exported(NamedTuple):
    """The items of an export by ID, and what it leaves out, as sentences."""

    items: Items
    losses: tuple[str, ...]


class ExportFormat(NamedTuple):
    """A format. ``build`` gets a catalog and the bytes of its files by path, for the line of each fact.

    ``arrange`` returns the documents of a file, and ``identify`` the items of documents. ``write`` and ``read`` change
    documents to bytes and back. ``identify`` and ``read`` raise `UnreadableExport`.
    ``free``: key paths that may differ.
    """

    name: str
    title: str
    build: Callable[[Catalog, Mapping[str, bytes]], Exported]
    arrange: Callable[[Items], list[Any]]
    write: Callable[[list[Any]], str]
    read: Callable[[bytes], list[Any]]
    identify: Callable[[list[Any]], Items]
    free: frozenset[str] = frozenset()


def list_formats() -> list[str]:
    """Return the names of all formats."""
    return plugins.list_names(__name__)


def load_format(name: str) -> ExportFormat:
    """Import one format."""
    found: ExportFormat = plugins.load_module(f"{__name__}.{name}").EXPORT
    return found


def spell(value: Any, change: Callable[[str], str] = lambda text: text) -> Any:
    """Return plain data with its texts as a file has them: each control, bidi or invisible character as an escape.

    ``change`` changes each text before, for example to mask secrets.
    """
    if isinstance(value, str):
        return "\n".join(map(clean, change(value).split("\n")))
    if isinstance(value, Mapping):
        return {spell(key, change): spell(item, change) for key, item in value.items()}
    return [spell(item, change) for item in value] if isinstance(value, list) else value


def arrange_items(items: Items) -> list[Any]:
    """Return the documents of a format in which each item is a document."""
    return list(items.values())


def read_documents(data: bytes) -> list[Any]:
    """Return the documents of a YAML file, each read by itself, because a file can have very many.

    In YAML, a line that is only `---` begins a document wherever it is.
    """
    found: list[Any] = []
    line = 1
    for part in _DOCUMENT.split(data):
        reading = source.read("export.yaml", part) if part.strip() else None
        if reading and (reading.faults or not reading.whole):
            fault = next((each.finding for each in reading.faults), None)
            at = line + fault.place.span.start.line - 1 if fault and fault.place.span else line
            too_large = fault is not None and reading.faults[0].code == codes.LIMIT_EXCEEDED
            problem = "is in a document that is larger than ownercat reads" if too_large else "is not valid YAML"
            raise UnreadableExport(f"line {at} {problem}")
        found += [document.data for document in reading.documents] if reading else []
        line += part.count(b"\n") + 1
    return found


def read_json(data: bytes) -> Any:
    """Return the value of a JSON text that is not nested deeper than YAML may be."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableExport("it is not valid JSON") from None
    level = [value]
    for _ in range(_DEEPEST):
        level = [item for each in level if isinstance(each, dict | list) for item in _list_parts(each)]
        if not level:
            return value
    raise UnreadableExport(f"it is nested deeper than {_DEEPEST} levels")


def _list_parts(value: Mapping[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, Mapping) else value


def list_kind_losses(catalog: Catalog, carried: Iterable[str]) -> Iterator[str]:
    """Yield a sentence about the kinds of document that a format does not have."""
    kept = frozenset(carried) | {"AlertFile"}  # a file of another tool, no document of the catalog
    counts: dict[str, int] = {}
    for kind, _ in catalog.entities:
        if kind not in kept:
            counts[kind] = counts.get(kind, 0) + 1
    if counts:
        names = [f"{shown(kind)} ({counts[kind]})" for kind in sorted(counts)]
        yield f"left out, because the format has no such kind: {listed(names, most=20)}"


def describe_loss(what: str, names: Iterable[str]) -> Iterator[str]:
    """Yield ``WHAT (3): a, b and c``; nothing without names."""
    found = list(dict.fromkeys(names))
    if found:
        yield f"{what} ({len(found)}): {listed(map(shown, found), most=_MOST)}"


def list_undefined(catalog: Catalog, entities: Iterable[Entity]) -> Iterator[str]:
    """Yield the references of these entities that no document defines: assumed, unknown or wrong."""
    for entity in entities:
        yield from (ref.written for ref in entity.refs if catalog.find(ref) is None)


def is_web_url(text: str) -> bool:
    """Return whether a text is a URL with `https:` or `http:`; other links can run code in a browser."""
    return _URL.fullmatch(text) is not None


# --- drift ---


def list_drift(wanted: Items, found: Items, path: str, free: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield each difference between the catalog (``wanted``) and a file, in both directions."""
    for id in sorted(wanted.keys() | found.keys()):
        if id not in found:
            yield f"+ {shown(id)}: the catalog has it, {path} does not"
        elif id not in wanted:
            yield f"- {shown(id)}: {path} has it, the catalog does not"
        else:
            leaves = [{key: text for key, text in _flatten(side[id]) if key not in free} for side in (wanted, found)]
            yield from _list_changes(id, leaves[0], leaves[1], path)


def _list_changes(id: str, wanted: Mapping[str, str], found: Mapping[str, str], path: str) -> Iterator[str]:
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            texts = (shown(side[key], 60) if key in side else "nothing" for side in (wanted, found))
            label = f"{shown(id)}: {shown(key)}" if key else shown(id)
            yield f"~ {label}: the catalog has {next(texts)}, {path} has {next(texts)}"


def _flatten(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the leaves of plain data with their key paths; a list of scalars is one leaf."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _flatten(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        for number, item in enumerate(value):
            yield from _flatten(item, f"{path}[{number}]")
    else:
        yield path, value if isinstance(value, str) else format_json(value)
