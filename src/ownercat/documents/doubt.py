"""Doubt: what documents with errors may define, and which words they contain.

A document defines only its own name and its aliases. The values of its reference fields define nothing. The document
may refer to them, so that they do not count as unused.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Place, Pointer
from ownercat.documents import codes, schema
from ownercat.model import FOREIGN_KINDS, Catalog, Entity
from ownercat.suggest import find_nearest

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

_UNFINISHED = frozenset({codes.MISSING_FIELD, codes.CONFLICTING_FORMS})  # at the top level of a document
# the places of a name in a text that is not YAML: the value of `name`, and the words of `aliases`
_NAME = re.compile(r"""(?:^|[\s{,"'-])name["']?[ \t]*:[ \t]*["']?([A-Za-z0-9][\w./-]*)""", re.MULTILINE)
_ALIASES = re.compile(r"""(?:^|[\s{,"'])aliases["']?[ \t]*:([^\n]*(?:\n[ \t]*-[^\n]*)*)""", re.MULTILINE)
_ANY = ""  # a definition of any kind
_SECTION_KINDS: Mapping[str, str] = MappingProxyType({"services": "Service", "teams": "Team"})

Documents = Mapping[tuple[str, int], Any]  # plain data by path and index


class UnreadText(NamedTuple):
    """A text that is not YAML: the words in places of a name, all words, and the location of its first error.

    ``ANY_WORD`` in both: the text was not read.
    """

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    cause: Place = Place("")


class Doubt(NamedTuple):
    """What documents with errors may define, by kind and name, and their words, by kind of the document.

    Each has the location of an error; the kind ``""`` means any kind.
    """

    hidden: Mapping[tuple[str, str], Place]
    words: Mapping[str, Mapping[str, Place]]


class _Nameless(NamedTuple):
    """A document without a name: its kind, the names that it may refer to, and the location of its error."""

    kind: str
    references: frozenset[str]
    cause: Place


def search_text(data: bytes, cause: Place) -> UnreadText:
    """Return the words of a text that is not YAML."""
    # without the NUL bytes of a UTF-16 file that has no byte-order mark
    text = data.replace(b"\0", b"").decode("utf-8", "replace")
    names = _NAME.findall(text)
    for aliases in _ALIASES.findall(text):
        names += WORD.findall(aliases)
    return UnreadText(frozenset(names), frozenset(WORD.findall(text)), cause)


def list_path_names(path: str) -> frozenset[str]:
    """Return the name of a file, without its suffix, and of its folder."""
    folder, _, name = path.rpartition("/")
    return frozenset({name.partition(".")[0], folder.rpartition("/")[2]}) - {""}


def collect_doubt(
    faults: Iterable[Fault], documents: Documents, catalog: Catalog, texts: Iterable[UnreadText]
) -> Doubt:
    """Return what documents with errors may define and refer to.

    In a document with many entities, only the entity with the error is in doubt.
    """
    hidden: dict[tuple[str, str], Place] = {}
    words: dict[str, dict[str, Place]] = {}
    nameless: list[_Nameless] = []
    for text in texts:
        for name in text.names:
            hidden.setdefault((_ANY, name), text.cause)
            hidden.setdefault((_ANY, name.lower()), text.cause)
        _add_words(words, text.words, _ANY, text.cause)
    for place, cause, entity in _list_doubtful(faults, catalog):
        data = _find_data(documents, place)
        found = frozenset(_list_texts(data))
        names, kind = _read_names(data, entity), entity.kind if entity else _ANY
        _add_words(words, found, kind or _read_kind(data, place), cause)
        hidden |= {(kind, name): cause for name in names if (kind, name) not in hidden}
        if entity is None and not names and (kind := _read_kind(data, place)):
            references = frozenset(text.rpartition(":")[2] for text in _list_whole_texts(data))
            nameless.append(_Nameless(kind, references, cause))
    for entity in (entity for pair in catalog.twice for entity in pair):
        _add_words(words, _list_texts(_find_data(documents, entity.at)), entity.kind, entity.named)
        # a document that was renamed onto a name that is taken often keeps its previous name as the name of its folder
        for name in list_path_names(entity.at.path):
            hidden.setdefault((entity.kind, name), entity.named)
    for (kind, name), cause in _list_hidden_names(nameless, catalog):
        hidden.setdefault((kind, name), cause)
        _add_words(words, [name], kind, cause)
    return Doubt(hidden, words)


def collect_refused_keys(
    faults: Iterable[Fault], documents: Documents, catalog: Catalog
) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the keys with unknown values of each native document with errors: invalid values, and values that differ.

    A document that lacks a required key or has keys that exclude each other is not finished, and unknown as a whole.
    """
    entities = {(e.at.path, e.at.document): e for e in catalog.entities.values() if e.dialect == "native"}
    refused: dict[tuple[str, str], set[str]] = {}
    whole: set[tuple[str, str]] = set()
    for fault in faults:
        place, entity = fault.finding.place, entities.get((fault.finding.place.path, fault.finding.place.document))
        if entity is None or fault.code not in BREAKING or fault.finding.note:
            continue
        keys = refused.setdefault((entity.kind, entity.key), set())
        key = str(place.pointer[0]) if place.pointer else ""
        if not key or (len(place.pointer) == 1 and fault.code in _UNFINISHED):
            whole.add((entity.kind, entity.key))
        elif fault.code == codes.UNKNOWN_FIELD and len(place.pointer) == 1:
            keys.update(find_nearest(key, schema.list_keys(entity.kind)))
        else:
            keys.add(key)
    for first, second in catalog.twice:
        if first.dialect == second.dialect == "native":
            one, other = (_find_data(documents, each.at) for each in (first, second))
            keys = {key for key in {**one, **other} if one.get(key) != other.get(key)}
            refused.setdefault((first.kind, first.key), set()).update(map(str, keys))
    return {at: frozenset(keys) for at, keys in refused.items() if at not in whole}


def _add_words(words: dict[str, dict[str, Place]], found: Iterable[str], kind: str, cause: Place) -> None:
    for word in found:
        words.setdefault(word, {}).setdefault(kind, cause)


def _list_doubtful(faults: Iterable[Fault], catalog: Catalog) -> Iterator[tuple[Place, Place, Entity | None]]:
    """Yield each document or entry with an error, the location of its first error, and its entity if it has one."""
    entities: dict[tuple[str, int], dict[Pointer, Entity]] = {}
    for entity in [*catalog.entities.values(), *(pair.second for pair in catalog.twice)]:
        entities.setdefault((entity.at.path, entity.at.document), {})[entity.at.pointer] = entity
    seen = set()
    for fault in faults:
        path, document, pointer = fault.finding.place[:3]
        if fault.code not in BREAKING or fault.finding.note:
            continue
        inside = entities.get((path, document), {})
        at = next((pointer[:n] for n in range(len(pointer) + 1) if pointer[:n] in inside), None)
        if at is None:
            at = pointer[:2] if pointer[:1] and pointer[0] in _SECTION_KINDS else ()
        place = Place(path, document, at)
        if place not in seen:
            seen.add(place)
            yield place, fault.finding.place, inside.get(at)


def _read_names(data: Any, entity: Entity | None) -> frozenset[str]:
    """Return the names that a document states for itself; of an entity, only the aliases that could not be read."""
    if entity is not None:
        return frozenset(_list_texts(data.get("aliases"))) if isinstance(data, dict) else frozenset()
    if isinstance(data, str):  # an entry that is only a name
        return frozenset({data})
    names: set[str] = set()
    # without an identity, the document may be a level too deep
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for level in [data, *inside]:
        if isinstance(level, dict):
            name = level.get("name")
            for key in find_nearest("name", map(str, level)) if name is None else ():
                name = level.get(key)
            names |= {name, name.lower()} if isinstance(name, str) else set()
            names |= set(_list_texts(level.get("aliases")))
    return frozenset(names)


def _read_kind(data: Any, place: Place) -> str:
    """Return the kind of a document without a name; ``""`` if it is not known."""
    if place.pointer:
        return _SECTION_KINDS.get(str(place.pointer[0]), "")
    kind = data.get("kind") if isinstance(data, dict) else None
    return FOREIGN_KINDS.get(kind, kind) if isinstance(kind, str) else ""


def _list_hidden_names(nameless: Collection[_Nameless], catalog: Catalog) -> Iterator[tuple[tuple[str, str], Place]]:
    """Yield the undefined names that documents without a name may define.

    Each such document defines one name of its kind, and not one that it refers to. If more names of the kind are
    undefined, all of them are missing.
    """
    undefined: dict[str, set[str]] = {each.kind: set() for each in nameless}
    for entity in catalog.entities.values() if nameless else ():
        for ref in entity.refs:
            for kind in {ref.kind} if ref.kind else {*ref.kinds}:
                if kind in undefined and catalog.find(ref) is None:
                    undefined[kind].add(ref.name)
    for kind, names in undefined.items():
        documents = [each for each in nameless if each.kind == kind]
        for name in sorted(names) if len(names) <= len(documents) else ():
            cause = next((each.cause for each in documents if name not in each.references), None)
            if cause is not None:
                yield (kind, name), cause


def _find_data(documents: Documents, place: Place) -> Any:
    """Return the plain data at a location; ``None`` if it does not exist."""
    data: Any = documents.get((place.path, place.document))
    for key in place.pointer:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return None
    return data


def _list_texts(data: Any) -> Iterator[str]:
    """Return every text in plain data, and its words."""
    for text in _list_whole_texts(data):
        yield text
        yield from WORD.findall(text)


def _list_whole_texts(data: Any) -> Iterator[str]:
    """Return every text in plain data, keys and values. Data may be deep and shared by aliases."""
    work, seen = [data], set()
    while work:
        item = work.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict | list) and id(item) not in seen:
            seen.add(id(item))
            work.extend(item)
            if isinstance(item, dict):
                work.extend(item.values())
