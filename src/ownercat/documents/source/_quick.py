"""Read simple files fast, and leave all others to the composer.

Most files of a catalog contain only plain ASCII scalars, lists and mappings, and have no fault. This module reads them
line by line, because an event of libyaml costs more than the value that it carries. It accepts a narrow part of YAML.
For everything else, and wherever there could be a fault, it returns nothing and the composer reads the file. Tests
compare the results of both.
"""

import re
from collections.abc import Iterator
from typing import Any

from ownercat.documents import scalars
from ownercat.documents.source._compose import MAX_DOCUMENTS, MAX_SCALAR

_MOST, _LONGEST = 20_000, 300  # texts in a cache, and the length of a text
_DEEPEST = 25  # collections in each other, in lines and in brackets; together fewer than the composer allows
_NEW = object()
_NESTING = (dict, list)
_OPENING, _QUOTES = ("[", "{"), ("'", '"')

_KEY = re.compile(r"[A-Za-z_][\w./+-]{0,200}", re.A)
# not an empty line or a comment
_LINE = re.compile(rf"^( *)(?=[^ #\n])(- +)?(?:({_KEY.pattern}):(?: +(?:# .*)?|$))?(.*)$", re.M | re.A)
_START = re.compile(r"\n---(?: +#.*)?\n")
# The quantifiers are possessive, and a match begins with the first of several spaces: no text is read twice.
_MARK = re.compile(r"(?:(?<! ) ++)?+([][{},]|:(?= |$)) *")
# scalars outside and inside brackets
_FIRST = r"(?:[\w./~+$(]|-(?=[\w.]))"
_PLAIN = re.compile(rf"{_FIRST}(?:[^ :#]++|:(?! |$)|(?<! )#| ++(?=[^#]))*+", re.A)
_INNER = re.compile(rf"{_FIRST}(?:[^][{{}},? :#]++|:(?=[\w/.+@-])|(?<! )#| ++(?=[^#]))*+", re.A)
_QUOTED = re.compile(r""""[^"\\]*"|'[^']*'""")
_END = re.compile(r" +#.*| *")

_values: dict[str, Any] = {}  # scalars, by the text after a key or a dash
_items: dict[str, Any] = {}  # scalars in brackets
_collections: dict[str, Any] = {}  # what brackets contain; each document gets a copy
_keys: dict[str, str] = {}  # each key once, because documents repeat them

_Line = tuple[str, str, str, str]  # indentation, dash, key, rest


class _Remarkable(Exception):
    """The composer must read this file."""


