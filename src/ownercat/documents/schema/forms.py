"""Find the probable branch of a ``oneOf``: by score, with ties and conflicting keys."""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, cast

from jsonschema.exceptions import ValidationError

from ownercat.documents.schema import gate
from ownercat.documents.schema.bundle import Schema
from ownercat.suggest import find_nearest

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
    """The probable branch with its errors; or the reason for none (``kind``); or the keys that exclude each other."""

    chosen: Schema | None = None
    errors: tuple[ValidationError, ...] = ()
    others: tuple[str, ...] = ()
    kind: Literal["type", "value", "forms"] = "forms"
    conflict: tuple[str, ...] = ()


class _Branch(NamedTuple):
    schema: Schema
    errors: tuple[ValidationError, ...]


def choose(error: ValidationError) -> BranchMatch:
    """Reduce a failed ``oneOf`` or ``anyOf`` to its probable branch."""
    value = error.instance
    branches = _build_branches(error)
    fitting = [branch for branch in branches if _has_type(branch.schema, value)]
    if not fitting:
        return BranchMatch(kind="type")
    if all(_list_words(branch.schema) for branch in fitting):
        return BranchMatch(kind="value")
    if len(fitting) == 1:
        return BranchMatch(fitting[0].schema, fitting[0].errors)
    conflict = _find_conflict(fitting, value)
    return BranchMatch(conflict=conflict) if conflict else _choose_best(fitting, value)


def words(schema: Schema) -> tuple[Any, ...]:
    """Return the values of an ``enum`` or ``const``."""
    return tuple(_list_words(schema))


def _list_words(schema: Schema) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))


def _build_branches(error: ValidationError) -> list[_Branch]:
    schemas: list[Schema] = list(cast("Iterable[Schema]", error.validator_value))
    errors: list[list[ValidationError]] = [[] for _ in schemas]
    for inner in error.context or ():
        errors[int(inner.relative_schema_path[0])].append(inner)
    return [_Branch(schema, tuple(found)) for schema, found in zip(schemas, errors, strict=True)]


def is_type(value: Any, name: str) -> bool:
    """Return whether a value has a JSON Schema type; a boolean is not a number."""
    return isinstance(value, _TYPES.get(name, ())) and (name == "boolean" or not isinstance(value, bool))


def types(schema: Schema) -> list[str]:
    """Return the types that a schema requires, explicitly or by its values; ``[]`` for any type."""
    explicit = schema.get("type")
    if explicit is not None:
        return [explicit] if isinstance(explicit, str) else list(explicit)
    listed = _list_words(schema)
    if listed:
        return [name for name in _TYPES if any(is_type(word, name) for word in listed)]
    return ["object"] if "properties" in schema or "required" in schema else []


def _has_type(schema: Schema, value: Any) -> bool:
    wanted = types(schema)
    return not wanted or any(is_type(value, name) for name in wanted)


def _find_conflict(branches: list[_Branch], value: Any) -> tuple[str, ...]:
    """Return the keys that belong to one form each, if a mapping has keys of several forms."""
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


def _choose_best(branches: list[_Branch], value: Any) -> BranchMatch:
    pairs = ((_compute_score(branch, value), branch) for branch in branches)
    scored = sorted(pairs, key=lambda pair: pair[0], reverse=True)
    (best, chosen), (second, _) = scored[:2]
    if best == second:
        return BranchMatch()
    others = tuple(str(b.schema["title"]) for b in branches if b is not chosen and "title" in b.schema)
    return BranchMatch(chosen.schema, chosen.errors, others)


def _compute_score(branch: _Branch, value: Any) -> tuple[float, ...]:
    """Score a branch: matching discriminators, required keys, similar keys, known keys, few errors."""
    if not isinstance(value, dict):
        return (-len(branch.errors),)
    properties: Schema = branch.schema.get("properties", {})
    required: list[str] = branch.schema.get("required", [])
    present = [key for key in required if key in value]
    unknown = [key for key in value if key not in properties][:20]
    marks = [key for key, wanted in properties.items() if key in value and len(_list_words(wanted)) == 1]
    return (
        sum(1 for key in marks if gate.part(properties[key])(value[key])),
        len(present) / max(len(required), 1),
        sum(1 for key in required if key not in value and find_nearest(key, unknown)),
        sum(1 for key in value if key in properties),
        sum(1 for key in unknown if find_nearest(key, properties)),
        -len(branch.errors),
    )
