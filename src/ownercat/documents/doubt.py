"""Doubt: the words of documents that cannot be read or are wrong. What they may define is not reported as missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ownercat.diagnostics import Fault, Place, Pointer
from ownercat.documents import codes
from ownercat.model import Catalog, Entity

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
# With one of these faults, a document may define more than ownercat could read.
BREAKING = frozenset(
    {
        codes.UNKNOWN_DOCUMENT,
        codes.UNKNOWN_KIND,
        codes.MISSING_FIELD,
        codes.UNKNOWN_FIELD,
        codes.WRONG_TYPE,
        codes.VALUE_NOT_ALLOWED,
        codes.MALFORMED_VALUE,
        codes.CONFLICTING_FORMS,
    }
)
NAMELESS = frozenset(
    {codes.UNKNOWN_DOCUMENT, codes.UNKNOWN_KIND}
)  # the kind is unknown, so the document may be of any kind

Documents = Mapping[tuple[str, int], Any]  # plain data by path and index


def collect_faulty_words(faults: Iterable[Fault], documents: Documents, entities: Iterable[Entity]) -> set[str]:
    """Return the words of invalid documents.

    In a document with many entities, only the entity with the error is in doubt.
    """
    holders = {(e.at.path, e.at.document): set[Pointer]() for e in entities if e.at.pointer}
    for entity in entities if holders else ():
        holders.get((entity.at.path, entity.at.document), set()).add(entity.at.pointer)
    broken = (f.finding.place for f in faults if f.code in BREAKING and not f.finding.note)
    places = {_find_doubtful_place(place, holders.get((place.path, place.document))) for place in broken}
    return {word for place in places for word in _list_texts(_find_data(documents, place))}


def collect_words(documents: Documents, place: Place) -> set[str]:
    """Return the words of a document and its path: a folder often keeps the previous name of a renamed document."""
    return {*_list_texts(_find_data(documents, place)), *WORD.findall(place.path.replace(".", "/"))}


def collect_hidden_names(documents: Documents, catalog: Catalog) -> set[str]:
    """Return the undefined names that documents without a name may define.

    Each such document defines one name of its kind. If more names of the kind are undefined, all of them are missing.
    """
    nameless = Counter(kind for data in documents.values() if (kind := _get_kind_without_name(data)))
    if not nameless:
        return set()
    undefined: dict[str, set[str]] = {kind: set() for kind in nameless}
    for entity in catalog.entities.values():
        for ref in entity.refs:
            if catalog.find(ref) is None:
                for kind in {ref.kind} if ref.kind else {*ref.kinds}:
                    undefined.get(kind, set()).add(ref.name)
    return {name for kind, names in undefined.items() if len(names) <= nameless[kind] for name in names}


def _get_kind_without_name(data: Any) -> str:
    kind = data.get("kind") if isinstance(data, dict) else None
    return kind if isinstance(kind, str) and data.get("name") is None and "metadata" not in data else ""


def _find_doubtful_place(place: Place, entities: Collection[Pointer] | None) -> Place:
    """Return the location in doubt: the entity around a fault, or the fault itself; for one entity, the document."""
    path, document, pointer = place[:3]
    if entities is None:
        return Place(path, document)
    return Place(path, document, next((pointer[:n] for n in range(len(pointer)) if pointer[:n] in entities), pointer))


def _find_data(documents: Mapping[tuple[str, int], Any], place: Place) -> Any:
    """Return the plain data at a location; ``None`` if it does not exist."""
    data: Any = documents.get((place.path, place.document))
    for key in place.pointer:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return None
    return data


def _list_texts(data: Any) -> Iterator[str]:
    """Return every text in plain data, keys and values. Data may be deep and shared by aliases."""
    work, seen = [data], set()
    while work:
        item = work.pop()
        if isinstance(item, str):
            yield item
            yield from WORD.findall(item)
        elif isinstance(item, dict | list) and id(item) not in seen:
            seen.add(id(item))
            work.extend(item)
            if isinstance(item, dict):
                work.extend(item.values())
