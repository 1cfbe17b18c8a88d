"""Canonical JSON (RFC 8785): equal values have equal bytes and therefore equal digests."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_SAFE = 2**53 - 1  # above it, two adjacent integers are the same double
_PLAIN = range(-5, 22)  # the points (see ``_render_double``) where ECMAScript writes no exponent: 1e-6 <= n < 1e21


def encode_canonical(data: Any) -> bytes:
    """Return data as canonical JSON.

    RFC 8785 has no spaces, sorts keys by their UTF-16 code units, and writes numbers as ECMAScript does. Raises
    ``ValueError`` for a value that it cannot write without loss: NaN, infinity, integers above 2**53 - 1, types that
    JSON does not have, half a surrogate pair. The recursion is as deep as the data, which ``source`` limits.
    """
    return "".join(_render_parts(data)).encode()  # UnicodeEncodeError is a ValueError


def _render_parts(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        yield "{"
        for number, key in enumerate(sorted(data, key=_sort_key)):
            yield f"{',' if number else ''}{_quote_string(key)}:"
            yield from _render_parts(data[key])
        yield "}"
    elif isinstance(data, list | tuple):
        yield "["
        for number, item in enumerate(data):
            yield "," if number else ""
            yield from _render_parts(item)
        yield "]"
    else:
        yield _render_scalar(data)


def _sort_key(key: object) -> bytes:
    if not isinstance(key, str):
        raise ValueError("a key that is no text")
    return key.encode("utf-16-be")


def _render_scalar(data: object) -> str:
    if data is None:
        return "null"
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, str):
        return _quote_string(data)
    if isinstance(data, int) and abs(data) <= _SAFE:
        return str(data)
    if isinstance(data, float):
        return _render_double(data)
    raise ValueError("a number or value that canonical JSON cannot hold")


def _quote_string(data: str) -> str:
    return json.dumps(data, ensure_ascii=False)


def _render_double(number: float) -> str:
    """Return a float as ECMAScript's Number::toString does.

    Its digits are the shortest that read back as the same float, as in ``repr``; only the limits for exponents differ.
    """
    if number - number != 0:  # NaN and the infinities
        raise ValueError("a number that canonical JSON cannot hold")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # the number is 0.digits * 10**point
    point = int(exponent or 0) + (len(whole) if whole != "0" else len(fraction.lstrip("0")) - len(fraction))
    return sign + _place_point(digits.rstrip("0"), point)


def _place_point(digits: str, point: int) -> str:
    if point in _PLAIN:
        if point <= 0:
            return f"0.{'0' * -point}{digits}"
        if point >= len(digits):
            return digits.ljust(point, "0")
        return f"{digits[:point]}.{digits[point:]}"
    exponent = point - 1
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{'+' if exponent > 0 else ''}{exponent}"
