"""What is done to foreign text before anybody sees it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.text import (
    clean,
    escape_command,
    format_json,
    is_hidden,
    is_plain,
    list_glyphs,
    listed,
    matches_pattern,
    plural,
    shown,
)
from tests.growth import LINEAR, measure_growth
from tests.views.reporters.sample import HOSTILE, assert_safe


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("plain text, ünïcödé, 日本", "plain text, ünïcödé, 日本", id="ordinary text is left alone"),
        pytest.param("a\x1b[31mb", "a\\x1b[31mb", id="escape sequence"),
        pytest.param("\u202eabc", "\\u202eabc", id="right to left"),
        pytest.param("\U000e0041", "\\U000e0041", id="tag character"),
        pytest.param("a\nb\tc", "a\\x0ab\\x09c", id="line break and tab"),
        pytest.param("\udcff", "\\udcff", id="a byte that is no UTF-8"),
        pytest.param("\u3164\u034f\ufe01", "\\u3164\\u034f\\ufe01", id="letters and marks that show nothing"),
        pytest.param("❤\ufe0f", "❤\ufe0f", id="an emoji keeps its selector"),
        pytest.param("##[error]", "\\x23#[error]", id="github"),
        pytest.param("a ###vso[x]", "a #\\x23#vso[x]", id="azure"),
        pytest.param("##teamcity[x]", "\\x23#teamcity[x]", id="teamcity"),
        pytest.param("section_end:1:x", "\\x73ection_end:1:x", id="gitlab"),
        pytest.param("## heading, section_start", "## heading, section_start", id="what only looks alike"),
    ],
)
def test_clean(text: str, safe: str) -> None:
    assert clean(text) == safe
    assert clean(safe) == safe


@given(st.text())
def test_clean_text_is_safe_to_print(text: str) -> None:
    assert_safe(escape_command(clean(text)))
    assert "".join(list_glyphs(text)) == clean(text)
    assert len(list_glyphs(text)) == len(text)
    assert not is_plain(text) or clean(text) == text


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_safe_to_print(text: str) -> None:
    assert_safe(escape_command(clean(text)))


@pytest.mark.parametrize(
    ("line", "safe"), [("::x", "\\x3a:x"), ("  ::x", "  \\x3a:x"), (":x", ":x"), ("a ::x", "a ::x"), ("", "")]
)
def test_inert(line: str, safe: str) -> None:
    assert escape_command(line) == safe


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param({"a": [1, None, True]}, '{"a": [1, null, true]}', id="plain"),
        pytest.param("日👍", '"\\u65e5\\ud83d\\udc4d"', id="not ascii"),
        pytest.param("\ud83d", '"\\ufffd"', id="lone surrogate"),
        pytest.param("\x7f", '"\\u007f"', id="delete"),
        pytest.param("###[x]", '"#\\u0023#[x]"', id="github"),
        pytest.param("section_start:", '"section\\u005fstart:"', id="gitlab"),
        pytest.param([float("inf"), {"x": float("nan")}], '["inf", {"x": "nan"}]', id="numbers that JSON lacks"),
    ],
)
def test_as_json(value: object, text: str) -> None:
    assert format_json(value) == text
    json.loads(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_json_is_ascii_on_one_line_and_means_the_same(value: object) -> None:
    text = format_json(value)
    assert text.isascii() and text.isprintable() and "##" not in text
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        ({}, "a mapping"),
        ([1], "a list"),
        (1.5, "1.5"),
        (1 << 20_000, "0x1" + "0" * 116 + "…"),
        ("a" * 200, "a" * 119 + "…"),
        ("\x1b" * 130, "\\x1b" * 119 + "…"),
    ],
    ids=["null", "boolean", "mapping", "list", "number", "long number", "long", "long and escaped"],
)
def test_shown(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [("pay*", True), ("p[a-c]y", True), ("p[!a]y", False), ("?ay", True), ("[pay", False), ("*y[", False)],
)
def test_matches_pattern(pattern: str, matches: bool) -> None:
    assert matches_pattern("pay", pattern) == matches
    assert matches_pattern("pay[", "pay[")


def test_the_time_for_a_pattern_grows_with_its_length() -> None:
    assert measure_growth(lambda size: matches_pattern("pay", "[" * size), 3_000) < LINEAR


def test_sentences() -> None:
    assert plural(1, "service") == "1 service"
    assert plural(0, "entry", "entries") == "0 entries"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed("abcdefghij", most=4) == "a, b, c and 7 more"
    assert listed(["a", "b"], "or") == "a or b"


def test_what_everyday_text_is_made_of_is_not_hidden() -> None:
    assert not any(map(is_hidden, "aé日👍\u0301 ~\u00a0❤\ufe0f"))
