"""Columns, wrapping and colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.text import clean
from ownercat.views.terminal import columns, painter, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        pytest.param("plain", 5, id="ascii"),
        pytest.param("日本", 4, id="east asian"),
        pytest.param("ｱ", 1, id="half width"),
        pytest.param("e\u0301", 1, id="combining"),
        pytest.param("한", 2, id="korean, composed"),
        pytest.param("\u1112\u1161\u11ab", 2, id="korean, in parts"),
        pytest.param("👍", 2, id="emoji"),
        pytest.param("❤\ufe0f", 2, id="emoji by selector"),
        pytest.param("👍\ufe0f", 2, id="an emoji that needs no selector"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        pytest.param("one two", 7, ["one two"], id="it fits"),
        pytest.param("one two three", 8, ["one two", "  three"], id="the rest is indented"),
        pytest.param("a  b", 4, ["a  b"], id="double spaces stay"),
        pytest.param("", 5, [""], id="nothing"),
        pytest.param("abcdefghijkl", 10, ["abcdefgh", "  ijkl"], id="a word longer than a line is cut"),
        pytest.param("日本日本 x", 10, ["日本日本 x"], id="wide characters that fit"),
        pytest.param("日本 日本日", 10, ["日本", "  日本日"], id="wide characters count twice"),
        pytest.param("stop here ::error::x", 12, ["stop here", "  \\x3a:error::x"], id="no line begins with a command"),
    ],
)
def test_wrap(text: str, room: int, lines: list[str]) -> None:
    assert wrap(text, room, indent="  ") == lines


@given(st.text(alphabet="ab 日\u0301:", max_size=200), st.integers(12, 60))
def test_wrapping_loses_nothing_and_keeps_to_the_room(text: str, room: int) -> None:
    lines = wrap(text, room, indent="  ")
    assert "".join(lines).replace("\\x3a", ":").replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= room + 3 * line.count("\\x3a") for line in lines)
    assert not any(line.lstrip().startswith("::") for line in lines[1:])


def test_paint() -> None:
    assert painter(False)("x", "error") == "x"
    assert painter(True)("x", "error") == "\x1b[1;31mx\x1b[0m"
    assert painter(True)("", "error") == ""


@given(st.text())
def test_clean_text_has_columns(text: str) -> None:
    assert 0 <= columns(clean(text)) <= 2 * len(clean(text))
