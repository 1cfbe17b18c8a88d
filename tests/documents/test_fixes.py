"""The edit of each form of text, what is refused, and the proof that nothing else changes."""

from __future__ import annotations

import codecs

import pytest

from ownercat.diagnostics import Fix, Place, Position, Span
from ownercat.documents.fixes import apply_fixes, list_edits

AT = Place("a.yaml", 0, ("a",))


def fixed(text: str, *fixes: Fix) -> str:
    data, _ = apply_fixes("a.yaml", text.encode(), [[each] for each in fixes])
    return data.decode()


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("a:   x   # why\nb: 1\n", "y", "a:   y   # why\nb: 1\n"),
        ('a: "x"\n', "y", 'a: "y"\n'),
        ("a: 'x'\n", "it's", "a: 'it''s'\n"),
        ("a: x\n", "22:30", 'a: "22:30"\n'),
        ("a: x\n", "#ops", 'a: "#ops"\n'),
        ("a: x\n", "é", 'a: "é"\n'),
        ('a: "4"\n', 4, "a: 4\n"),
        ("a: yes\r\nb: 1\r\n", True, "a: true\r\nb: 1\r\n"),
        ("a: 85\n", 0.85, "a: 0.85\n"),
        ("a: x y\n", ["x", "y"], "a: [x, y]\n"),
        ("a: x\n", {"service": "x"}, "a: {service: x}\n"),
        ("a: [x]\n", "x", "a: x\n"),
        ("{a: x, b: 1}\n", "y", "{a: y, b: 1}\n"),
    ],
)
def test_a_value(before: str, new: object, after: str) -> None:
    assert fixed(before, Fix(AT, new)) == after
    assert fixed(after, Fix(AT, new)) == after


@pytest.mark.parametrize(
    "text",
    [
        "a: &x y\n", "b: &x y\na: *x\n", "a: !!str y\n", "a: |\n  y\n", "a: >-\n  y\n", "a:\n  - y\n", "a:\n  b: y\n",
        "a: [y, # z\n  w]\n", "a: y\n  z\n", "b: y\n", "a: [\n", "", "a: z\n",
    ],
)  # fmt: skip
def test_what_is_refused(text: str) -> None:
    assert fixed(text, Fix(AT, "z")) == text


def test_a_key() -> None:
    key = AT.key()._replace(pointer=("a", "ownr"))
    assert fixed("a: {ownr: x} # why\n", Fix(key, "owner")) == "a: {owner: x} # why\n"
    assert fixed("a: {'ownr': x}\n", Fix(key, "owner")) == "a: {'owner': x}\n"
    assert fixed("a: {ownr: x, owner: y}\n", Fix(key, "owner")) == "a: {ownr: x, owner: y}\n"
    assert fixed("a: {ownr: x}\n", Fix(key, "two words")) == "a: {ownr: x}\n"


def test_quotes() -> None:
    assert fixed("a: no # why\n", Fix(AT, "no", "quotes")) == 'a: "no" # why\n'
    assert fixed("a: 1.10\n", Fix(AT, "", "quotes")) == 'a: "1.10"\n'
    assert fixed("a: 0x1F\n", Fix(AT, "31", "quotes")) == "a: 0x1F\n"
    assert fixed("a: 'no'\n", Fix(AT, "no", "quotes")) == "a: 'no'\n"


def test_a_syntax_error() -> None:
    place = AT._replace(span=Span(Position(2, 1), Position(2, 5)))
    assert fixed("a: 1\nb:23\nc: 4\n", Fix(place, "b: 23", "text")) == "a: 1\nb: 23\nc: 4\n"
    assert fixed("a: 1\nb:23\nc: 4\n", Fix(place, "b:24", "text")) == "a: 1\nb:23\nc: 4\n"


def test_a_comment_in_the_place_of_a_value() -> None:
    place = AT._replace(span=Span(Position(1, 4), Position(1, 8)))
    assert fixed("a: #ops\nb: 1\n", Fix(place, "#ops")) == 'a: "#ops"\nb: 1\n'


def test_overlapping_fixes_are_applied_one_after_the_other() -> None:
    data = b"a: [x]\nb: y\n"
    inner, outer, other = Fix(AT.at(0), "z"), Fix(AT, "x"), Fix(Place("a.yaml", 0, ("b",)), "w")
    assert apply_fixes("a.yaml", data, [[inner], [outer], [other]]) == (b"a: [z]\nb: w\n", [0, 2])
    assert apply_fixes("a.yaml", data, [[outer], [inner], [other]]) == (b"a: x\nb: w\n", [0, 2])


def test_a_fix_that_cannot_be_proved_does_not_stop_the_others() -> None:
    text = "a: x\nb: &n {c: x}\nd: *n\n"
    inside = Fix(Place("a.yaml", 0, ("d", "c")), "y")
    assert fixed(text, Fix(AT, "y"), inside) == "a: y\nb: &n {c: x}\nd: *n\n"


def test_encodings_and_front_matter_keep_their_bytes() -> None:
    data = codecs.BOM_UTF16_LE + "é: 1\na: x\n".encode("utf-16-le")
    assert apply_fixes("a.yaml", data, [[Fix(AT, "y")]])[0] == codecs.BOM_UTF16_LE + "é: 1\na: y\n".encode("utf-16-le")
    page = b"---\r\na: x\r\n---\r\n# a: x\r\n\xff"
    at = AT._replace(path="a.md")
    assert apply_fixes("a.md", page, [[Fix(at, "y")]])[0] == page.replace(b"a: x\r\n---", b"a: y\r\n---")


def test_the_position_of_an_edit() -> None:
    (edit,) = list_edits("a.yaml", "é: ü\na: x # y\n".encode(), [Fix(AT, "z")])
    assert edit is not None
    assert (edit.span, edit.text) == (Span(Position(2, 4), Position(2, 5)), "z")
