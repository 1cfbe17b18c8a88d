"""Edits of text: exact, all at once, and proven."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import Place
from ownercat.documents import source, text_edits
from ownercat.documents.text_edits import Edit

PATH = "catalog/a.yaml"


def edit(data: bytes, *keys: str | int, new: str = "bo", path: str = PATH) -> bytes:
    """Replace the value at a key path."""
    place = Place(path, 0, keys)
    node = source.nodes(data, [place])[place]
    return text_edits.apply_edits(path, data, [Edit(path, node.start, node.end, new)])


@pytest.mark.parametrize(
    ("data", "after"),
    [
        pytest.param(b"a: ana # x\n", b"a: bo # x\n", id="a comment behind it stays"),
        pytest.param(b"a: ana\r\nb: 1\r\n", b"a: bo\r\nb: 1\r\n", id="CRLF stays"),
        pytest.param(b"a: ana\rb: 1\r", b"a: bo\rb: 1\r", id="CR stays"),
        pytest.param(codecs.BOM_UTF8 + b"a: ana\n", codecs.BOM_UTF8 + b"a: bo\n", id="a byte order mark stays"),
        pytest.param("x: ü€😀\na: ana\n".encode(), "x: ü€😀\na: bo\n".encode(), id="offsets count characters"),
        pytest.param(
            codecs.BOM_UTF16_LE + "x: 😀\na: ana\n".encode("utf-16-le"),
            codecs.BOM_UTF16_LE + "x: 😀\na: bo\n".encode("utf-16-le"),
            id="UTF-16, little end first",
        ),
        pytest.param(
            codecs.BOM_UTF16_BE + "a: ana\n".encode("utf-16-be"),
            codecs.BOM_UTF16_BE + "a: bo\n".encode("utf-16-be"),
            id="UTF-16, big end first",
        ),
        pytest.param(b"a: ana", b"a: bo", id="no line end at the end"),
    ],
)
def test_only_the_edited_bytes_change(data: bytes, after: bytes) -> None:
    assert edit(data, "a") == after


def test_the_body_of_a_markdown_file_stays() -> None:
    data = b"---\na: ana\n---\n# a: ana\n\xff\xfe not UTF-8\n"
    assert edit(data, "a", path="catalog/a.md") == data.replace(b"a: ana\n---", b"a: bo\n---")


def test_edits_that_overlap_change_nothing() -> None:
    assert text_edits.apply_edits(PATH, b"a: ana\n", [Edit(PATH, 3, 6, "x"), Edit(PATH, 5, 6, "y")]) == b"a: ana\n"


def test_the_same_edit_twice_is_one() -> None:
    assert text_edits.apply_edits(PATH, b"a: ana\n", [Edit(PATH, 3, 6, "x")] * 2) == b"a: x\n"


def test_an_edit_outside_of_the_text_changes_nothing() -> None:
    assert text_edits.apply_edits(PATH, b"a: ana\n", [Edit(PATH, 30, 31, "x")]) == b"a: ana\n"


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=5), st.text("ab\u00fc\U0001f600", max_size=3)
)
def test_what_lies_between_edits_keeps_its_bytes(cuts: list[tuple[int, int]], new: str) -> None:
    text = "k: [ö, 😀, abc]\r\n# ünd\nz: last\n"
    data = codecs.BOM_UTF8 + text.encode()
    edits, at = [], 0
    for gap, size in cuts:
        start, end = at + gap, at + gap + size
        if end > len(text):
            break
        edits.append(Edit(PATH, start, end, new))
        at = end + 1
    kept = [
        text[a:b] for a, b in zip([0, *(e.end for e in edits)], [*(e.start for e in edits), len(text)], strict=True)
    ]
    assert text_edits.apply_edits(PATH, data, edits) == codecs.BOM_UTF8 + new.join(kept).encode()


def test_changed_leaves_the_original_alone_and_keeps_what_is_shared() -> None:
    shared = ["ana"]
    data = {"a": shared, "b": shared, "c": ["ana"]}
    assert text_edits.replace_values(data, {("a", 0): "bo"}) == {"a": ["bo"], "b": ["bo"], "c": ["ana"]}
    assert data["a"] == ["ana"]


@pytest.mark.parametrize(
    ("after", "holds"),
    [
        pytest.param(b"a: bo\nn: 1\n", True, id="as intended"),
        pytest.param(b"a: 'bo'  # why\nn: 1\n", True, id="quotes and comments say nothing"),
        pytest.param(b"a: bo\nn: true\n", False, id="another type"),
        pytest.param(b"a: bo\nn: 1.0\n", False, id="another kind of number"),
        pytest.param(b"a: bo\nn: 1\n---\nx: 1\n", False, id="one document more"),
        pytest.param(b"a: bo\nn: 1\nn: 1\n", False, id="a fault more"),
        pytest.param(b"a: [bo\n", False, id="no YAML"),
        pytest.param(b"a: ana\nn: 1\n", False, id="not changed"),
    ],
)
def test_an_edit_holds_when_the_file_reads_as_intended(after: bytes, holds: bool) -> None:
    assert text_edits.reads_as_intended(PATH, b"a: ana\nn: 1\n", after, {0: {"a": "bo", "n": 1}}) is holds


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("payments", "payments"), ("team:web", "team:web"), ("2026-09-01", "2026-09-01"), ("no", '"no"'), ("123", '"123"'),
        ("1e3", '"1e3"'), ("true", '"true"'), ("0x1f", '"0x1f"'), ("a b", '"a b"'), ("", '""'), ("#x", '"#x"'), ("a:", '"a:"'),
    ],
)  # fmt: skip
def test_a_scalar_is_quoted_where_some_reader_would_take_it_for_something_else(text: str, written: str) -> None:
    assert text_edits.render_scalar(text) == written
