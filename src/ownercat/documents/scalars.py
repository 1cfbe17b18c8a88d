"""What a plain YAML scalar means here, and whether another reader would see something else. Pure.

Here: ``true false null ~``, the empty value, and numbers as JSON writes them are typed; all else is text as typed.
A YAML 1.1 reader (PyYAML, Ruby, many Go tools) also knows other booleans, octal, sexagesimal and underscored numbers:
https://yaml.org/type/ lists them.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_YAML11_BOOL = frozenset(  # y and n are in the specification too, but no reader in use follows it there
    word for base in ("yes", "no", "on", "off", "true", "false") for word in (base, base.title(), base.upper())
)
_YAML11_NULL = frozenset({"Null", "NULL"})
_YAML11_NUMBER = re.compile(
    r"""[-+]?0b[01_]+ | [-+]?0[0-7_]+ | [-+]?0x[0-9a-fA-F_]+ | [-+]?(?:0|[1-9][0-9_]*)
      | [-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
      | [-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)? | [-+]?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
      | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)""",
    re.VERBOSE,
)
_FIRST = frozenset("0123456789+-.")
_MAX_DIGITS = 300  # longer ones are text: no catalog counts that far, and int() is quadratic in length


class Scalar(NamedTuple):
    """A plain scalar's value, and what a YAML 1.1 reader takes it for (``""`` = the same thing)."""

    value: str | int | float | bool | None
    elsewhere: str


_TYPED: dict[str, Scalar] = {
    "true": Scalar(True, ""),
    "false": Scalar(False, ""),
    "null": Scalar(None, ""),
    "~": Scalar(None, ""),
    "": Scalar(None, ""),
}
_CACHE_SIZE = 20_000
_cache: dict[str, Scalar] = dict(_TYPED)


def resolve(text: str) -> Scalar:
    """The meaning of a plain (unquoted) scalar; remembered, because catalogs repeat themselves."""
    known = _cache.get(text)
    if known is None:
        if len(_cache) > _CACHE_SIZE:
            _cache.clear()
            _cache.update(_TYPED)
        known = _cache[text] = _resolve(text)
    return known


def _resolve(text: str) -> Scalar:
    if text[0] not in _FIRST:
        return Scalar(text, _yaml11_word(text))
    if len(text) <= _MAX_DIGITS and _JSON_NUMBER.fullmatch(text):
        return _number(text)
    return Scalar(text, _yaml11_number(text))


def _number(text: str) -> Scalar:
    if not any(c in text for c in ".eE"):
        return Scalar(int(text), "")
    value = float(text)
    if not math.isfinite(value):
        return Scalar(text, "")
    # YAML 1.1 wants a dot and a signed exponent: 1e3 is text there
    return Scalar(value, "" if _YAML11_NUMBER.fullmatch(text) else "text")


def _yaml11_word(text: str) -> str:
    if text in _YAML11_BOOL:
        return "the boolean true" if text.lower() in {"yes", "on", "true"} else "the boolean false"
    return "null" if text in _YAML11_NULL else ""


def _yaml11_number(text: str) -> str:
    if len(text) > _MAX_DIGITS or not _YAML11_NUMBER.fullmatch(text):
        return ""
    value = _yaml11_value(text.replace("_", ""))
    return f"the number {value}" if value is not None else "a number"


def _yaml11_value(digits: str) -> int | float | None:
    """The number a YAML 1.1 reader computes, for the message only; ``None`` where it is not worth spelling out."""
    sign = -1 if digits.startswith("-") else 1
    body = digits.lstrip("+-")
    try:
        if ":" in body and "." not in body:
            value = 0
            for part in body.split(":"):
                value = value * 60 + int(part)
            return sign * value
        if body.startswith("0x"):
            return sign * int(body, 16)
        if body.startswith("0b"):
            return sign * int(body[2:], 2)
        if len(body) > 1 and body.startswith("0") and body.isdigit():
            return sign * int(body, 8)
        return sign * int(body) if body.isdigit() else None
    except ValueError:
        return None
