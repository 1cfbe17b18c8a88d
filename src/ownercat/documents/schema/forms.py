"""Which branch of a ``oneOf`` was meant: the score, the ties, and two forms at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, cast

from jsonschema.exceptions import ValidationError

from ownercat.documents.schema import gate
from ownercat.documents.schema.bundle import Schema
from ownercat.suggest import nearest

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "array": list,
    "object": dict,
    "boolean": bool,
    "null": type(None),
    "integer": (int, float),
    "number": (int, float),
}


class BranchMatch(NamedTuple):
    """The branch that was meant with its errors, or why none can be named (``kind``), or the keys that exclude."""

    chosen: Schema | None = None
    errors: tuple[ValidationError, ...] = ()
    others: tuple[str, ...] = ()
    kind: Literal["type", "value", "forms"] = "forms"
    conflict: tuple[str, ...] = ()


class _Branch(NamedTuple):
    schema: Schema
    errors: tuple[ValidationError, ...]


def choose(error: ValidationError) -> BranchMatch:
    """Condense a failed ``oneOf`` or ``anyOf``."""
    value = error.instance
    branches = _branches(error)
    fitting = [branch for branch in branches if _has_type(branch.schema, value)]
    if not fitting:
        return BranchMatch(kind="type")
    if all(_words(branch.schema) for branch in fitting):
        return BranchMatch(kind="value")
    if len(fitting) == 1:
        return BranchMatch(fitting[0].schema, fitting[0].errors)
    conflict = _conflict(fitting, value)
    return BranchMatch(conflict=conflict) if conflict else _best(fitting, value)


def words(schema: Schema) -> tuple[Any, ...]:
    """The values that a schema lists: an ``enum`` or a ``const``."""
    return tuple(_words(schema))


def _words(schema: Schema) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))


def _branches(error: ValidationError) -> list[_Branch]:
    schemas: list[Schema] = list(cast("Iterable[Schema]", error.validator_value))
    found: list[list[ValidationError]] = [[] for _ in schemas]
    for inner in error.context or ():
        found[int(inner.relative_schema_path[0])].append(inner)
    return [_Branch(schema, tuple(errors)) for schema, errors in zip(schemas, found, strict=True)]


def is_type(value: Any, name: str) -> bool:
    """Whether a value has a JSON Schema type, roughly: a boolean is no number."""
    return isinstance(value, _TYPES.get(name, ())) and (name == "boolean" or not isinstance(value, bool))


def types(schema: Schema) -> list[str]:
    """The types a schema asks for, said or implied; ``[]`` when any will do."""
    said = schema.get("type")
    if said is not None:
        return [said] if isinstance(said, str) else list(said)
    listed = _words(schema)
    if listed:
        return [name for name in _TYPES if any(is_type(word, name) for word in listed)]
    return ["object"] if "properties" in schema or "required" in schema else []


def _has_type(schema: Schema, value: Any) -> bool:
    wanted = types(schema)
    return not wanted or any(is_type(value, name) for name in wanted)


def _conflict(branches: list[_Branch], value: Any) -> tuple[str, ...]:
    """The keys that each belong to one form only, when keys of several forms are there."""
    if not isinstance(value, dict):
        return ()
    marks: list[str] = []
    for branch in branches:
        foreign = [other for other in branches if other is not branch]
        own = [key for key in branch.schema.get("required", ()) if key in value]
        mark = next((key for key in own if not any(_knows(other.schema, key) for other in foreign)), None)
        if mark is not None:
            marks.append(mark)
    return tuple(sorted(marks, key=list(value).index)) if len(marks) > 1 else ()


def _knows(schema: Schema, key: str) -> bool:
    return key in schema.get("properties", {}) or key in schema.get("required", ())


def _best(branches: list[_Branch], value: Any) -> BranchMatch:
    scored = sorted(((_score(branch, value), branch) for branch in branches), key=lambda pair: pair[0], reverse=True)
    (best, chosen), (second, _) = scored[:2]
    if best == second:
        return BranchMatch()
    others = tuple(str(b.schema["title"]) for b in branches if b is not chosen and "title" in b.schema)
    return BranchMatch(chosen.schema, chosen.errors, others)


def _score(branch: _Branch, value: Any) -> tuple[float, ...]:
    """Discriminators right, required keys there, nearly there, known keys, nearly known, few errors."""
    if not isinstance(value, dict):
        return (-len(branch.errors),)
    properties: Schema = branch.schema.get("properties", {})
    required: list[str] = branch.schema.get("required", [])
    there = [key for key in required if key in value]
    unknown = [key for key in value if key not in properties][:20]
    marks = [key for key, wanted in properties.items() if key in value and len(_words(wanted)) == 1]
    return (
        sum(1 for key in marks if gate.part(properties[key])(value[key])),
        len(there) / max(len(required), 1),
        sum(1 for key in required if key not in value and nearest(key, unknown)),
        sum(1 for key in value if key in properties),
        sum(1 for key in unknown if nearest(key, properties)),
        -len(branch.errors),
    )
