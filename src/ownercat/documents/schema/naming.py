"""The names of documents and key paths in messages, and the location of a missing key. For all formats."""

import re
from typing import Any

from ownercat.diagnostics import EntityId, Key, Place, Pointer
from ownercat.text import shown

_LONGEST_NAME = 63
_LONGEST_PATH = 6  # keys; the middle of a longer path is omitted
_ITEM_NAMES = ("id", "name", "service", "interface", "title")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


def subject(data: Any) -> EntityId | None:
    """Return the entity of a document, if its kind and name are text."""
    if not isinstance(data, dict):
        return None
    kind, name = data.get("kind"), data.get("name")
    if name is None and isinstance(data.get("metadata"), dict):
        name = data["metadata"].get("name")
    if isinstance(kind, str) and isinstance(name, str) and kind and name:
        return EntityId(shown(kind, _LONGEST_NAME), shown(name, _LONGEST_NAME))
    return None


def label(data: Any) -> str:
    """Format ``service checkout``, or ``this service`` without a name."""
    found = subject(data)
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or not kind:
        return "this document"
    word = shown(kind if kind.isupper() else kind.lower(), _LONGEST_NAME)
    return f"{word} {found.name}" if found else f"this {word}"


def where(pointer: Pointer, data: Any) -> str:
    """Format ```dependsOn[payment].mode` of service checkout``; for the empty pointer, only the document."""
    return f"`{path(pointer, data)}` of {label(data)}" if pointer else label(data)


def path(pointer: Pointer, data: Any) -> str:
    """Format a key path; an item with a name is shown by its name."""
    words: list[str] = []
    node = data
    for depth, key in enumerate(pointer):
        node = _below(node, key)
        following = pointer[depth + 1] if depth + 1 < len(pointer) else None
        words.append(f"[{_item_name(node, key, following)}]" if isinstance(key, int) else f".{shown(key, 40)}")
    if len(words) > _LONGEST_PATH:
        words[2:-2] = ["…"]
    return "".join(words).removeprefix(".")


def _below(node: Any, key: Key) -> Any:
    try:
        return node[key]
    except (LookupError, TypeError):
        return None


def _item_name(item: Any, index: int, following: Key | None) -> str:
    """Return the name of an item, unless the message is about the name; otherwise the index."""
    if isinstance(item, dict):
        for key in _ITEM_NAMES:
            name = item.get(key)
            if key != following and isinstance(name, str) and _PLAIN_NAME.fullmatch(name):
                return name
    return str(index)


def lacking(place: Place, pointer: Pointer, data: Any) -> Place:
    """Return the location for a missing key of the mapping at ``pointer``: its name, its key, or its first key."""
    node = data
    for key in pointer:
        node = _below(node, key)
    if not isinstance(node, dict) or not node:
        return place.at(*pointer)
    for key in _ITEM_NAMES:
        if isinstance(node.get(key), str):
            return place.at(*pointer, key)
    if pointer and isinstance(pointer[-1], str):
        return place.key(*pointer)
    return place.key(*pointer, "kind" if not pointer and "kind" in node else next(iter(node)))
