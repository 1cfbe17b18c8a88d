"""The schemas of ownercat: their folder, their text, and each one as a self-contained value without ``$ref``."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from ownercat.errors import UsageError
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown

Schema = dict[str, Any]

_SUFFIX = ".schema.json"
_HERE = Path(__file__).resolve()
# A wheel has the schemas inside the package; a checkout, an sdist or an editable install has them at the top.
_FOLDERS = (_HERE.parents[2] / "schemas", _HERE.parents[4] / "schemas")
_SHARED = frozenset({"common", "ownercat"})  # shared parts, and the schema for editors: not kinds
_ANNOTATIONS = frozenset({"title", "description", "examples", "default", "$comment"})
_DATA = frozenset({"examples", "default", "const", "enum"})


@cache
def folder() -> Path:
    """Return the folder of the schemas."""
    return next((found for found in _FOLDERS if found.is_dir()), _FOLDERS[0])


@cache
def names() -> tuple[str, ...]:
    """Return the names of the schemas (``service`` for ``service.schema.json``), sorted."""
    return tuple(sorted(found.name.removesuffix(_SUFFIX) for found in folder().glob(f"*{_SUFFIX}")))


@cache
def _map_stems() -> dict[str, str]:
    return {name.replace("-", ""): name for name in names()}


def knows(kind: str) -> bool:
    """Return whether exactly this kind (``Service``, ``SLA``) has a schema."""
    stem = _map_stems().get(kind.lower())
    return stem is not None and stem not in _SHARED and _get_kind(stem) == kind


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds with a schema, sorted."""
    return tuple(sorted(_get_kind(name) for name in names() if name not in _SHARED))


def _get_kind(stem: str) -> str:
    return str(_load_schema(stem)["properties"]["kind"]["const"])


@cache
def text(name: str) -> str:
    """Return a schema as JSON text, by file name or by kind."""
    return (folder() / f"{_find_stem(name)}{_SUFFIX}").read_text(encoding="utf-8")


def example(kind: str) -> str:
    """Return a short valid example of a kind as YAML; the examples of all kinds refer to each other."""
    stem = _find_stem(kind)
    if stem in _SHARED:
        raise UsageError(f"{shown(kind)} is not a kind", f"use one of {listed(map(str.lower, kinds()), 'or', most=20)}")
    return (_HERE.parent / "examples" / f"{stem}.yaml").read_text(encoding="utf-8")


def _find_stem(name: str) -> str:
    stem = _map_stems().get(name.lower().replace("-", ""))
    if stem is None:
        known = f"the schemas are {listed(names(), most=20)}"
        raise UsageError(f"no schema has the name {shown(name)}", format_suggestion(name.lower(), names(), known))
    return stem


@cache
def alone(name: str) -> str:
    """Return a schema as self-contained JSON text: the files that it refers to become definitions."""
    stem = _find_stem(name)
    found: dict[str, Any] = {}
    waiting = [stem]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = _move_references(_load_schema(file), file, stem, waiting)
    whole = found.pop(stem)
    parts = {file: {k: v for k, v in found[file].items() if k != "$schema"} for file in sorted(found)}
    definitions = {**whole.pop("definitions", {}), **parts}
    return json.dumps({**whole, **({"definitions": definitions} if definitions else {})}, indent=2, ensure_ascii=False)


def _move_references(node: Any, file: str, top: str, named: list[str]) -> Any:
    """Rewrite the references of a part for a file that becomes a definition of ``top``; append their files."""
    if isinstance(node, list):
        return [_move_references(item, file, top, named) for item in node]
    if not isinstance(node, dict):
        return node
    moved = {key: value if key in _DATA else _move_references(value, file, top, named) for key, value in node.items()}
    if isinstance(node.get("$ref"), str):
        path, _, pointer = node["$ref"].partition("#")
        target = path.removesuffix(_SUFFIX) or file
        named.append(target)
        moved["$ref"] = f"#{pointer}" if target == top else f"#/definitions/{target}{pointer}"
    return moved


@cache
def bundled(kind: str) -> Schema:
    """Return a schema with every ``$ref`` replaced by its target, so that a validator resolves nothing."""
    stem = _map_stems()[kind.lower()]
    whole = {key: value for key, value in _load_schema(stem).items() if key not in {"$id", "definitions"}}
    found: Schema = _inline(whole, stem)
    return found


@cache
def has_deprecated(kind: str) -> bool:
    """Return whether a schema contains ``x-deprecated``."""
    return '"x-deprecated"' in text(kind) or '"x-deprecated"' in text("common")


@cache
def _load_schema(stem: str) -> Schema:
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
        return {**_resolve_target(file.removesuffix(_SUFFIX) or stem, pointer), **beside}
    return _merge_all_of({k: v if k in _DATA or k.startswith("x-") else _inline(v, stem) for k, v in node.items()})


@cache
def _resolve_target(stem: str, pointer: str) -> Schema:
    """Return the target of a ``$ref``, only from the same folder. A test excludes cycles."""
    if stem not in names():
        raise ValueError(f"{stem} is not a schema of ownercat")
    found: Any = _load_schema(stem)
    for key in pointer.split("/")[1:]:
        found = found[key]
    inlined: Schema = _inline(found, stem)
    return inlined


def _merge_all_of(node: Schema) -> Schema:
    """Replace ``{description, allOf: [X]}`` by X with the description, which makes explanations simpler."""
    parts = node.get("allOf")
    if not isinstance(parts, list) or len(parts) != 1:
        return node
    rest = {key: value for key, value in node.items() if key != "allOf"}
    if any(key in parts[0] and key not in _ANNOTATIONS for key in rest):
        return node
    return {**parts[0], **rest}
