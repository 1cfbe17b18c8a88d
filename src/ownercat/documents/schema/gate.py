"""Whether a value fits a schema, decided by jsonschema_rs: in linear time, and without ever resolving anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

import jsonschema_rs

from ownercat.documents.schema.bundle import Schema
from ownercat.documents.schema.formats import FORMATS

Accepts = Callable[[Any], bool]

_parts: dict[int, tuple[Schema, Accepts]] = {}


def _never(uri: str) -> NoReturn:
    raise ValueError(f"{uri}: a schema refers to nothing outside itself")


def accepts(schema: Schema) -> Accepts:
    """A predicate for a self-contained schema. It may raise ValueError for text that is no Unicode."""
    return jsonschema_rs.Draft7Validator(
        schema,
        formats=dict(FORMATS),
        validate_formats=True,
        retriever=_never,
        pattern_options=jsonschema_rs.RegexOptions(),  # the engine without backtracking
    ).is_valid


def part(schema: Schema) -> Accepts:
    """The same for a piece of a bundled schema; remembered by identity, as those live as long as the process."""
    known = _parts.get(id(schema))
    if known is None or known[0] is not schema:
        known = _parts[id(schema)] = (schema, accepts(schema))
    return known[1]


@cache
def matches(pattern: str) -> Accepts:
    """Whether a text matches a pattern."""
    return accepts({"pattern": pattern})


@cache
def has_format(name: str) -> Accepts:
    """Whether a text has a format."""
    return accepts({"format": name})
