"""A jsonschema validator that agrees with the gate, checks only invalid parts, and stops early."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend as _untyped_extend
from referencing import Registry

from ownercat.documents.schema import gate
from ownercat.documents.schema.bundle import Schema, bundled

_extend: Callable[..., Any] = _untyped_extend

MOST = 100  # maximum number of errors per document, and per branch of a oneOf

Errors = Iterator[ValidationError]


def errors(kind: str, data: Any) -> Errors:
    """Yield a limited number of errors of a document. May raise the errors of jsonschema for hostile values."""
    validator = Checker(bundled(kind), registry=Registry())  # with an empty registry, jsonschema fetches nothing
    return islice(validator.iter_errors(data), MOST)


def _check_items(validator: Any, items: Any, instance: Any, _schema: Schema) -> Errors:
    if not isinstance(instance, list):
        return
    fits = gate.part(items)
    for index, item in enumerate(instance):
        if not fits(item):
            yield from validator.descend(item, items, path=index)


def _check_required(_validator: Any, required: list[str], instance: Any, _schema: Schema) -> Errors:
    if isinstance(instance, dict):
        for key in required:
            if key not in instance:
                yield ValidationError("missing", path=[key])


def _check_additional(validator: Any, extra: Any, instance: Any, schema: Schema) -> Errors:
    if not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    patterns = [gate.matches(pattern) for pattern in schema.get("patternProperties", {})]
    for key, value in instance.items():
        if key in known or any(matches(key) for matches in patterns):
            continue
        if extra is False:
            yield ValidationError("unknown", path=[key])
        elif not gate.part(extra)(value):
            yield from validator.descend(value, extra, path=key)


def _check_property_names(validator: Any, names: Schema, instance: Any, _schema: Schema) -> Errors:
    if not isinstance(instance, dict):
        return
    for key in instance:
        if not gate.part(names)(key):
            yield ValidationError("key", path=[key], context=list(validator.descend(key, names)))


def _check_one_of(validator: Any, branches: list[Schema], instance: Any, _schema: Schema) -> Errors:
    fitting = [branch for branch in branches if gate.part(branch)(instance)]
    if len(fitting) > 1:
        yield ValidationError("several")
    if not fitting:
        yield _build_no_branch(validator, branches, instance)


def _check_any_of(validator: Any, branches: list[Schema], instance: Any, _schema: Schema) -> Errors:
    if not any(gate.part(branch)(instance) for branch in branches):
        yield _build_no_branch(validator, branches, instance)


def _build_no_branch(validator: Any, branches: list[Schema], instance: Any) -> ValidationError:
    errors: list[ValidationError] = []
    for index, branch in enumerate(branches):
        errors += islice(validator.descend(instance, branch, schema_path=index), MOST)
    return ValidationError("none", context=errors)


def _check_pattern(_validator: Any, pattern: str, instance: Any, _schema: Schema) -> Errors:
    if isinstance(instance, str) and not gate.matches(pattern)(instance):
        yield ValidationError("pattern")


def _check_format(_validator: Any, name: str, instance: Any, _schema: Schema) -> Errors:
    if isinstance(instance, str) and not gate.has_format(name)(instance):
        yield ValidationError("format")


Checker = _extend(
    Draft7Validator,
    {
        "items": _check_items,
        "required": _check_required,
        "additionalProperties": _check_additional,
        "propertyNames": _check_property_names,
        "oneOf": _check_one_of,
        "anyOf": _check_any_of,
        "pattern": _check_pattern,
        "format": _check_format,
    },
)
