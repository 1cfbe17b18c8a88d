"""Find the correct level of a key in a schema."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ownercat.diagnostics import Pointer
from ownercat.documents.schema.bundle import Schema, bundled
from ownercat.suggest import find_nearest
from ownercat.text import listed, shown

_ITEM, _ANY = "[]", "*"
_HANDLES = ("handles",)  # its keys are names of systems, which other mappings have as well
_MANY = 4  # maximum number of levels in a message

# The words of other catalogs for our keys.
_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "dependencies": ("dependsOn",),
    "dependson": ("dependsOn",),
    "requires": ("dependsOn",),
    "consumes": ("dependsOn",),
    "team": ("owner",),
    "ownedby": ("owner",),
    "maintainer": ("owner",),
    "maintainers": ("owner", "members"),
    "people": ("members",),
    "users": ("members",),
    "participants": ("members",),
    "criticality": ("tier",),
    "priority": ("tier",),
    "stage": ("lifecycle",),
    "summary": ("description",),
    "displayname": ("title",),
    "repo": ("repository",),
    "slack": ("chat",),
    "mail": ("email",),
    "levels": ("tiers",),
    "rules": ("tiers",),
    "targets": ("notify",),
    "delay": ("wait",),
    "timeout": ("wait", "timebox"),
    "slo": ("objectives",),
    "slos": ("objectives",),
    "timezone": ("timeZone",),
    "tz": ("timeZone",),
    "mttr": ("restore",),
    "mtta": ("ack",),
    "start": ("from",),
    "end": ("to", "until"),
}


class ParentMapping(NamedTuple):
    """A mapping that a key belongs to, and whether the key is required."""

    at: Pointer
    required: bool


@cache
def homes(kind: str) -> Mapping[str, tuple[ParentMapping, ...]]:
    """Return every key of a schema with the mappings it belongs to, shallow ones first."""
    found: dict[str, list[ParentMapping]] = {}
    _collect_homes(bundled(kind), (), found)
    return {key: tuple(sorted(set(places), key=lambda home: (len(home.at), home))) for key, places in found.items()}


def is_required(kind: str, pointer: Pointer) -> bool:
    """Return whether the key at the end of a path is required; the document itself always is."""
    return not pointer or any(
        home.required and _matches(home.at, pointer[:-1]) for home in homes(kind).get(str(pointer[-1]), ())
    )


def _collect_homes(schema: Any, at: Pointer, found: dict[str, list[ParentMapping]]) -> None:
    if not isinstance(schema, dict):
        return
    for key, below in schema.get("properties", {}).items():
        found.setdefault(key, []).append(ParentMapping(at, key in schema.get("required", ())))
        _collect_homes(below, (*at, key), found)
    _collect_homes(schema.get("items"), (*at, _ITEM), found)
    _collect_homes(schema.get("additionalProperties"), (*at, _ANY), found)
    for branch in [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())]:
        _collect_homes(branch, at, found)


def elsewhere(word: str, allowed: list[str]) -> str:
    """Return our key for a word of another catalog, if the key is allowed here."""
    plain = word.replace("_", "").replace("-", "").casefold()
    known = [plain] if plain in _ELSEWHERE else find_nearest(plain, _ELSEWHERE)
    return next((name for other in known for name in _ELSEWHERE[other] if name in allowed), "")


def move(kind: str, key: str, container: Pointer, data: Any) -> str:
    """Return the fix for a key that belongs to another level of the document; ``""`` if there is none."""
    places = [home.at for home in homes(kind).get(key, ()) if not _matches(home.at, container)]
    below = [place for place in places if len(place) > len(container) and _matches(place[: len(container)], container)]
    above = [place for place in places if _matches(place, container[: len(place)])]
    if below:
        return _format_move_down(key, [place[len(container) :] for place in below])
    if above:
        return _format_move_up(key, above[-1], container, data)
    if len(places) == 1 and places[0] and places[0] != _HANDLES:
        return f"move `{key}` under `{_format_path(places[0])}`"
    return ""


def into_sibling(at: Pointer, schema: Schema, data: Any) -> str:
    """Return the fix for a key beside the mappings that it belongs into, such as ``ack`` beside ``sev1``; or ``""``."""
    if not at or at[-1] not in schema.get("properties", {}):
        return ""
    node = data
    for step in at[:-1]:
        node = node[step]
    siblings = [key for key, value in node.items() if isinstance(value, dict)] if isinstance(node, dict) else []
    names = listed((f"`{shown(key)}`" for key in siblings), "or", _MANY)
    return f"move `{at[-1]}` under {names}" if siblings else ""


def near_below(kind: str, key: str, container: Pointer) -> str:
    """Return the fix for a misspelled key that belongs one level down; ``""`` if there is none."""
    keys = {
        known: place
        for known, found in homes(kind).items()
        for place, _ in found
        if len(place) == len(container) + 1 and place[-1] not in {_ITEM, _ANY} and _matches(place[:-1], container)
    }
    near = find_nearest(key, keys)
    return f"did you mean {near[0]}? write this key under `{keys[near[0]][-1]}`" if near else ""


def _matches(place: Pointer, pointer: Pointer) -> bool:
    """Return whether a key path of a document matches a key path of the schema."""
    if len(place) != len(pointer):
        return False
    steps = zip(place, pointer, strict=True)
    return all(isinstance(there, int) if known == _ITEM else known in (_ANY, there) for known, there in steps)


def _format_move_down(key: str, places: list[Pointer]) -> str:
    if len(places) > 1:
        return f"move `{key}` under {listed((f'`{_format_path(place)}`' for place in places), 'or', _MANY)}"
    steps = places[0]
    if steps[-1] == _ITEM:
        return f"move `{key}` into the items of `{_format_path(steps[:-1])}`"
    return f"move `{key}` under `{_format_path(steps)}`"


def _format_move_up(key: str, place: Pointer, container: Pointer, data: Any) -> str:
    """Return the fix for a key that belongs to an outer mapping; ``""`` if that mapping already has the key."""
    node = data
    for step in container[: len(place)]:
        node = node[step]
    if key in node:
        return ""
    if not place:
        return f"move `{key}` to the top level of the document"
    return f"move `{key}` one level up" + (f", into `{_format_path(place)}`" if place[-1] != _ITEM else "")


def _format_path(place: Pointer) -> str:
    """Return the keys as ``targets.KEY``, where ``KEY`` may be any key."""
    return ".".join(str(step) for step in place).replace(f".{_ITEM}", "[]").replace(f".{_ANY}", ".KEY")
