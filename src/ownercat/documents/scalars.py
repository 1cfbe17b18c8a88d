"""The meaning of plain YAML scalars, and whether a YAML 1.1 reader understands them differently.

Only ``true false null ~``, the empty value and JSON numbers have a type here; every other scalar is text.
A YAML 1.1 reader (PyYAML, Ruby, many Go tools) also has other booleans, and octal, sexagesimal and underscored numbers;
see https://yaml.org/type/.
"""

import math
import re
from typing import NamedTuple

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_YAML11_BOOL = frozenset(  # y and n are in the specification too, but no common reader supports them
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
_MAX_DIGITS = 300  # longer numbers are text: no catalog needs them, and int() is quadratic in the length


class Scalar(NamedTuple):
    """The value of a plain scalar, and its meaning for a YAML 1.1 reader (``""`` = the same)."""

    value: str | int | float | bool | None
    elsewhere: str


_TYPED: dict[str, Scalar] = {
    "true": Scalar(True, ""),
    "false": Scalar(False, ""),
    "null": Scalar(None, ""),
    "~": Scalar(None, ""),
    "": Scalar(None, ""),
}
_WORDS = _YAML11_BOOL | _YAML11_NULL | _TYPED.keys()
_CACHE_SIZE = 20_000
_cache: dict[str, Scalar] = dict(_TYPED)


def is_text(text: str) -> bool:
    """Return whether a plain scalar is text for every reader, as most are; for others, ``resolve`` tells."""
    return text not in _WORDS and text[0] not in _FIRST


def resolve(text: str) -> Scalar:
    """Return the meaning of a plain (unquoted) scalar; cached, because catalogs repeat values."""
    known = _cache.get(text)
    if known is None:
        if len(_cache) > _CACHE_SIZE:
            _cache.clear()
            _cache.update(_TYPED)
        known = _cache[text] = _resolve(text)
    return known


def _resolve(text: str) -> Scalar:
    if text[0] not in _FIRST:
        return Scalar(text, _format_yaml11_word(text))
    if len(text) <= _MAX_DIGITS and _JSON_NUMBER.fullmatch(text):
        return _parse_number(text)
    return Scalar(text, _format_yaml11_number(text))


def _parse_number(text: str) -> Scalar:
    if not any(c in text for c in ".eE"):
        return Scalar(int(text), "")
    value = float(text)
    if not math.isfinite(value):
        return Scalar(text, "")
    # YAML 1.1 requires a dot and a signed exponent: 1e3 is text there
    return Scalar(value, "" if _YAML11_NUMBER.fullmatch(text) else "text")


def _format_yaml11_word(text: str) -> str:
    if text in _YAML11_BOOL:
        return "the boolean true" if text.lower() in {"yes", "on", "true"} else "the boolean false"
    return "null" if text in _YAML11_NULL else ""


def _format_yaml11_number(text: str) -> str:
    if len(text) > _MAX_DIGITS or not _YAML11_NUMBER.fullmatch(text):
        return ""
    value = _compute_yaml11_value(text.replace("_", ""))
    return f"the number {value}" if value is not None else "a number"


def _compute_yaml11_value(digits: str) -> int | float | None:
    """Return the number that a YAML 1.1 reader computes, for the message; ``None`` if the message omits the number."""
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
