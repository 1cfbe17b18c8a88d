"""Answer a question from few files: a fast search of the raw bytes selects the files to parse.

The set of files grows in rounds. It starts with the files that define the name of the query. Each round adds the files
that define the names that were looked up, and the files that refer to them, until nothing is new. A text of a document
is in the bytes of its file, unless an escape, an encoding or an anchor hides it; such files are always parsed. So the
answer equals the answer from the whole catalog (``tests/test_finder.py`` compares the two).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, ValuesView
from dataclasses import fields
from typing import Any, NamedTuple, TypeVar

from ownercat.answers import WhoRequest, answer_request, build_context, find_nearest
from ownercat.answers.matching import Query, parse_query
from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer
from ownercat.documents import glance
from ownercat.documents.glance import Scan
from ownercat.model import Catalog, Entity, Policy

A = TypeVar("A")
Load = Callable[[Collection[str]], tuple[Catalog, Policy]]

_EVERYTHING = re.compile(rb"""[\s\["',](?:\.?/+|\.)(?:[\s\]"',]|\Z)""")  # `/`, `./` and `.` as a path
_ROUNDS = 20  # a ceiling follows a chain of dependencies; a longer one is read at once with everything else
_DEEPEST = 32  # each folder above a path is searched for in every file


class FinderResult(NamedTuple):
    """An answer and the files that it is based on."""

    answer: Answer | NotFound
    used: frozenset[str]


class _Lookups(Mapping[tuple[str, str], Entity]):
    """The entities of a catalog; records every name that is looked up, even without a result.

    ``wanted``: the searches for references ("which SLAs name checkout?") as kind and name. ``kinds``: the kinds of
    which every entity was read.
    """

    def __init__(self, known: Mapping[tuple[str, str], Entity]) -> None:
        self.known = known
        self.names: set[str] = set()
        self.wanted: set[tuple[str, str]] = set()
        self.kinds: set[str] = set()

    def __getitem__(self, key: tuple[str, str]) -> Entity:
        self.names.add(key[1])
        return self.known[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def values(self) -> ValuesView[Entity]:
        """Return all entities without recording a lookup."""
        return ValuesView(self.known)


class _PartCatalog(Catalog):
    """A partly loaded catalog, whose ``entities`` record what an answer needs of the other files."""

    __slots__ = ()

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """Yield the loaded entities of a model class, and record that every one is needed."""
        self._lookups.kinds.add(kind.__name__)
        return super().of(kind)

    def of_naming(self, kind: type[Any], names: Collection[str]) -> Iterator[Any]:
        """Yield the loaded entities of a model class, and record which names are searched for."""
        self._lookups.wanted.update((kind.__name__, name) for name in names)
        return super().of(kind)

    def of_loaded(self, kind: type[Any]) -> Iterator[Any]:
        """Yield the loaded entities of a model class."""
        return super().of(kind)

    @property
    def _lookups(self) -> _Lookups:
        assert isinstance(self.entities, _Lookups)  # noqa: S101  # see `_record`
        return self.entities


def _record(catalog: Catalog) -> tuple[_PartCatalog, _Lookups]:
    """Return a catalog that records what an answer looks up, and the record."""
    lookups = _Lookups(catalog.entities)
    names = (field.name for field in fields(catalog) if field.init and field.name != "entities")
    return _PartCatalog(lookups, **{name: getattr(catalog, name) for name in names}), lookups


def find_answer(
    files: Mapping[str, bytes], load: Load, ask: WhoRequest, whole: bool = False, guess: bool = True
) -> FinderResult:
    """Answer from as few files as possible; if nothing matches, read all files and return the nearest names.

    ``whole``: read all files, because the bytes of other formats do not show what a document defines.
    ``guess``: if false, return no nearest names, so that no further files are read.
    """
    everything = frozenset(files)
    if whole:
        return _answer_from_all(everything, load, ask)
    scan = glance.scan_files(files)
    query = parse_query(ask.query, ask.path)

    def answer(catalog: Catalog, policy: Policy) -> Answer | NotFound:
        return answer_request(build_context(catalog, policy, ask), ask)

    start = glance.find_defining(scan, [query.text]).union(scan.always)
    result = FinderResult(*_answer_from_needed(scan, load, answer, start))
    if isinstance(result.answer, Answer) and all(s.match.by == "name" for s in result.answer.subjects):
        return result
    result = FinderResult(*_answer_from_needed(scan, load, answer, result.used | _find_holding(scan, query)))
    if isinstance(result.answer, Answer) or not guess:
        return result
    return _answer_from_all(everything, load, ask)


def _answer_from_all(everything: frozenset[str], load: Load, ask: WhoRequest) -> FinderResult:
    catalog, policy = load(everything)
    answer = answer_request(build_context(catalog, policy, ask), ask)
    return FinderResult(find_nearest(catalog, ask.query) if isinstance(answer, NotFound) else answer, everything)


def find_needed(
    files: Mapping[str, bytes], load: Load, words: Collection[str], answers: Iterable[Callable[[Catalog, Policy], str]]
) -> frozenset[str]:
    """Return the files that some answers about ``words`` need: all of them if a word matches nothing.

    Each of ``answers`` returns how its words match: "name" if each is an exact name, ``""`` if one matches nothing.
    """
    scan = glance.scan_files(files)
    queries = [parse_query(word) for word in words]
    needed = glance.find_defining(scan, [query.text for query in queries]).union(scan.always)
    is_by_name = True
    for answer in answers:
        match, needed = _answer_from_needed(scan, load, answer, needed)
        if match != "name" and is_by_name:
            is_by_name = False
            holding = (path for query in queries for path in _find_holding(scan, query))
            match, needed = _answer_from_needed(scan, load, answer, needed.union(holding))
        if not match:
            return frozenset(files)
    return needed


def _answer_from_needed(
    scan: Scan, load: Load, answer: Callable[[Catalog, Policy], A], start: frozenset[str]
) -> tuple[A, frozenset[str]]:
    """Answer from a growing set of files until no lookup needs another file."""
    needed = start
    names: set[str] = set()
    wanted: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    rounds = 0
    while True:
        catalog, policy = load(needed)
        part, lookups = _record(catalog)
        found = answer(part, policy)
        more = (
            needed
            | glance.find_defining(scan, lookups.names - names)
            | glance.find_naming(scan, lookups.wanted - wanted)
            | glance.find_kinds(scan, lookups.kinds - kinds)
        )
        if more == needed:
            return found, needed
        rounds += 1
        if rounds > _ROUNDS:
            everything = frozenset(scan.files)
            return answer(*load(everything)), everything
        needed = more
        names |= lookups.names
        wanted |= lookups.wanted
        kinds |= lookups.kinds


def _find_holding(scan: Scan, query: Query) -> frozenset[str]:
    """Return the files that may match by alias, alert, symptom, title or path; ignore case."""
    if not query.text.isascii():
        return frozenset(scan.files)  # accents may be stored in two ways
    words = query.folded.split()
    first = words[0].partition("'")[0].encode() if words else b""
    patterns = [glance.build_word_pattern(word, re.IGNORECASE) for word in words]
    paths = {
        path
        for path, data in scan.files.items()
        if first in data.lower() and all(pattern.search(data) for pattern in patterns)
    }
    return frozenset(paths | _find_code_paths(scan, query.path))


def _find_code_paths(scan: Scan, path: str) -> set[str]:
    """Return the files whose `code.paths` may cover a path: a wildcard, the root, or a folder above it."""
    if not path:
        return set()
    parts = path.split("/")
    if len(parts) > _DEEPEST:
        return {name for name, data in scan.files.items() if b"paths" in data}
    # each pattern begins with plain text, which makes the search fast
    ends = [
        re.compile(glance.build_text_pattern("/".join(parts[: n + 1])) + rb"/*(?![\w./-])") for n in range(len(parts))
    ]
    return {
        name
        for name, data in scan.files.items()
        if b"paths" in data
        and (b"*" in data or b"?" in data or any(end.search(data) for end in ends) or _EVERYTHING.search(data))
    }
