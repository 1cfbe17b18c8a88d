"""Placeholders where a name, URL or person belongs (SCH010). Pure, for documents of any dialect, and cheap:
it looks at every document of every run, so the usual answer (nothing) takes one pass and builds no key path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ownercat.diagnostics import Fault, Finding, Key, Pointer
from ownercat.documents.schema import naming
from ownercat.documents.source import Document
from ownercat.text import shown

_MOST = 100  # findings per document
_REMEMBERED = 50_000  # texts that are remembered as fine
_SHORT, _LONGEST = 200, 2_000  # characters of a text that is remembered, and of one that is looked at


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Keys with a name, an address or a link as their value, or a list of them, here and in the foreign formats.
_PEOPLE = _set(
    """owner owners ownedBy lead manager members member memberOf team teams parent by person people author assignee
    approvers notify to add remove champion scribe consumer policy escalation handoff journey"""
)
_LINKS = _set(
    "url urls href repository dashboard dashboards logs traces releaseCalendar permalink runbook runbooks playbooks"
)
_ADDRESSES = _LINKS | _set("email contact chat slack pager tickets statusPage")
_NAMES = _set("name service services system domain dependsOn dependencyOf providesApis consumesApis subcomponentOf")
# Keys with a mapping that holds nothing else; but for the free words in it.
_DEEP = _set("contacts logins handles telemetry roles communicate authorise")
_FREE = _set("title description displayName type kind icon role provider note notes logSchema")
_KEPT = _set("name owner service team")  # a line that has to be there
_WATCHED = _PEOPLE | _ADDRESSES | _NAMES | _DEEP

_WORDS = _set(
    """tbd tba tbc fixme xxx xxxx null none nil n/a changeme change-me change_me replaceme replace-me replace_me
    placeholder your-name your-team yourname yourteam my-team someone somebody unknown ? ?? ??? - -- ..."""
) | {"to be decided", "to be defined", "to be determined", "to be confirmed", "change me", "your name", "your team"}
_TODO = "todo"  # in lower case also a good name for a service, and for the team that makes it
_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}|\{%[^{}]{0,200}%\}|<[A-Za-z][\w .-]{0,60}>")
_PREFIXED = re.compile(r"(?:TODO|TBD|FIXME|XXX)\b")

_fine: set[str] = set()


def placeholders(document: Document, besides: Iterable[Fault] = ()) -> list[Fault]:
    """One fault per placeholder, but for places that ``besides`` speaks about already."""
    data = document.data
    if not isinstance(data, dict) or not _any(data, False) or _is_template(data):
        return []
    taken = {place.pointer for place in (fault.finding.place for fault in besides) if place[:2] == document.place[:2]}
    found = ((at, text) for at, text in _all(data, False, ()) if at not in taken)
    return [_fault(document, at, text) for at, text in islice(found, _MOST)]


def _is_template(data: dict[str, Any]) -> bool:
    """A document that is filled in later: Backstage's Template, or one whose own name is an expression."""
    found = naming.subject(data)
    return data.get("kind") == "Template" or (found is not None and bool(_TEMPLATE.search(found.name)))


def is_placeholder(text: str, key: Key = "") -> bool:
    """Whether a value stands for one that nobody has filled in."""
    if len(text) > _LONGEST:
        return False
    folded = text.strip().casefold()
    if folded == _TODO:
        return text.strip() != _TODO or key in _ADDRESSES
    return folded in _WORDS or bool(_PREFIXED.match(text) or _TEMPLATE.search(text))


def _any(node: Any, deep: bool) -> bool:
    """Whether there is one. The hot loop: class checks are faster than isinstance, and known text than any test."""
    for key, value in node.items():
        kind = value.__class__
        if kind is str:
            if (deep or key in _WATCHED) and value not in _fine and _suspicious(value):
                return True
        elif kind is dict:
            if _any(value, deep or key in _DEEP):
                return True
        elif kind is list and _any_item(value, deep or key in _WATCHED, deep or key in _DEEP):
            return True
    return False


def _any_item(items: list[Any], watched: bool, deep: bool) -> bool:
    for value in items:
        kind = value.__class__
        if kind is str:
            if watched and value not in _fine and _suspicious(value):
                return True
        elif (kind is dict and _any(value, deep)) or (kind is list and _any_item(value, watched, deep)):
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


def _all(node: Any, deep: bool, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    """The same with key paths."""
    for key, value in node.items():
        below = deep or key in _DEEP
        if isinstance(value, dict):
            yield from _all(value, below, (*at, key))
        elif isinstance(value, list):
            yield from _all_items(value, below or key in _WATCHED, below, (*at, key))
        elif isinstance(value, str) and (deep or key in _WATCHED) and _is_unfilled(value, (*at, key)):
            yield (*at, key), value


def _all_items(items: list[Any], watched: bool, deep: bool, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    for index, value in enumerate(items):
        if isinstance(value, dict):
            yield from _all(value, deep, (*at, index))
        elif isinstance(value, list):
            yield from _all_items(value, watched, deep, (*at, index))
        elif isinstance(value, str) and watched and _is_unfilled(value, (*at, index)):
            yield (*at, index), value


def _is_unfilled(text: str, at: Pointer) -> bool:
    """A rotation's ``members`` may hold ``none``: a turn that nobody holds on purpose."""
    empty_turn = at[:1] == ("layers",) and at[-2:-1] == ("members",) and text == "none"
    return not empty_turn and at[-1] not in _FREE and is_placeholder(text, _topic(at))


def _topic(at: Pointer) -> Key:
    """The key that says what is expected at a place."""
    return next((key for key in reversed(at) if key in _WATCHED), "")


def _fault(document: Document, at: Pointer, text: str) -> Fault:
    data = document.data
    value = shown(text, 60)
    message = f"{naming.where(at, data)} is a placeholder: `{value}`"
    return Fault("SCH010", Finding(document.place.at(*at), message, cure(at), (), naming.subject(data), value))


def cure(at: Pointer) -> str:
    """What to do about a placeholder."""
    given = f"give {_wanted(at)}"
    return given if at[-1] in _KEPT else f"{given}, or remove the {'item' if isinstance(at[-1], int) else 'line'}"


def _wanted(at: Pointer) -> str:
    key = _topic(at)
    if key in _LINKS:
        return "the URL"
    return "the address" if key in _ADDRESSES or key in {"contacts", "logins", "handles"} else "the name"
