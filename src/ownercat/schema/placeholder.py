"""Placeholders where a name, URL or person belongs (SCH010). Pure, for documents of any dialect, and cheap:
it looks at every document of every run, so the usual answer (nothing) takes one pass and builds no key path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ownercat.diagnostics import Fault, Finding, Key, Pointer
from ownercat.schema import naming
from ownercat.source import Document
from ownercat.text import shown

_MOST = 100  # findings per document
_REMEMBERED, _SHORT = 50_000, 200  # how many texts are remembered as fine, up to which length


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Keys under which names, addresses and links stand, here and in the foreign formats.
_PEOPLE = _set(
    """owner owners ownedBy lead manager members member memberOf team teams parent by person people author assignee
    approvers notify to add remove champion scribe communicate roles authorise consumer policy handoff journey"""
)
_LINKS = _set("url urls href repository dashboard dashboards logs traces releaseCalendar links telemetry")
_ADDRESSES = _LINKS | _set("email contacts contact logins handles chat slack pager tickets statusPage external")
_NAMES = _set("name service services system domain dependsOn dependencyOf providesApis consumesApis subcomponentOf")
_WATCHED = _PEOPLE | _ADDRESSES | _NAMES
# Below a watched key these hold words for people, or one of a few known words.
_FREE = _set("title description displayName degrade reason type mode status icon kind group note notes")

_WORDS = _set(
    """tbd tba tbc fixme xxx xxxx null none nil n/a changeme change-me change_me replaceme replace-me replace_me
    placeholder your-name your-team yourname yourteam my-team someone somebody unknown ? ?? ??? - -- ..."""
) | {"to be decided", "to be defined", "to be determined", "to be confirmed", "change me", "your name", "your team"}
_TODO = "todo"  # in lower case also a good name for a service, and for the team that makes it
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|\{%.*?%\}|<[A-Za-z][\w .-]{0,60}>", re.DOTALL)
_PREFIXED = re.compile(r"(?:TODO|TBD|FIXME|XXX)\b")

_fine: set[str] = set()


def placeholders(document: Document, besides: Iterable[Fault] = ()) -> list[Fault]:
    """One fault per placeholder, but for places that ``besides`` speaks about already."""
    data = document.data
    if not isinstance(data, dict | list) or not _any(data, False):
        return []
    if _is_template(data):
        return []
    taken = {fault.finding.place for fault in besides}
    found = (_fault(document, at, text) for at, text in _all(data, False, ()))
    return [fault for _, fault in zip(range(_MOST), found, strict=False) if fault.finding.place not in taken]


def _is_template(data: Any) -> bool:
    """A document that is filled in later: Backstage's Template, or one whose own name is an expression."""
    if not isinstance(data, dict):
        return False
    found = naming.subject(data)
    return data.get("kind") == "Template" or (found is not None and bool(_TEMPLATE.search(found.name)))


def is_placeholder(text: str, key: Key = "") -> bool:
    """Whether a value stands for one that nobody has filled in."""
    folded = text.strip().casefold()
    if folded == _TODO:
        return text.strip() != _TODO or key in _ADDRESSES
    return folded in _WORDS or bool(_PREFIXED.match(text) or _TEMPLATE.search(text))


def _any(node: Any, watched: bool) -> bool:
    """Whether there is one. The hot loop: class checks are faster than isinstance, and known text than any test."""
    if node.__class__ is list:
        for value in node:
            kind = value.__class__
            if kind is str:
                if watched and value not in _fine and _suspicious(value):
                    return True
            elif (kind is dict or kind is list) and _any(value, watched):
                return True
        return False
    for key, value in node.items():
        kind = value.__class__
        if kind is str:
            if (watched or key in _WATCHED) and value not in _fine and _suspicious(value):
                return True
        elif (kind is dict or kind is list) and _any(value, watched or key in _WATCHED):
            return True
    return False


def _suspicious(text: str) -> bool:
    """Whether a text needs a second look; catalogs repeat their names, so what is fine is remembered."""
    if "<" in text or "{" in text or is_placeholder(text, "url"):
        return True
    if len(text) <= _SHORT:
        if len(_fine) > _REMEMBERED:
            _fine.clear()
        _fine.add(text)
    return False


def _all(node: Any, watched: bool, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    pairs: Iterable[tuple[Key, Any]] = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        here = watched or key in _WATCHED
        if isinstance(value, dict | list):
            yield from _all(value, here, (*at, key))
        elif isinstance(value, str) and here and key not in _FREE and _is_unfilled(value, (*at, key)):
            yield (*at, key), value


def _is_unfilled(text: str, at: Pointer) -> bool:
    """A rotation's ``members`` may hold ``none``: a turn that nobody holds on purpose."""
    empty_turn = at[:1] == ("layers",) and at[-2:-1] == ("members",) and text == "none"
    key = next((key for key in reversed(at) if key in _WATCHED), "")
    return not empty_turn and is_placeholder(text, key)


def _fault(document: Document, at: Pointer, text: str) -> Fault:
    data = document.data
    value = shown(text, 60)
    message = f"{naming.where(at, data)} is a placeholder: `{value}`"
    return Fault("SCH010", Finding(document.place.at(*at), message, cure(at), (), naming.subject(data), value))


def cure(at: Pointer) -> str:
    """What to do about a placeholder."""
    return f"give {_wanted(at)}, or remove the {'item' if isinstance(at[-1], int) else 'line'}"


def _wanted(at: Pointer) -> str:
    key = next((key for key in reversed(at) if key in _WATCHED), "")
    if key in _LINKS:
        return "the URL"
    return "the address" if key in _ADDRESSES else "the name"
