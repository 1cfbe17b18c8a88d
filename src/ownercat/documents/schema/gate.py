"""Check whether a value matches a schema, with jsonschema_rs: in linear time and without resolving references."""

from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

import jsonschema_rs

from ownercat.documents.schema.bundle import Schema
from ownercat.documents.schema.formats import FORMATS

Accepts = Callable[[Any], bool]

_parts: dict[int, tuple[Schema, Accepts]] = {}


def _refuse_reference(uri: str) -> NoReturn:
    raise ValueError(f"{uri}: a bundled schema has no external references")


def accepts(schema: Schema) -> Accepts:
    """Return a predicate for a self-contained schema. It may raise ValueError for text that is not Unicode."""
    return jsonschema_rs.Draft7Validator(
        schema,
        formats=dict(FORMATS),
        validate_formats=True,
        retriever=_refuse_reference,
        pattern_options=jsonschema_rs.RegexOptions(),  # the engine without backtracking
    ).is_valid


def part(schema: Schema) -> Accepts:
    """Return a predicate for a part of a bundled schema; cached by identity, as bundled schemas are never freed."""
    known = _parts.get(id(schema))
    if known is None or known[0] is not schema:
        known = _parts[id(schema)] = (schema, accepts(schema))
    return known[1]


@cache
def matches(pattern: str) -> Accepts:
    """Return a predicate for a pattern."""
    return accepts({"pattern": pattern})


@cache
def has_format(name: str) -> Accepts:
    """Return a predicate for a format."""
    return accepts({"format": name})