def quick(text: str) -> list[Any] | None:
    """Return the data of every document, or ``None`` if the composer must read the file."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    # a short text cannot exceed a limit on values or scalars; the composer looks for characters that mislead
    if len(text) > MAX_SCALAR or not text.isascii() or not text.replace("\n", "").isprintable():
        return None
    first, *others = _START.split(f"\n{text}") if "---" in text else (text,)
    try:
        documents = [*_read_document(first), *map(_read_only, others)]
    except _Remarkable:
        return None
    return documents if 0 < len(documents) <= MAX_DOCUMENTS else None


def _read_only(text: str) -> Any:
    for data in _read_document(text):
        return data
    raise _Remarkable


# The lookups are in the loop: one call per line would cost more than the rest of the loop.
def _read_document(text: str) -> list[Any]:
    """Return a list with the data of a document, or an empty one if the text has only comments."""
    root: dict[str, Any] = {}
    container: Any = root
    column = -1
    waiting: str | None = ""  # the key whose value can begin on the next line
    stack: list[tuple[int, Any]] = []
    known = _values.get
    lines = iter(_LINE.findall(text))
    for indent, dash, written, rest in lines:
        if not written and not dash:
            raise _Remarkable
        at = len(indent)
        if at > column or (dash and waiting is not None and at == column):  # a list can be as far left as its key
            if waiting is None or len(stack) > _DEEPEST:
                raise _Remarkable
            opened: Any = [] if dash else {}
            container[waiting] = opened
            stack.append((column, container))
            column, container = at, opened
        else:
            other = dict if dash else list
            while column > at or (column == at and container.__class__ is other):
                column, container = stack.pop()
            if column != at:
                raise _Remarkable
        waiting = None
        if dash:
            if not written:
                value = known(rest, _NEW)
                container.append(_read_value(rest, at, lines) if value is _NEW else value)
                continue
            opened = {}
            container.append(opened)
            stack.append((column, container))
            column, container = at + len(dash), opened
        key = _keys.get(written) or _read_key(written)
        if key in container:
            raise _Remarkable
        if rest:
            value = known(rest, _NEW)
            container[key] = _read_value(rest, column, lines) if value is _NEW else value
        else:
            container[key] = None
            waiting = key
    return list(root.values())


def _read_key(key: str) -> str:
    if not _KEY.fullmatch(key) or not scalars.is_text(key):
        raise _Remarkable
    known: str = _remember(_keys, key, key)
    return known


def _read_value(text: str, column: int, lines: Iterator[_Line]) -> Any:
    """Return the value that begins after a key or a dash. In brackets, it can continue on the next lines."""
    first = text[:1]
    if first not in _OPENING:
        if _PLAIN.fullmatch(text):
            return _remember(_values, text, _resolve(text))
        found = _QUOTED.match(text) if first in _QUOTES else _PLAIN.match(text)
        if found is None or not _END.fullmatch(text, found.end()):
            raise _Remarkable
        value = found[0][1:-1] if first in _QUOTES else _resolve(found[0])
        return _remember(_values, text, value)
    while text[-1] in _OPENING or text[-1] == ",":
        indent, dash, key, rest = next(lines, ("", "", "", ""))
        if len(indent) <= column or dash or not rest:
            raise _Remarkable
        text += f" {key}: {rest}" if key else f" {rest}"
    known = _collections.get(text)
    if known is None:
        known = _remember(_collections, text, _read_flat(text) or _read_brackets(text))
    return _copy(known)


def _remember(cache: dict[str, Any], text: str, value: Any) -> Any:
    """Return a value, and keep it if its text is short, because catalogs repeat values."""
    if len(text) <= _LONGEST:
        if len(cache) >= _MOST:
            cache.clear()
        cache[text] = value
    return value


def _resolve(text: str) -> Any:
    """Return the value of a plain scalar."""
    if scalars.is_text(text):
        return text
    value, elsewhere = scalars.resolve(text)
    if elsewhere:
        raise _Remarkable
    return value


def _copy(value: Any) -> Any:
    if value.__class__ is dict:
        return {key: _copy(each) if each.__class__ in _NESTING else each for key, each in value.items()}
    return [_copy(each) if each.__class__ in _NESTING else each for each in value]


def _read_flat(text: str) -> Any:
    """Return a list or mapping of scalars, as most are, in a fifth of the time; nothing for anything else."""
    if text.count("[") + text.count("{") > 1:
        return None
    parts = text[1:-1].split(", ")
    try:
        if text[0] == "[" and text[-1] == "]":
            return [_items[part] if part in _items else _read_item(part) for part in parts]
        data = {}
        for part in parts:
            key, _, word = part.partition(": ")
            data[_keys.get(key) or _read_key(key)] = _items[word] if word in _items else _read_item(word)
    except _Remarkable:
        return None
    return data if len(data) == len(parts) and text[0] == "{" and text[-1] == "}" else None


def _read_brackets(text: str) -> Any:
    """Return the list or mapping of a text in brackets."""
    *parts, rest = _MARK.split(text)
    root: list[Any] = []
    container: Any = root
    stack: list[Any] = []
    key, closed = None, False  # closed: a collection ends immediately before the mark
    for word, mark in zip(parts[::2], parts[1::2], strict=True):
        if closed and (word or mark in ":[{"):
            raise _Remarkable
        if mark == ":":
            if key is not None or container.__class__ is list or word in container:
                raise _Remarkable
            key = _keys.get(word) or _read_key(word)
            continue
        opens = mark in "[{"
        if opens or word:
            value = _open_collection(word, mark, stack) if opens else _items.get(word, _NEW)
            if value is _NEW:
                value = _read_item(word)
            _add(container, key, value)
            key = None
        elif not closed and (mark == "," or container or key is not None):
            raise _Remarkable  # a value is missing
        closed = mark in "]}"
        if opens:
            stack.append(container)
            container = value
        elif closed:
            if not stack or (container.__class__ is list) != (mark == "]"):
                raise _Remarkable
            container = stack.pop()
    is_comment = rest[:1] == "#" and text.endswith(f" {rest}")
    if container is not root or not closed or len(root) > 1 or (rest and not is_comment):
        raise _Remarkable
    return root[0]


def _add(container: Any, key: str | None, value: Any) -> None:
    if container.__class__ is list:
        container.append(value)
    elif key is None:
        raise _Remarkable
    else:
        container[key] = value


def _open_collection(word: str, mark: str, stack: list[Any]) -> Any:
    if word or len(stack) > _DEEPEST:
        raise _Remarkable
    return [] if mark == "[" else {}


def _read_item(word: str) -> Any:
    if _INNER.fullmatch(word):
        return _remember(_items, word, _resolve(word))
    if not _QUOTED.fullmatch(word):
        raise _Remarkable
    return _remember(_items, word, word[1:-1])
