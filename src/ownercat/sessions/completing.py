"""What can stand at a position of a file: keys and values of its schema, and names that a reference can have.

A word that no file has is written at the position. Where the changed file has it, and which reference it becomes, is
what the format itself says about the position.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ownercat.diagnostics import Place, Pointer, Position
from ownercat.documents import schema, source
from ownercat.documents.dialects.native import VERSION
from ownercat.documents.loader import assemble
from ownercat.documents.schema.bundle import Schema, bundled
from ownercat.model import PREFIXES, Catalog, Ref
from ownercat.repository.trees import Content
from ownercat.sessions.editing import EditedCatalog
from ownercat.sessions.names import is_plain_name

_PROBE = "zz-ownercat-probe"
_WORD = re.compile(r"[\w.:@/-]*$")
_REST = re.compile(r"[\w.@/-]*")
_START = re.compile(r"\s*(?:- +)*")
_ENDS = ("", "]", "}", "}]", "]}")  # of collections that are not closed yet
_HEAD = ("apiVersion", "kind", "name")
_MOST = 2_000
_LONGEST = 300_000  # bytes of a file that may be read again for each form of the probe


class OfferedWord(NamedTuple):
    """A word to choose: what is written, what it is, and whether it is a key."""

    text: str
    detail: str = ""
    is_key: bool = False


class Completion(NamedTuple):
    """The choices at a position, and the columns of the word that they replace."""

    start: int
    end: int
    choices: tuple[OfferedWord, ...]


class _Probed(NamedTuple):
    """A changed file, and where the probe is in it."""

    data: bytes
    place: Place
    document: Any


def complete(found: EditedCatalog, path: str, at: Position) -> Completion:
    """Return the choices at a position."""
    data = found.get_source(path)
    lines = list(source.lines(path, data))
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    before, after = line[: at.column - 1], line[at.column - 1 :]
    word = _WORD.search(before)
    typed = word[0] if word else ""
    lead, rest = before[: len(before) - len(typed)], after[_REST.match(after).end() :]  # type: ignore[union-attr]
    choices: list[OfferedWord] = []
    if _is_comment(lead) or len(data) > _LONGEST:
        return Completion(at.column, at.column, ())
    if _START.fullmatch(lead) or lead.rstrip().endswith(("{", ",")):
        choices += _list_keys(
            _probe(path, lines, at.line, (f"{lead}{_PROBE}: {rest.lstrip(': ')}", f"{lead}{_PROBE}:")), rest
        )
    if lead.strip():
        probed = _probe(path, lines, at.line, (f"{lead}{_PROBE}{rest}", f"{lead}{_PROBE}"))
        choices += _list_values(found, probed, typed)
    return Completion(at.column - len(typed), at.column + len(after) - len(rest), tuple(choices[:_MOST]))


def _is_comment(lead: str) -> bool:
    return lead.lstrip().startswith("#") or " #" in lead


def _probe(path: str, lines: list[str], number: int, written: Iterable[str]) -> _Probed | None:
    """Return the file with the probe in one line, in the first form that can be read."""
    for form in written:
        for end in _ENDS:
            text = "\n".join([*lines[: number - 1], form + end, *lines[number:]])
            data = text.encode("utf-8", "surrogatepass")
            for document in source.read(path, data).documents:
                pointer = _find_probe(document.data)
                if pointer is not None:
                    return _Probed(data, Place(path, document.index, pointer), document.data)
    return None


def _find_probe(data: Any) -> Pointer | None:
    """Return the key path of the probe, as a key or as a value."""
    work: list[tuple[Pointer, Any]] = [((), data)]
    while work:
        pointer, value = work.pop()
        if isinstance(value, str):
            if value.endswith(_PROBE):
                return pointer
        elif isinstance(value, dict):
            if _PROBE in value:
                return (*pointer, _PROBE)
            work += [((*pointer, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            work += [((*pointer, index), item) for index, item in enumerate(value)]
    return None


def _list_keys(probed: _Probed | None, rest: str) -> Iterator[OfferedWord]:
    if probed is None or probed.place.pointer[-1:] != (_PROBE,):
        return
    *above, _ = probed.place.pointer
    holder = probed.document
    for key in above:
        holder = holder[key]
    properties: dict[str, Schema] = {}
    for each in _find_schemas(probed.document, tuple(above)):
        properties |= each.get("properties", {})
    if not properties and not above and _is_native(probed.document):
        properties = {key: {} for key in _HEAD}
    for key, value in properties.items():
        if key not in holder:
            yield OfferedWord(key if rest.startswith(":") else f"{key}: ", value.get("description", ""), is_key=True)


def _list_values(found: EditedCatalog, probed: _Probed | None, typed: str) -> Iterator[OfferedWord]:
    if probed is None or probed.place.pointer[-1:] == (_PROBE,):
        return
    place = probed.place
    if place.pointer == ("kind",) and _is_native(probed.document):
        yield from map(OfferedWord, schema.kinds())
    for each in _find_schemas(probed.document, place.pointer):
        if "const" in each and place.pointer != ("kind",):
            yield OfferedWord(str(each["const"]))
        yield from (OfferedWord(str(value)) for value in each.get("enum", ()))
        yield from map(OfferedWord, ("true", "false") if each.get("type") == "boolean" else ())
    scope = found.workspace.scope
    changed = assemble([Content(place.path, probed.data)], scope, tuple(found.loaded.sources))
    entities = (*changed.catalog.entities.values(), *(twice.second for twice in changed.catalog.twice))
    refs = (ref for entity in entities for ref in entity.refs if ref.place[:3] == place[:3])
    yield from _list_names(found.loaded.catalog, next(refs, None), ":" in typed)


def _list_names(catalog: Catalog, ref: Ref | None, with_prefix: bool) -> Iterator[OfferedWord]:
    """Yield the names that a reference can have, with the prefix of the kind if one is typed or the name needs it."""
    prefixes = {kind: prefix for prefix, kind in PREFIXES.items()}
    seen: set[str] = set()
    for kind in ref.kinds if ref else ():
        for name, entity in sorted((e.key, e) for (k, _), e in catalog.entities.items() if k == kind):
            prefix = f"{prefixes[kind]}:" if kind in prefixes and (with_prefix or name in seen) else ""
            seen.add(name)
            if is_plain_name(name):
                yield OfferedWord(f"{prefix}{name}", " · ".join(filter(None, (entity.label, entity.title))))


def _is_native(document: Any) -> bool:
    """Return whether a document is, or may become, one of ownercat's own format."""
    return isinstance(document, dict) and (document.get("apiVersion") or VERSION) in (VERSION, _PROBE)


def _find_schemas(document: Any, pointer: Pointer) -> list[Schema]:
    """Return the schemas of a key path; several where the schema has alternatives."""
    kind = document.get("kind") if _is_native(document) else None
    if not isinstance(kind, str) or not schema.knows(kind):
        return []
    found = _expand(bundled(kind))
    for key in pointer:
        found = [part for each in found for part in _descend(each, key)]
    return found


def _descend(each: Schema, key: Any) -> list[Schema]:
    if isinstance(key, int):
        below = each.get("items")
    else:
        below = each.get("properties", {}).get(key, each.get("additionalProperties"))
    return _expand(below) if isinstance(below, dict) else []


def _expand(each: Schema) -> list[Schema]:
    """Return a schema with its alternatives."""
    parts = [part for word in ("oneOf", "anyOf", "allOf") for part in each.get(word, ())]
    return [each, *(found for part in parts for found in _expand(part))]
