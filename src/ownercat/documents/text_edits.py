"""Edits of the text of a file: applied together, and verified to give exactly the intended data. No input or output."""

import copy
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Pointer
from ownercat.documents import scalars, source

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.:/-]*[A-Za-z0-9])?", re.ASCII)


class Edit(NamedTuple):
    """A range of a file's text and its replacement; offsets as in ``source.Node``, an insertion has an empty range."""

    path: str
    start: int
    end: int
    new: str


def apply_edits(path: str, data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the file with the edits applied; all other bytes stay. If edits overlap, return the file unchanged."""
    text = source.text_of(path, data)
    parts: list[str] = []
    done = 0
    for edit in sorted(set(edits), key=lambda e: (e.start, e.end)):
        if not done <= edit.start <= edit.end <= len(text):
            return data
        parts += [text[done : edit.start], edit.new]
        done = edit.end
    return source.with_text(path, data, "".join([*parts, text[done:]]))


def replace_values(data: Any, changes: Mapping[Pointer, Any]) -> Any:
    """Return a copy of a document's data with other values at some places; shared YAML aliases stay shared."""
    result = copy.deepcopy(data)
    for pointer, value in changes.items():
        inside = result
        for key in pointer[:-1]:
            inside = inside[key]
        inside[pointer[-1]] = value
    return result


def reads_as_intended(path: str, before: bytes, after: bytes, intended: Mapping[int, Any]) -> bool:
    """Return whether an edited file has the intended data in some documents and is unchanged in all others."""
    was, now = source.read(path, before), source.read(path, after)
    if len(was.documents) != len(now.documents) or len(was.faults) != len(now.faults):
        return False
    wanted = (intended.get(document.index, document.data) for document in was.documents)
    return all(is_same(document.data, data) for document, data in zip(now.documents, wanted, strict=True))


def is_same(one: Any, other: Any) -> bool:
    """Return whether two values are equal including their types: 1 is not true, and not 1.0."""
    if one.__class__ is not other.__class__:
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


def render_scalar(text: str) -> str:
    """Return a text as YAML: plain if every parser reads it as that text, else in double quotes."""
    plain = _PLAIN.fullmatch(text) is not None and ":" not in text[-1:] and scalars.resolve(text) == (text, "")
    return text if plain else json.dumps(text, ensure_ascii=not text.isprintable())
