"""jsonschema, told to agree with the gate, to look only where something is wrong, and to stop early."""

from __future__ import annotations

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

MOST = 100  # errors looked at per document, and per branch of a oneOf

Errors = Iterator[ValidationError]


def errors(kind: str, data: Any) -> Errors:
    """What is wrong with a document, lazily and bounded. May raise what jsonschema raises for hostile values."""
    validator = Checker(bundled(kind), registry=Registry())  # an empty registry: nothing is ever fetched
    return islice(validator.iter_errors(data), MOST)


def _items(validator: Any, items: Any, instance: Any, _schema: Schema) -> Errors:
    if not isinstance(instance, list):
        return
    fits = gate.part(items)
    for index, item in enumerate(instance):
        if not fits(item):
            yield from validator.descend(item, items, path=index)


def _required(_validator: Any, required: list[str], instance: Any, _schema: Schema) -> Errors:
    if isinstance(instance, dict):
        for key in required:
            if key not in instance:
                yield ValidationError("missing", path=[key])


def _additional(validator: Any, extra: Any, instance: Any, schema: Schema) -> Errors:
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


def _names(validator: Any, names: Schema, instance: Any, _schema: Schema) -> Errors:
    if not isinstance(instance, dict):
        return
    for key in instance:
        if not gate.part(names)(key):
            yield ValidationError("key", path=[key], context=list(validator.descend(key, names)))


def _one_of(validator: Any, branches: list[Schema], instance: Any, _schema: Schema) -> Errors:
    fitting = [branch for branch in branches if gate.part(branch)(instance)]
    if len(fitting) > 1:
        yield ValidationError("several")
    if not fitting:
        yield _no_branch(validator, branches, instance)


def _any_of(validator: Any, branches: list[Schema], instance: Any, _schema: Schema) -> Errors:
    if not any(gate.part(branch)(instance) for branch in branches):
        yield _no_branch(validator, branches, instance)


def _no_branch(validator: Any, branches: list[Schema], instance: Any) -> ValidationError:
    found: list[ValidationError] = []
    for index, branch in enumerate(branches):
        found += islice(validator.descend(instance, branch, schema_path=index), MOST)
    return ValidationError("none", context=found)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Schema) -> Errors:
    if isinstance(instance, str) and not gate.matches(pattern)(instance):
        yield ValidationError("pattern")


def _format(_validator: Any, name: str, instance: Any, _schema: Schema) -> Errors:
    if isinstance(instance, str) and not gate.has_format(name)(instance):
        yield ValidationError("format")


Checker = _extend(
    Draft7Validator,
    {
        "items": _items,
        "required": _required,
        "additionalProperties": _additional,
        "propertyNames": _names,
        "oneOf": _one_of,
        "anyOf": _any_of,
        "pattern": _pattern,
        "format": _format,
    },
)
