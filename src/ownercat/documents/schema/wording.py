"""Format values and expectations in YAML terms, without Python or regular expressions."""

import json
import re
from typing import Any

from ownercat.documents import scalars
from ownercat.documents.schema import forms
from ownercat.documents.schema.bundle import Schema
from ownercat.text import listed, shown

_PLAIN = re.compile(r"[A-Za-z0-9@/][^\s:#,\[\]{}\"'&*!|>%`]*(?::[^\s:#,\[\]{}\"'&*!|>%`]+| [^\s:#,\[\]{}\"'&*!|>%`]+)*")
_CUT = 80
_FEW = 8
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}
_BOUNDS = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}


def flow(value: Any) -> str:
    """Format one of our values as YAML on one line, quoted only if necessary."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if not isinstance(value, str):
        return shown(value)
    plain = _PLAIN.fullmatch(value) and scalars.resolve(value) == (value, "")
    return value if plain else json.dumps(value, ensure_ascii=False)


def found(value: Any) -> str:
    """Format a value for a message: text in backticks, other values with their type."""
    if isinstance(value, str):
        return f"`{shown(value, _CUT)}`" if value else "an empty text"
    if isinstance(value, bool):
        return f"the boolean {shown(value)}"
    return f"the number {shown(value, _CUT)}" if isinstance(value, int | float) else shown(value)


def found_type(value: Any) -> str:
    """Format a value with its type, also for text: ``the text `1```."""
    return f"the text {found(value)}" if isinstance(value, str) and value else found(value)


def values(schema: Schema) -> str:
    """Format the allowed values, at most eight."""
    return listed((flow(word) for word in forms.words(schema)), "or", _FEW)


def expected(schema: Schema, *, by_type: bool = False) -> str:
    """Format what a schema expects: the values, the form (not ``by_type``), the range or the type."""
    if forms.words(schema):
        return values(schema)
    if not by_type and "x-form" in schema:
        return str(schema["x-form"])
    if any(key in schema for key in _BOUNDS):
        return _range(schema)
    return listed((_TYPES[name] for name in forms.types(schema)), "or") or "another value"


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    whole = schema.get("type") == "integer"
    if whole and isinstance(low, int) and isinstance(high, int) and high - low < _FEW:
        return listed((str(number) for number in range(low, high + 1)), "or")
    noun = _TYPES["integer" if whole else "number"]
    if low is not None and high is not None:
        return f"{noun} from {low} to {high}"
    parts = [f"{word} {schema[key]}" for key, word in _BOUNDS.items() if key in schema]
    return f"{noun} that is {' and '.join(parts)}"


def titles(branches: tuple[Schema, ...]) -> str:
    """Format the forms of a ``oneOf``, each by its title."""
    return listed((str(branch.get("title") or expected(branch)) for branch in branches), "or")


def example(schema: Schema) -> str:
    """Format the first example of a schema or its first value as YAML; ``""`` without one."""
    for known in (schema.get("examples"), forms.words(schema)):
        if known:
            return flow(known[0])
    return ""
