"""The shipped schemas: where they are, their text, and each as one self-contained value without a ``$ref``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ownercat.errors import UsageError
from ownercat.suggest import did_you_mean
from ownercat.text import listed, shown

Schema = dict[str, Any]

_SUFFIX = ".schema.json"
_HERE = Path(__file__).resolve()
# In a wheel the schemas lie inside the package; in a checkout, an sdist or an editable install at the top.
_FOLDERS = (_HERE.parents[2] / "schemas", _HERE.parents[4] / "schemas")
_SHARED = frozenset({"common", "ownercat"})  # parts, and the one for editors: no kinds of their own
_ANNOTATIONS = frozenset({"title", "description", "examples", "default", "$comment"})
_DATA = frozenset({"examples", "default", "const", "enum"})


@cache
def folder() -> Path:
    """Where the schemas are."""
    return next((found for found in _FOLDERS if found.is_dir()), _FOLDERS[0])


@cache
def names() -> tuple[str, ...]:
    """The schemas by file name (``service`` for ``service.schema.json``), sorted."""
    return tuple(sorted(found.name.removesuffix(_SUFFIX) for found in folder().glob(f"*{_SUFFIX}")))


@cache
def _stems() -> dict[str, str]:
    return {name.replace("-", ""): name for name in names()}


def knows(kind: str) -> bool:
    """Whether there is a schema for documents of exactly this kind (``Service``, ``SLA``)."""
    stem = _stems().get(kind.lower())
    return stem is not None and stem not in _SHARED and _kind(stem) == kind


@cache
def kinds() -> tuple[str, ...]:
    """The kinds that have a schema, sorted."""
    return tuple(sorted(_kind(name) for name in names() if name not in _SHARED))


def _kind(stem: str) -> str:
    return str(_parsed(stem)["properties"]["kind"]["const"])


@cache
def text(name: str) -> str:
    """A schema as JSON text, by file name or by kind."""
    return (folder() / f"{_stem(name)}{_SUFFIX}").read_text(encoding="utf-8")


def _stem(name: str) -> str:
    stem = _stems().get(name.lower().replace("-", ""))
    if stem is None:
        known = f"there are {listed(names(), most=20)}"
        raise UsageError(f"there is no schema called {shown(name)}", did_you_mean(name.lower(), names(), known))
    return stem


@cache
def alone(name: str) -> str:
    """A schema as JSON text that stands alone: the other files that it refers to are among its definitions."""
    stem = _stem(name)
    found: dict[str, Any] = {}
    waiting = [stem]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = _moved(_parsed(file), file, stem, waiting)
    whole = found.pop(stem)
    parts = {file: {k: v for k, v in found[file].items() if k != "$schema"} for file in sorted(found)}
    definitions = {**whole.pop("definitions", {}), **parts}
    return json.dumps({**whole, **({"definitions": definitions} if definitions else {})}, indent=2, ensure_ascii=False)


def _moved(node: Any, file: str, top: str, named: list[str]) -> Any:
    """A part of a file with its references as they are when the file is a definition of ``top``; notes their files."""
    if isinstance(node, list):
        return [_moved(item, file, top, named) for item in node]
    if not isinstance(node, dict):
        return node
    moved = {key: value if key in _DATA else _moved(value, file, top, named) for key, value in node.items()}
    if isinstance(node.get("$ref"), str):
        path, _, pointer = node["$ref"].partition("#")
        target = path.removesuffix(_SUFFIX) or file
        named.append(target)
        moved["$ref"] = f"#{pointer}" if target == top else f"#/definitions/{target}{pointer}"
    return moved


@cache
def bundled(kind: str) -> Schema:
    """A schema with every ``$ref`` replaced by what it names, so that nothing is ever looked up while validating."""
    stem = _stems()[kind.lower()]
    whole = {key: value for key, value in _parsed(stem).items() if key not in {"$id", "definitions"}}
    found: Schema = _inline(whole, stem)
    return found


@cache
def has_deprecated(kind: str) -> bool:
    """Whether an ``x-deprecated`` stands anywhere in the schema."""
    return '"x-deprecated"' in text(kind) or '"x-deprecated"' in text("common")


@cache
def _parsed(stem: str) -> Schema:
    found: Schema = json.loads((folder() / f"{stem}{_SUFFIX}").read_bytes())
    return found


def _inline(node: Any, stem: str) -> Any:
    if isinstance(node, list):
        return [_inline(item, stem) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        file, _, pointer = node["$ref"].partition("#")
        beside = {key: value for key, value in node.items() if key in _ANNOTATIONS or key.startswith("x-")}
        return {**_target(file.removesuffix(_SUFFIX) or stem, pointer), **beside}
    return _merged({k: v if k in _DATA or k.startswith("x-") else _inline(v, stem) for k, v in node.items()})


@cache
def _target(stem: str, pointer: str) -> Schema:
    """What a ``$ref`` names; in the same folder only, and never a circle (a test holds the schemas to that)."""
    if stem not in names():
        raise ValueError(f"{stem} is not a shipped schema")
    found: Any = _parsed(stem)
    for key in pointer.split("/")[1:]:
        found = found[key]
    inlined: Schema = _inline(found, stem)
    return inlined


def _merged(node: Schema) -> Schema:
    """``{description, allOf: [X]}`` is X with a description: one level less to explain."""
    parts = node.get("allOf")
    if not isinstance(parts, list) or len(parts) != 1:
        return node
    rest = {key: value for key, value in node.items() if key != "allOf"}
    if any(key in parts[0] and key not in _ANNOTATIONS for key in rest):
        return node
    return {**parts[0], **rest}
