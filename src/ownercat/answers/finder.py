"""Answer ``who`` from the few files that matter: a cheap look at raw bytes says which ones to parse.

The set of files grows in rounds: those that define the name asked for, then those that define what was looked up on
the way and those that name what was asked about in reverse, until a round asks for nothing new. A text of a document
stands in the file's bytes as it is, unless an escape, an encoding or an anchor hides it; such files are always parsed.
So the answer is the one that the whole catalog would give (and ``tests/test_finder.py`` holds the two together).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, ValuesView
from dataclasses import replace
from typing import NamedTuple

from ownercat.answers import WhoRequest, look_up, nearest, open_book
from ownercat.answers.matching import Query, parse
from ownercat.answers.values import Answer, NotFound
from ownercat.documents import glance
from ownercat.documents.glance import Scan
from ownercat.model import Catalog, Entity, Policy

Load = Callable[[Collection[str]], tuple[Catalog, Policy]]

_EVERYTHING = re.compile(rb"""[\s\["',](?:\.?/+|\.)(?:[\s\]"',]|\Z)""")  # `/`, `./` and `.` as a path
_DEEPEST = 32  # the folders above a path are looked for one by one, in every file


class FinderResult(NamedTuple):
    """The answer, and the files it was made from."""

    answer: Answer | NotFound
    used: frozenset[str]


class _Noting(Mapping[tuple[str, str], Entity]):
    """The entities of a catalog, noting every name that is looked up, in vain or not."""

    def __init__(self, known: Mapping[tuple[str, str], Entity]) -> None:
        self.known = known
        self.names: set[str] = set()

    def __getitem__(self, key: tuple[str, str]) -> Entity:
        self.names.add(key[1])
        return self.known[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def values(self) -> ValuesView[Entity]:
        """Every entity; a look at all of them is no look-up."""
        return ValuesView(self.known)


def find(
    files: Mapping[str, bytes], load: Load, ask: WhoRequest, whole: bool = False, guess: bool = True
) -> FinderResult:
    """Answer from as few files as possible; when nothing matches, everything is read for the nearest names.

    ``whole``: the bytes of a document do not show what it is about (a foreign dialect), so all are read.
    ``guess``: when False, nearest names are not asked for, and nothing more is read for them.
    """
    everything = frozenset(files)
    if whole:
        return _from_all(everything, load, ask)
    scan = glance.look(files)
    query = parse(ask.query, ask.path)
    found = _settle(scan, load, ask, glance.defining(scan, [query.text]).union(scan.always))
    if isinstance(found.answer, Answer) and all(s.match.by == "name" for s in found.answer.subjects):
        return found
    found = _settle(scan, load, ask, found.used | _holding(scan, query))
    if isinstance(found.answer, Answer) or not guess:
        return found
    return _from_all(everything, load, ask)


def _from_all(everything: frozenset[str], load: Load, ask: WhoRequest) -> FinderResult:
    catalog, policy = load(everything)
    answer = look_up(open_book(catalog, policy, ask), ask)
    return FinderResult(nearest(catalog, ask.query) if isinstance(answer, NotFound) else answer, everything)


def _settle(scan: Scan, load: Load, ask: WhoRequest, start: frozenset[str]) -> FinderResult:
    """Answer from a growing set of files until nothing more is asked for."""
    needed = start
    names: set[str] = set()
    wanted: set[tuple[str, str]] = set()
    while True:
        catalog, policy = load(needed)
        noting = _Noting(catalog.entities)
        noted = open_book(replace(catalog, entities=noting), policy, ask)
        answer = look_up(noted, ask)
        more = needed | glance.defining(scan, noting.names - names) | glance.naming(scan, noted.wanted - wanted)
        if more == needed:
            return FinderResult(answer, needed)
        needed = more
        names |= noting.names
        wanted |= noted.wanted


def _holding(scan: Scan, query: Query) -> frozenset[str]:
    """The files that the query may mean by alias, alert, symptom, title or path, in any case."""
    if not query.text.isascii():
        return frozenset(scan.files)  # accents may be stored in two ways
    words = query.folded.split()
    first = words[0].partition("'")[0].encode() if words else b""
    patterns = [glance.whole(word, re.IGNORECASE) for word in words]
    found = {
        path
        for path, data in scan.files.items()
        if first in data.lower() and all(pattern.search(data) for pattern in patterns)
    }
    return frozenset(found | _with_code(scan, query.path))


def _with_code(scan: Scan, path: str) -> set[str]:
    """The files whose `code.paths` may cover a path: a wildcard, the root, or a folder above it."""
    if not path:
        return set()
    parts = path.split("/")
    if len(parts) > _DEEPEST:
        return {name for name, data in scan.files.items() if b"paths" in data}
    # each begins with plain text, which is what makes a search fast
    ends = [re.compile(glance.spelt("/".join(parts[: n + 1])) + rb"/*(?![\w./-])") for n in range(len(parts))]
    return {
        name
        for name, data in scan.files.items()
        if b"paths" in data
        and (b"*" in data or b"?" in data or any(end.search(data) for end in ends) or _EVERYTHING.search(data))
    }
