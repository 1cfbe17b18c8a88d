"""Answer ``who`` from the few files that matter: a cheap look at raw bytes says which ones to parse.

The set of files grows in rounds: those that define the name asked for, then those that define what was looked up on
the way and those that name what was asked about in reverse, until a round asks for nothing new. A text of a document
stands in the file's bytes as it is, unless an escape, an encoding or an anchor hides it; such files are always parsed.
So the answer is the one that the whole catalog would give (and ``tests/test_finder.py`` holds the two together).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set, ValuesView
from dataclasses import replace
from typing import NamedTuple

from ownercat.answers import Ask, look_up, nearest, open_book
from ownercat.answers.matching import Query, parse
from ownercat.answers.values import Answer, NotFound
from ownercat.model import Catalog, Entity, Policy

Load = Callable[[Collection[str]], tuple[Catalog, Policy]]

_COMMON = 8  # a name that so many files use is worth a closer look
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"  # a byte-order mark in UTF-8
_BREAK = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")  # YAML 1.1 begins a line after these, too
# What follows a key `name`; a value that begins with one of &*!|># stands elsewhere or in another form.
_VALUE = re.compile(rb"""["']?\s*:\s*["']?([^\s"',}\]]*)""")
_FIRST = re.compile(rb"""[^\s"',}\]]*""")
_ELSEWHERE = b"&*!|>#"
_HIDDEN_KEY = re.compile(rb"""(?:\?|&[\w-]+)\s+["']?name""")
_EVERYTHING = re.compile(rb"""[\s\["',](?:\.?/+|\.)(?:[\s\]"',]|\Z)""")  # `/`, `./` and `.` as a path
_DEEPEST = 32  # the folders above a path are looked for one by one, in every file
_FLOW_ROOT = re.compile(rb"\n(?:---)?[ \t]*\{")


class Found(NamedTuple):
    """The answer, and the files it was made from."""

    answer: Answer | NotFound
    used: frozenset[str]


class Scan(NamedTuple):
    """What the raw bytes show: who defines which name, and the files that must be parsed to know."""

    files: Mapping[str, bytes]
    named: Mapping[bytes, Sequence[str]]
    always: Set[str]


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


def find(files: Mapping[str, bytes], load: Load, ask: Ask, whole: bool = False, guess: bool = True) -> Found:
    """Answer from as few files as possible; when nothing matches, everything is read for the nearest names.

    ``whole``: the bytes of a document do not show what it is about (a foreign dialect), so all are read.
    ``guess``: when False, nearest names are not asked for, and nothing more is read for them.
    """
    everything = frozenset(files)
    if whole:
        return _from_all(everything, load, ask)
    scan = look(files)
    query = parse(ask.query, ask.path)
    found = _settle(scan, load, ask, defining(scan, [query.text]).union(scan.always))
    if isinstance(found.answer, Answer) and all(s.match.by == "name" for s in found.answer.subjects):
        return found
    found = _settle(scan, load, ask, found.used | _holding(scan, query))
    if isinstance(found.answer, Answer) or not guess:
        return found
    return _from_all(everything, load, ask)


def _from_all(everything: frozenset[str], load: Load, ask: Ask) -> Found:
    catalog, policy = load(everything)
    answer = look_up(open_book(catalog, policy, ask), ask)
    return Found(nearest(catalog, ask.query) if isinstance(answer, NotFound) else answer, everything)


def _settle(scan: Scan, load: Load, ask: Ask, start: frozenset[str]) -> Found:
    """Answer from a growing set of files until nothing more is asked for."""
    needed = start
    names: set[str] = set()
    wanted: set[tuple[str, str]] = set()
    while True:
        catalog, policy = load(needed)
        noting = _Noting(catalog.entities)
        noted = open_book(replace(catalog, entities=noting), policy, ask)
        answer = look_up(noted, ask)
        more = needed | defining(scan, noting.names - names) | naming(scan, noted.wanted - wanted)
        if more == needed:
            return Found(answer, needed)
        needed = more
        names |= noting.names
        wanted |= noted.wanted


def look(files: Mapping[str, bytes]) -> Scan:
    """What the bytes of all files show."""
    named: dict[bytes, list[str]] = {}
    always = set()
    for path, data in files.items():
        found = names(data)
        for name in found:
            named.setdefault(name, []).append(path)
        if is_always_read(data, found):
            always.add(path)
    return Scan(files, named, frozenset(always))


