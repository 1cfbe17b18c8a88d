"""What the raw bytes of files show about their documents, without parsing any: who defines a name, and who uses it.

A text of a document stands in the file's bytes as it is, unless an escape, an encoding or an anchor hides it; such
files are always read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

_COMMON = 8  # a name that so many files use is worth a closer look
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"  # a byte-order mark in UTF-8
_BREAK = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")  # YAML 1.1 begins a line after these, too
# What follows a key `name`; a value that begins with one of &*!|># stands elsewhere or in another form.
_VALUE = re.compile(rb"""["']?\s*:\s*["']?([^\s"',}\]]*)""")
_FIRST = re.compile(rb"""[^\s"',}\]]*""")
_ELSEWHERE = b"&*!|>#"
_HIDDEN_KEY = re.compile(rb"""(?:\?|&[\w-]+)\s+["']?name""")
_FLOW_ROOT = re.compile(rb"\n(?:---)?[ \t]*\{")


class Scan(NamedTuple):
    """What the raw bytes show: who defines which name, and the files that must be parsed to know."""

    files: Mapping[str, bytes]
    named: Mapping[bytes, Sequence[str]]
    always: Set[str]


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
        words = [whole(word) for word in name.split()]
        start = name.split()[0].partition("'")[0].encode("utf-8", "surrogateescape") if words else b""
        for path, data in scan.files.items():
            if start in data and any(kind in data for kind in these) and all(word.search(data) for word in words):
                found.add(path)
    return frozenset(found)


def mentions(data: bytes, words: Iterable[str]) -> bool:
    """Whether a file holds any of some names."""
    return any(word.encode("utf-8", "replace") in data and whole(word).search(data) for word in words)


def whole(word: str, flags: int = 0) -> re.Pattern[bytes]:
    """A word on its own, not as a part of a longer name."""
    return re.compile(rb"(?<![\w-])" + spelt(word) + rb"(?![\w-])", flags)


def spelt(text: str) -> bytes:
    """A pattern for a text as it may stand in a file: in single quotes, a quote is written twice."""
    return re.escape(text.encode("utf-8", "surrogateescape")).replace(b"'", b"''?")
