"""Convert validation errors to mistakes: one per location; an unknown key and a missing key may be one mistake."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, cast

from jsonschema.exceptions import ValidationError

from ownercat.diagnostics import Pointer
from ownercat.documents.schema import forms, gate, levels
from ownercat.documents.schema.bundle import Schema
from ownercat.suggest import find_nearest

Kind = Literal[
    "missing", "unknown", "conflict", "key", "type", "form", "empty", "value", "range", "size", "forms", "other"
]

# If several keywords reject one value, the first of these is the mistake.
_RANK = {kind: rank for rank, kind in enumerate(("type", "forms", "empty", "value", "form", "range", "size", "other"))}

_KINDS: Mapping[str, Kind] = {
    "required": "missing",
    "additionalProperties": "unknown",
    "propertyNames": "key",
    "type": "type",
    "enum": "value",
    "const": "value",
    "pattern": "form",
    "format": "form",
    "minimum": "range",
    "maximum": "range",
    "exclusiveMinimum": "range",
    "exclusiveMaximum": "range",
    "multipleOf": "range",
    "minLength": "size",
    "maxLength": "size",
    "minItems": "size",
    "maxItems": "size",
    "minProperties": "size",
    "maxProperties": "size",
}


class SchemaError(NamedTuple):
    """One mistake in a document.

    ``at`` is the value; for missing and unknown keys and conflicts, it is the mapping of ``keys``. ``stands_for``: the
    missing key that an unknown key probably replaces. ``branches``: the possible forms if none is the probable one.
    ``others``: the titles of the other forms.
    """

    kind: Kind
    at: Pointer
    schema: Schema
    value: Any
    keys: tuple[str, ...] = ()
    keyword: str = ""
    stands_for: str = ""
    branches: tuple[Schema, ...] = ()
    others: tuple[str, ...] = ()


def collect(errors: Iterable[ValidationError]) -> list[SchemaError]:
    """Return the mistakes of validation errors, in the same order."""
    return _merge([mistake for error in errors for mistake in _convert(error)])


def _convert(error: ValidationError) -> Iterator[SchemaError]:
    """Yield the mistakes of one error; a ``oneOf`` is reduced to the probable branch."""
    keyword = str(error.validator)
    pointer = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    if keyword in {"oneOf", "anyOf"}:
        yield from _convert_one_of(error, pointer, schema)
        return
    if keyword == "not":
        yield _convert_not(error, pointer, schema)
        return
    kind = _KINDS.get(keyword, "other")
    if kind in {"missing", "unknown"}:
        yield SchemaError(kind, pointer[:-1], schema, error.instance, (str(pointer[-1]),))
    elif kind == "key":
        names = cast("Schema", error.validator_value)
        yield SchemaError(kind, pointer[:-1], names, pointer[-1], (str(pointer[-1]),))
    else:
        empty = keyword == "minLength" and error.instance == ""
        yield SchemaError("empty" if empty else kind, pointer, schema, error.instance, keyword=keyword)


def _convert_one_of(error: ValidationError, pointer: Pointer, schema: Schema) -> Iterator[SchemaError]:
    verdict = forms.choose(error)
    if verdict.conflict:
        yield SchemaError("conflict", pointer, schema, error.instance, verdict.conflict)
    elif verdict.chosen is None:
        branches = tuple(cast("Iterable[Schema]", error.validator_value))
        yield SchemaError(verdict.kind, pointer, schema, error.instance, branches=branches)
    else:
        for inner in verdict.errors:
            for mistake in _convert(inner):
                yield mistake._replace(others=mistake.others or verdict.others)


def _convert_not(error: ValidationError, pointer: Pointer, schema: Schema) -> SchemaError:
    """Convert ``not: {required: [a, b]}``, with which a schema states that two keys exclude each other."""
    denied = error.validator_value if isinstance(error.validator_value, dict) else {}
    keys = tuple(denied.get("required", ()))
    if len(keys) > 1 and isinstance(error.instance, dict):  # only a mapping can have conflicting keys
        return SchemaError("conflict", pointer, schema, error.instance, keys)
    return SchemaError("other", pointer, schema, error.instance)


def _merge(mistakes: list[SchemaError]) -> list[SchemaError]:
    """Keep one mistake per location and one conflict per mapping; pair unknown with missing keys."""
    found: dict[object, SchemaError] = {}
    for mistake in mistakes:
        slot = _get_slot(mistake)
        known = found.get(slot)
        if known is None:
            found[slot] = mistake
        elif mistake.kind == "conflict":
            found[slot] = known._replace(keys=tuple(dict.fromkeys(known.keys + mistake.keys)))
        elif _get_rank(mistake) < _get_rank(known):
            found[slot] = mistake
    return _pair_keys(list(found.values()))


def _get_rank(mistake: SchemaError) -> tuple[int, bool]:
    return (_RANK.get(mistake.kind, 0), mistake.keyword == "format")


def _get_slot(mistake: SchemaError) -> object:
    if mistake.kind == "conflict":
        return (mistake.at, "conflict")
    if mistake.keys:
        return (mistake.at, mistake.kind, mistake.keys)
    return mistake.at


def _pair_keys(mistakes: list[SchemaError]) -> list[SchemaError]:
    by_mapping: dict[Pointer, tuple[list[SchemaError], list[SchemaError]]] = {}
    for mistake in mistakes:
        if mistake.kind in {"missing", "unknown"}:
            by_mapping.setdefault(mistake.at, ([], []))[mistake.kind == "unknown"].append(mistake)
    pairs = [pair for missing, unknown in by_mapping.values() for pair in _find_pairs(missing, unknown)]
    stands_for = {(at, wrong): right for at, wrong, right in reversed(pairs)}  # the first of several
    paired = {(at, right) for at, _, right in pairs}
    return [
        m._replace(stands_for=stands_for.get((m.at, m.keys[0]), "")) if m.kind == "unknown" else m
        for m in mistakes
        if m.kind != "missing" or (m.at, m.keys[0]) not in paired
    ]


def _find_pairs(missing: list[SchemaError], unknown: list[SchemaError]) -> Iterator[tuple[Pointer, str, str]]:
    """Pair missing with unknown keys: by similarity, or because there is one of each and the value is valid."""
    free = [mistake.keys[0] for mistake in unknown]
    for mistake in missing:
        right = mistake.keys[0]
        likely = find_nearest(right, free) or [key for key in free if levels.elsewhere(key, [right])]
        if not likely:
            likely = [key for key in free if wraps(mistake.value[key], right)]
        if not likely and len(missing) == len(unknown) == 1 and _would_fit(mistake, free[0]):
            likely = free
        if likely:
            if not wraps(mistake.value[likely[0]], right):  # one wrapper may contain several missing keys
                free = [key for key in free if key != likely[0]]
            yield mistake.at, likely[0], right


def wraps(value: Any, key: str) -> bool:
    """Return whether a value contains a key of the outer mapping: ``metadata: {name: checkout}``."""
    return isinstance(value, dict) and key in value


def _would_fit(missing: SchemaError, wrong: str) -> bool:
    """Return whether the value of the unknown key is valid for the missing key."""
    wanted = missing.schema.get("properties", {}).get(missing.keys[0])
    value = missing.value.get(wrong)
    return isinstance(wanted, dict) and not isinstance(value, bool | None) and gate.part(wanted)(value)
