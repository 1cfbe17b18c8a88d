"""Find placeholders instead of a name, URL or person (SCH010), in documents of all formats.

This check reads every document of every run. For a document without placeholders, it takes one pass and builds no key
path.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ownercat.diagnostics import Fault, Finding, Key, Pointer
from ownercat.documents import codes
from ownercat.documents.schema import naming
from ownercat.documents.source import Document
from ownercat.text import shown

_MOST = 100  # maximum number of findings per document
_REMEMBERED = 50_000  # texts in the cache of texts without placeholders
_SHORT, _LONGEST = 200, 2_000  # maximum length of a text in the cache, and of a text to check


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Keys whose value is a name, an address or a link, or a list of them, in all formats.
_PEOPLE = _set(
    """owner owners ownedBy lead manager members member memberOf team teams parent by person people author assignee
    approvers notify to add remove champion scribe consumer policy escalation handoff journey"""
)
_LINKS = _set(
    "url urls href repository dashboard dashboards logs traces releaseCalendar permalink runbook runbooks playbooks"
)
_ADDRESSES = _LINKS | _set("email contact chat slack pager tickets statusPage")
_NAMES = _set("name service services system domain dependsOn dependencyOf providesApis consumesApis subcomponentOf")
# Keys whose mapping has only such values, except under the keys of _FREE.
_DEEP = _set("contacts logins handles telemetry roles communicate authorise")
_FREE = _set("title description displayName type kind icon role provider note notes logSchema")
_KEPT = _set("name owner service team")  # required lines
_WATCHED = _PEOPLE | _ADDRESSES | _NAMES | _DEEP

_WORDS = _set(
    """tbd tba tbc fixme xxx xxxx null none nil n/a changeme change-me change_me replaceme replace-me replace_me
    placeholder your-name your-team yourname yourteam my-team someone somebody unknown ? ?? ??? - -- ..."""
) | {"to be decided", "to be defined", "to be determined", "to be confirmed", "change me", "your name", "your team"}
_TODO = "todo"  # in lower case, also a valid name for a service and its team
_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}|\{%[^{}]{0,200}%\}|<[A-Za-z][\w .-]{0,60}>")
_PREFIXED = re.compile(r"(?:TODO|TBD|FIXME|XXX)\b")
_PREFIX_STARTS = ("T", "F", "X")

_fine: set[str] = set()


def placeholders(document: Document, besides: Iterable[Fault] = ()) -> list[Fault]:
    """Return one fault per placeholder, except at the locations of the faults in ``besides``."""
    data = document.data
    if not isinstance(data, dict) or not _has_any(data, False) or _is_template(data):
        return []
    taken = {place.pointer for place in (fault.finding.place for fault in besides) if place[:2] == document.place[:2]}
    texts = ((at, text) for at, text in _find_all(data, False, ()) if at not in taken)
    return [_fault(document, at, text) for at, text in islice(texts, _MOST)]


def _is_template(data: dict[str, Any]) -> bool:
    """Return whether a document is a template: a Template of Backstage, or a name that is an expression."""
    subject = naming.subject(data)
    return data.get("kind") == "Template" or (subject is not None and bool(_TEMPLATE.search(subject.name)))


def is_placeholder(text: str, key: Key = "") -> bool:
    """Return whether a value is a placeholder."""
    if len(text) > _LONGEST:
        return False
    folded = text.strip().casefold()
    if folded == _TODO:
        return text.strip() != _TODO or key in _ADDRESSES
    return folded in _WORDS or bool(_PREFIXED.match(text) or _TEMPLATE.search(text))


def _has_any(node: Any, deep: bool) -> bool:
    """Return whether a mapping has a placeholder. Hot loop: class checks are faster than isinstance."""
    for key, value in node.items():
        kind = value.__class__
        if kind is str:
            if (deep or key in _WATCHED) and value not in _fine and _may_be_placeholder(value):
                return True
        elif kind is dict:
            if _has_any(value, deep or key in _DEEP):
                return True
        elif kind is list and _has_any_item(value, deep or key in _WATCHED, deep or key in _DEEP):
            return True
    return False


def _has_any_item(items: list[Any], watched: bool, deep: bool) -> bool:
    for value in items:
        kind = value.__class__
        if kind is str:
            if watched and value not in _fine and _may_be_placeholder(value):
                return True
        elif (kind is dict and _has_any(value, deep)) or (kind is list and _has_any_item(value, watched, deep)):
            return True
    return False


def _may_be_placeholder(text: str) -> bool:
    """Return whether a text may be a placeholder; other texts are cached, because catalogs repeat names."""
    if "<" in text or "{" in text:
        return True
    folded = text.strip().casefold()
    if folded in _WORDS or folded == _TODO or (text[:1] in _PREFIX_STARTS and _PREFIXED.match(text)):
        return True
    if len(text) <= _SHORT:
        if len(_fine) > _REMEMBERED:
            _fine.clear()
        _fine.add(text)
    return False


def _find_all(node: Any, deep: bool, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Yield the key path and the text of each placeholder."""
    for key, value in node.items():
        if key[:2] == "x-":
            continue  # the organization owns the value
        below = deep or key in _DEEP
        if isinstance(value, dict):
            yield from _find_all(value, below, (*at, key))
        elif isinstance(value, list):
            yield from _find_all_items(value, below or key in _WATCHED, below, (*at, key))
        elif isinstance(value, str) and (deep or key in _WATCHED) and _is_unfilled(value, (*at, key)):
            yield (*at, key), value


def _find_all_items(items: list[Any], watched: bool, deep: bool, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    for index, value in enumerate(items):
        if isinstance(value, dict):
            yield from _find_all(value, deep, (*at, index))
        elif isinstance(value, list):
            yield from _find_all_items(value, watched, deep, (*at, index))
        elif isinstance(value, str) and watched and _is_unfilled(value, (*at, index)):
            yield (*at, index), value


def _is_unfilled(text: str, at: Pointer) -> bool:
    """Return whether a text is a placeholder. ``none`` in the ``members`` of a rotation is a turn without a person."""
    empty_turn = at[:1] == ("layers",) and at[-2:-1] == ("members",) and text == "none"
    return not empty_turn and at[-1] not in _FREE and is_placeholder(text, _find_topic(at))


def _find_topic(at: Pointer) -> Key:
    """Return the key that determines the expected value at a key path."""
    return next((key for key in reversed(at) if key in _WATCHED), "")


def _fault(document: Document, at: Pointer, text: str) -> Fault:
    data = document.data
    value = shown(text, 60)
    message = f"{naming.where(at, data)} is a placeholder: `{value}`"
    return Fault(
        codes.PLACEHOLDER_VALUE, Finding(document.place.at(*at), message, cure(at), (), naming.subject(data), value)
    )


def cure(at: Pointer) -> str:
    """Return the fix for a placeholder."""
    fix = f"write {_format_wanted(at)}"
    return fix if at[-1] in _KEPT else f"{fix}, or remove the {'item' if isinstance(at[-1], int) else 'line'}"


def _format_wanted(at: Pointer) -> str:
    key = _find_topic(at)
    if key in _LINKS:
        return "the URL"
    return "the address" if key in _ADDRESSES or key in {"contacts", "logins", "handles"} else "the name"
