"""Find the files that define or use a name from their raw bytes, without parsing.

The bytes of a file contain the text of its documents, unless an escape, an encoding or an anchor hides it. Such files
are always read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

_COMMON = 8  # with more files than this for one name, check the bytes of each file
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"  # a byte-order mark in UTF-8
_BREAK = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")  # YAML 1.1 also starts a new line after these
# The text after a key `name`; a value that starts with one of &*!|># is elsewhere or has another form.
_VALUE = re.compile(rb"""["']?\s*:\s*["']?([^\s"',}\]]*)""")
_KIND = re.compile(rb"""^["']?kind["']?[ \t]*:[ \t]*["']?(\w+)""", re.MULTILINE)
_NAME = re.compile(rb"""^["']?name["']?[ \t]*:[ \t]*["']?([\w.-]+)["']?[ \t\r]*(?:#|$)""", re.MULTILINE)
_FIRST = re.compile(rb"""[^\s"',}\]]*""")
_ELSEWHERE = b"&*!|>#"
_HIDDEN_KEY = re.compile(rb"""(?:\?|&[\w-]+)\s+["']?name""")
_FLOW_ROOT = re.compile(rb"\n(?:---)?[ \t]*\{")


class Scan(NamedTuple):
    """The files that define each name, and the files that must always be parsed."""

    files: Mapping[str, bytes]
    named: Mapping[bytes, Sequence[str]]
    always: Set[str]


def scan_files(files: Mapping[str, bytes]) -> Scan:
    """Scan the bytes of all files."""
    named: dict[bytes, list[str]] = {}
    always = set()
    for path, data in files.items():
        file_names = list_names(data)
        for name in file_names:
            named.setdefault(name, []).append(path)
        if is_always_read(data, file_names):
            always.add(path)
    return Scan(files, named, frozenset(always))


def list_names(data: bytes) -> list[bytes]:
    """Return the text after each key ``name`` in a file, up to the first space."""
    return [value[1] for part in data.split(b"name")[1:] if (value := _VALUE.match(part))]


def list_entities(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield kind and name of each document whose bytes show them in the usual form, without aliases."""
    for text in data.split(b"\n---"):
        kind, name = _KIND.search(text), _NAME.search(text)
        if kind and name:
            yield kind[1].decode(), name[1].decode()


def is_always_read(data: bytes, file_names: Iterable[bytes]) -> bool:
    """Return whether a file is relevant to every query or may hide a name; ``file_names``: its ``list_names``."""
    return b"Policy" in data or any(name[:1] in _ELSEWHERE for name in file_names) or _is_odd(data)


def _is_odd(data: bytes) -> bool:
    """Return whether a file may contain a name that its bytes do not show."""
    if b"\\" in data or (not data.isascii() and (data.startswith(_UTF16) or _BREAK.search(data))):
        return True
    return (b"&" in data or b"?" in data) and _HIDDEN_KEY.search(data) is not None


def find_defining(scan: Scan, names: Iterable[str]) -> frozenset[str]:
    """Return the files whose documents or aliases may have one of these names."""
    beginnings = {first[0] for name in names if (first := _FIRST.match(name.encode("utf-8", "replace")))}
    result: set[str] = set()
    for beginning in beginnings:
        paths = scan.named.get(beginning, [])
        if len(paths) > _COMMON:
            # a word such as `primary` is the name of a level in many files, and is indented there
            own = re.compile(rb"""\n["']?name["']?\s*:\s*["']?""" + re.escape(beginning))
            texts = {path: _normalize_line_ends(scan.files[path]) for path in paths}
            paths = [path for path, text in texts.items() if _is_loose(text) or own.search(text)]
        result.update(paths)
    return frozenset(result)


def _normalize_line_ends(data: bytes) -> bytes:
    """Return the bytes with a line end before every line, also before the first."""
    return b"\n" + data.removeprefix(_MARK)


def _is_loose(text: bytes) -> bool:
    """Return whether the name of an entity may be at another position than the start of a line."""
    documents = text.count(b"\n---") + (not text.startswith(b"\n---"))
    return (
        b"aliases" in text
        or text.count(b"\nkind:") < documents
        or b"\r" in text.replace(b"\r\n", b"")
        or _FLOW_ROOT.search(text) is not None
    )


def find_naming(scan: Scan, wanted: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the files that may have a document of a kind with a name."""
    kinds: dict[str, set[bytes]] = {}
    for kind, name in wanted:
        kinds.setdefault(name, set()).add(kind.encode())
    paths = set()
    for name, kind_words in kinds.items():
        words = [build_word_pattern(word) for word in name.split()]
        start = name.split()[0].partition("'")[0].encode("utf-8", "surrogateescape") if words else b""
        for path, data in scan.files.items():
            if start in data and any(kind in data for kind in kind_words) and all(word.search(data) for word in words):
                paths.add(path)
    return frozenset(paths)


def find_kinds(scan: Scan, kinds: Iterable[str]) -> frozenset[str]:
    """Return the files that may have a document of some kinds."""
    words = [kind.encode() for kind in kinds]
    return frozenset(path for path, data in scan.files.items() if words and any(word in data for word in words))


def contains_name(data: bytes, words: Iterable[str]) -> bool:
    """Return whether a file contains one of some names."""
    return any(word.encode("utf-8", "replace") in data and build_word_pattern(word).search(data) for word in words)


def build_word_pattern(word: str, flags: int = 0) -> re.Pattern[bytes]:
    """Return a pattern for a word that is not part of a longer name."""
    return re.compile(rb"(?<![\w-])" + build_text_pattern(word) + rb"(?![\w-])", flags)


def build_text_pattern(text: str) -> bytes:
    """Return a pattern for a text in a file: inside single quotes, a quote is doubled."""
    return re.escape(text.encode("utf-8", "surrogateescape")).replace(b"'", b"''?")