def names(data: bytes) -> list[bytes]:
    """What stands after each key ``name`` in a file, up to the first space."""
    return [value[1] for part in data.split(b"name")[1:] if (value := _VALUE.match(part))]


def is_always_read(data: bytes, found: Iterable[bytes]) -> bool:
    """Whether a file matters to every question, or hides what it is about; ``found``: its ``names``."""
    return b"Policy" in data or any(name[:1] in _ELSEWHERE for name in found) or _is_odd(data)


def _is_odd(data: bytes) -> bool:
    """Whether a name may stand in a file in a way that its bytes do not show."""
    if b"\\" in data or (not data.isascii() and (data.startswith(_UTF16) or _BREAK.search(data))):
        return True
    return (b"&" in data or b"?" in data) and _HIDDEN_KEY.search(data) is not None


def defining(scan: Scan, names: Iterable[str]) -> frozenset[str]:
    """The files whose documents or aliases may have one of these names."""
    beginnings = {first[0] for name in names if (first := _FIRST.match(name.encode("utf-8", "replace")))}
    found: set[str] = set()
    for beginning in beginnings:
        paths = scan.named.get(beginning, [])
        if len(paths) > _COMMON:
            # a word such as `primary` names a tier in every team's file, and is indented there
            own = re.compile(rb"""\n["']?name["']?\s*:\s*["']?""" + re.escape(beginning))
            paths = [path for path in paths if _is_loose(text := _text(scan.files[path])) or own.search(text)]
        found.update(paths)
    return frozenset(found)


def _text(data: bytes) -> bytes:
    """A file in which each line follows a line end, the first one, too."""
    return b"\n" + data.removeprefix(_MARK)


def _is_loose(text: bytes) -> bool:
    """Whether a name that counts may stand elsewhere than at the beginning of a line."""
    documents = text.count(b"\n---") + (not text.startswith(b"\n---"))
    return (
        b"aliases" in text
        or text.count(b"\nkind:") < documents
        or b"\r" in text.replace(b"\r\n", b"")
        or _FLOW_ROOT.search(text) is not None
    )


def naming(scan: Scan, wanted: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The files of a kind of document that hold a name."""
    kinds: dict[str, set[bytes]] = {}
    for kind, name in wanted:
        kinds.setdefault(name, set()).add(kind.encode())
    found = set()
    for name, these in kinds.items():
        words = [_whole(word) for word in name.split()]
        start = name.split()[0].partition("'")[0].encode("utf-8", "surrogateescape") if words else b""
        for path, data in scan.files.items():
            if start in data and any(kind in data for kind in these) and all(word.search(data) for word in words):
                found.add(path)
    return frozenset(found)


def mentions(data: bytes, words: Iterable[str]) -> bool:
    """Whether a file holds any of some names."""
    return any(word.encode("utf-8", "replace") in data and _whole(word).search(data) for word in words)


def _whole(word: str, flags: int = 0) -> re.Pattern[bytes]:
    """A word on its own, not as a part of a longer name."""
    return re.compile(rb"(?<![\w-])" + _spelt(word) + rb"(?![\w-])", flags)


def _holding(scan: Scan, query: Query) -> frozenset[str]:
    """The files that the query may mean by alias, alert, symptom, title or path, in any case."""
    if not query.text.isascii():
        return frozenset(scan.files)  # accents may be stored in two ways
    words = query.folded.split()
    first = words[0].partition("'")[0].encode() if words else b""
    patterns = [_whole(word, re.IGNORECASE) for word in words]
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
    ends = [re.compile(_spelt("/".join(parts[: n + 1])) + rb"/*(?![\w./-])") for n in range(len(parts))]
    return {
        name
        for name, data in scan.files.items()
        if b"paths" in data
        and (b"*" in data or b"?" in data or any(end.search(data) for end in ends) or _EVERYTHING.search(data))
    }


def _spelt(text: str) -> bytes:
    """A pattern for a text as it may stand in a file: in single quotes, a quote is written twice."""
    return re.escape(text.encode("utf-8", "surrogateescape")).replace(b"'", b"''?")
