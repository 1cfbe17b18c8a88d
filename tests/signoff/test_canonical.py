"""Canonical JSON is RFC 8785's, by its own examples and by what any JSON reader reads back."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.signoff.canonical import encode_canonical

# RFC 8785, appendix B
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8"), max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize(("bits", "written"), NUMBERS.items(), ids=NUMBERS)
def test_numbers_are_written_as_the_standard_lists_them(bits: str, written: str) -> None:
    assert encode_canonical(struct.unpack(">d", bytes.fromhex(bits))[0]) == written.encode()


def test_the_example_of_the_standard() -> None:
    data = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '€$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert encode_canonical(data).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_their_utf_16_code_units() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(json.loads(encode_canonical(dict.fromkeys(keys)))) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


@given(PLAIN)
def test_any_reader_reads_back_what_was_written(data: Any) -> None:
    text = encode_canonical(data)
    read = json.loads(text, parse_int=float)  # a number of JSON is a double
    assert read == data
    assert encode_canonical(read) == text


@pytest.mark.parametrize(
    "data",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        2**53,
        -(2**53),
        {1: 2},
        {"a": object()},
        "\ud800",
        {"\udfff": 1},
        b"a",
    ],
    ids=lambda data: repr(data)[:20] if not isinstance(data, int) else f"{data.bit_length()} bits",
)
def test_what_cannot_be_written_without_loss_is_refused(data: Any) -> None:
    with pytest.raises(ValueError):
        encode_canonical(data)


def test_one_and_the_same_number_has_one_form() -> None:
    assert encode_canonical([7, 7.0, 99.9, 99.90, 0.0, -0.0, True]) == b"[7,7,99.9,99.9,0,0,true]"
