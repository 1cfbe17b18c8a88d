"""Where else in a schema a key is at home: the right key on the wrong level."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ownercat.diagnostics import Pointer
from ownercat.documents.schema.bundle import bundled
from ownercat.suggest import nearest
from ownercat.text import listed

_ITEM, _ANY = "[]", "*"
_MANY = 4  # places that are named for a key that is at home in several

# What other catalogs call it.
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
    """A mapping that a key belongs to, and whether it has to be there."""

    at: Pointer
    required: bool


@cache
def homes(kind: str) -> Mapping[str, tuple[ParentMapping, ...]]:
    """Every key of a kind's schema with the mappings it belongs to, shallow ones first."""
    found: dict[str, list[ParentMapping]] = {}
    _walk(bundled(kind), (), found)
    return {key: tuple(sorted(set(places), key=lambda home: (len(home.at), home))) for key, places in found.items()}


def is_required(kind: str, pointer: Pointer) -> bool:
    """Whether the key at the end of a path has to be there; the document itself always does."""
    return not pointer or any(
        home.required and _same(home.at, pointer[:-1]) for home in homes(kind).get(str(pointer[-1]), ())
    )


def _walk(schema: Any, at: Pointer, found: dict[str, list[ParentMapping]]) -> None:
    if not isinstance(schema, dict):
        return
    for key, below in schema.get("properties", {}).items():
        found.setdefault(key, []).append(ParentMapping(at, key in schema.get("required", ())))
        _walk(below, (*at, key), found)
    _walk(schema.get("items"), (*at, _ITEM), found)
    _walk(schema.get("additionalProperties"), (*at, _ANY), found)
    for branch in [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())]:
        _walk(branch, at, found)


def elsewhere(word: str, allowed: list[str]) -> str:
    """The key of ours that another catalog's word stands for, if it is allowed here."""
    plain = word.replace("_", "").replace("-", "").casefold()
    known = [plain] if plain in _ELSEWHERE else nearest(plain, _ELSEWHERE)
    return next((name for other in known for name in _ELSEWHERE[other] if name in allowed), "")


def move(kind: str, key: str, container: Pointer, data: Any) -> str:
    """What to do with a key that belongs elsewhere in the document: ``put it under code``; ``""`` if nowhere else."""
    places = [home.at for home in homes(kind).get(key, ()) if not _same(home.at, container)]
    below = [place for place in places if len(place) > len(container) and _same(place[: len(container)], container)]
    above = [place for place in places if _same(place, container[: len(place)])]
    if below:
        return _down(key, [place[len(container) :] for place in below])
    if above:
        return _up(key, above[-1], container, data)
    if len(places) == 1 and places[0]:
        return f"`{key}` belongs under `{_words(places[0])}`"
    return ""


def near_below(kind: str, key: str, container: Pointer) -> str:
    """The same for a misspelt key that belongs one level down."""
    keys = {
        known: place
        for known, found in homes(kind).items()
        for place, _ in found
        if len(place) == len(container) + 1 and place[-1] not in {_ITEM, _ANY} and _same(place[:-1], container)
    }
    near = nearest(key, keys)
    return f"did you mean {near[0]}? it belongs under `{keys[near[0]][-1]}`" if near else ""


def _same(place: Pointer, pointer: Pointer) -> bool:
    """Whether a key path in a document lies at a place of the schema."""
    if len(place) != len(pointer):
        return False
    steps = zip(place, pointer, strict=True)
    return all(isinstance(there, int) if known == _ITEM else known in (_ANY, there) for known, there in steps)


def _down(key: str, places: list[Pointer]) -> str:
    if len(places) > 1:
        return f"`{key}` belongs under {listed((f'`{_words(place)}`' for place in places), 'or', _MANY)}"
    steps = places[0]
    if steps[-1] == _ITEM:
        return f"`{key}` belongs in the items of `{_words(steps[:-1])}`"
    return f"put `{key}` under `{_words(steps)}`"


def _up(key: str, place: Pointer, container: Pointer, data: Any) -> str:
    """Nothing where the key is already in its place."""
    node = data
    for step in container[: len(place)]:
        node = node[step]
    if key in node:
        return ""
    if not place:
        return f"`{key}` belongs at the top level of the document"
    return f"`{key}` belongs one level up" + (f", in `{_words(place)}`" if place[-1] != _ITEM else "")


def _words(place: Pointer) -> str:
    return ".".join(str(step) for step in place).replace(f".{_ITEM}", "[]").replace(f".{_ANY}", ".…")
