"""Reading bytes: values, limits, encodings, positions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import Place, Position, Span
from ownercat.documents.source import lines, locate, read, yaml_part
from ownercat.documents.source._compose import Composer
from ownercat.documents.source._quick import quick
from ownercat.documents.source._text import Text
from tests.growth import LINEAR, measure_growth


def value(text: str | bytes) -> object:
    reading = read("a.yaml", text.encode() if isinstance(text, str) else text)
    assert len(reading.documents) == 1
    return reading.documents[0].data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: true", True), ("a: false", False), ("a: null", None), ("a: ~", None), ("a:", None),
        ("a: 12", 12), ("a: -1.5", -1.5), ("a: 1e3", 1000.0), ("a: 0", 0),
        ("a: NO", "NO"), ("a: True", "True"), ("a: 22:30", "22:30"), ("a: 012", "012"), ("a: 0x1F", "0x1F"),
        ("a: 1_000", "1_000"), ("a: 2026-09-01", "2026-09-01"), ("a: +1", "+1"), ("a: .5", ".5"), ("a: 1.", "1."),
        ("a: .inf", ".inf"), ("a: 1e999", "1e999"), ("a: '12'", "12"), ('a: "true"', "true"), ("a: !!str 12", "12"),
        ("a: " + "9" * 5000, "9" * 5000), ("a: |\n  x\n  y\n", "x\ny\n"), ("a: 0x_", "0x_"), ("a: 2001-99-99", "2001-99-99"),
    ],
)  # fmt: skip
def test_scalars_are_read_as_the_format_says(text: str, expected: object) -> None:
    found = value(text)
    assert found == {"a": expected}
    assert type(found["a"]) is type(expected)  # type: ignore[index]


def test_an_alias_is_the_same_value() -> None:
    assert value("a: &x [1, {b: c}]\nd: *x\n") == {"a": [1, {"b": "c"}], "d": [1, {"b": "c"}]}


HOSTILE = {
    "a million brackets": b"[" * 1_000_000,
    "a million dashes": b"- " * 500_000,
    "a million braces": b"{" * 1_000_000,
    "a million question marks": b"? " * 500_000,
    "billion laughs": b"\n".join(
        b"a%d: &a%d [%s]" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 9) if i else b"x") for i in range(30)
    ),
    "merge key bomb": b"\n".join(
        b"a%d: &a%d {%s}" % (i, i, b", ".join(b"<<: *a%d" % (i - 1) for _ in range(9)) if i else b"x: y")
        for i in range(30)
    ),
    "2,000 aliases": b"a: &a x\nb: [" + b"*a, " * 2000 + b"]",
    "a huge text": b"a: " + b"x" * 100_000,
    "2,000 documents": b"a: b\n---\n" * 2000,
    "over a megabyte": b"# " + b"x" * 1_100_000,
    "a hundred thousand keys": b"".join(b"k%d: v\n" % i for i in range(60_000)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_ends_soon_in_a_positioned_fault_or_a_value(data: bytes) -> None:
    start = time.process_time()
    reading = read("a.yaml", data)
    # generous: the bound is there to catch what grows without end, not to measure
    assert time.process_time() - start < 10
    assert reading.faults or reading.documents
    for fault in reading.faults:
        assert fault.finding.place.span is not None


@pytest.mark.parametrize(
    "name",
    ["a million brackets", "billion laughs", "2,000 aliases", "2,000 documents", "over a megabyte"],
)
def test_a_limit_makes_the_run_incomplete(name: str) -> None:
    reading = read("a.yaml", HOSTILE[name])
    assert [f.code for f in reading.faults if f.code == "SYN005"] == ["SYN005"]
    assert not reading.complete


def test_a_text_above_the_limit_is_cut_and_what_follows_is_read() -> None:
    data = b"a: " + b"x" * 65_537 + b"\nb: after\n---\nc: last\n"
    documents, faults, whole, complete, cut = read("a.yaml", data)
    assert [document.data for document in documents] == [{"a": "x" * 65_536, "b": "after"}, {"c": "last"}]
    assert (faults, whole, complete) == ((), True, True)
    assert [(f.code, f.finding.message, f.finding.place.pointer) for f in cut] == [
        ("SYN005", "the text is longer than 64 KiB: ownercat uses only its beginning", ("a",))
    ]


def test_a_text_at_the_limit_is_whole() -> None:
    reading = read("a.yaml", b"a: " + b"x" * 65_536)
    assert (reading.documents[0].data, reading.cut) == ({"a": "x" * 65_536}, ())


@given(st.binary(max_size=400))
def test_any_bytes_end_in_values_or_faults(data: bytes) -> None:
    reading = read("a.yaml", data)
    assert reading.documents or reading.faults or not data.strip()


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`?,\n \t\\~<\u202e\ud7ff", max_size=60))
def test_any_yaml_like_text_ends_in_values_or_faults(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    reading = read("a.yaml", data)
    places = [f.finding.place for f in reading.faults] + [d.place for d in reading.documents]
    for span in locate(data, places).values():
        assert span.start <= span.end
        assert 1 <= span.start.line <= len(lines("a.yaml", data))


def where(text: str, *keys: str | int, on: str = "value") -> tuple[int, int, int, int]:
    place = Place("a.yaml", 0, keys, on)  # type: ignore[arg-type]
    (start, end) = locate(text.encode(), [place])[place]
    return (*start, *end)


NESTED = "# first\na:\n  b: [1, {c: dé}]\n  e: |\n    x\nk: v\n"


@pytest.mark.parametrize(
    ("keys", "on", "expected"),
    [
        (("a", "b", 1, "c"), "value", (3, 14, 3, 16)),
        (("a", "b", 1, "c"), "key", (3, 11, 3, 12)),
        (("a", "b"), "key", (3, 3, 3, 4)),
        (("a", "b", 0), "value", (3, 7, 3, 8)),
        (("k",), "value", (6, 4, 6, 5)),
        (("a", "absent", "deeper"), "value", (3, 3, 3, 18)),
        (("a", "b", 7), "value", (3, 6, 3, 18)),
    ],
)
def test_positions(keys: tuple[str | int, ...], on: str, expected: tuple[int, int, int, int]) -> None:
    assert where(NESTED, *keys, on=on) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_editors_count_them(end: str) -> None:
    assert where(NESTED.replace("\n", end), "k") == (6, 4, 6, 5)


@pytest.mark.parametrize("odd", ["\u0085", "\u2028", "\u2029"])
def test_other_separators_are_no_line_ends(odd: str) -> None:
    assert where(f'a: "x{odd}y"\nk: v\n', "k") == (2, 4, 2, 5)


def test_a_byte_order_mark_takes_no_column() -> None:
    assert where("\ufeffk: v\n", "k") == (1, 4, 1, 5)


def test_the_second_document_and_the_first_of_two_equal_keys() -> None:
    data = b"k: a\n---\nk: b\nk: c\n"
    place = Place("a.yaml", 1, ("k",))
    assert locate(data, [place])[place] == Span(Position(3, 4), Position(3, 5))


def test_below_an_alias_the_alias_is_the_place() -> None:
    assert where("a: &x {b: c}\nd: *x\n", "d", "b") == (2, 4, 2, 6)


def test_a_markdown_file_is_its_front_matter() -> None:
    text = b"---\nkind: Runbook\nname: x\n---\n# Title: not: yaml\n"
    assert yaml_part("a.md", text) == b"---\nkind: Runbook\nname: x\n"
    reading = read("a.md", text)
    assert [d.data for d in reading.documents] == [{"kind": "Runbook", "name": "x"}]
    assert yaml_part("a.md", b"# no front matter\n") == b""


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(alphabet="ab:# -'", max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(alphabet="abc", min_size=1), below, max_size=3),
    max_leaves=12,
)


@given(st.lists(PLAIN, min_size=1, max_size=3), st.booleans())
def test_the_quick_reader_agrees_with_the_composer(values: list[object], flow: bool) -> None:
    text = yaml.safe_dump_all(values, default_flow_style=flow)
    found = quick(text)
    if found is not None:
        assert found == [d.data for d in Composer("a.yaml", Text(text)).run().documents]


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#1 \n~<", max_size=40))
def test_the_quick_reader_gives_up_wherever_the_composer_finds_something(text: str) -> None:
    reading = Composer("a.yaml", Text(text)).run()
    found = quick(text)
    if found is not None:
        assert reading.faults == ()
        assert found == [d.data for d in reading.documents]


LINES = (
    "a: b", "b:", "b: # c", "- a", "- c: d", "- {a: b, c: [d]}", "e: [f, 'g h', \"i\"]", "e: [f,", "g, h: i]", "{a: b}", "[]",
    "# h", "---", "--- # i", "...", "-", "- - j", "i: 12", "j: yes", "k: 'l' # m", "n: o # p", "q: r: s", "t: |", "w: a b",
    "u: http://v:1", "on: x", "x-y: [a: b]", "z: {a: 1, a: 2}", "z: {a: 1,}", "z: {a: b}c", "", "*a", "a#b: c #d", "a: -", "a: - b",
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(LINES)), max_size=8))
def test_the_quick_reader_agrees_about_lines_of_any_form_and_depth(chosen: list[tuple[int, str]]) -> None:
    text = "\n".join(" " * indent + line for indent, line in chosen)
    found = quick(text)
    if found is not None:
        reading = Composer("a.yaml", Text(text)).run()
        assert reading.faults == ()
        assert repr(found) == repr([d.data for d in reading.documents])  # also the types and the order of the keys


def test_the_quick_reader_reads_spaces_once() -> None:
    assert measure_growth(lambda size: quick(f"a: [b{' ' * size}c, d]\n"), 4_000) < LINEAR


def test_the_quick_reader_reads_most_files_of_a_catalog() -> None:
    texts = [path.read_text("utf-8") for path in (Path(__file__).parents[2] / "catalog").rglob("*.yaml")]
    assert sum(quick(text) is not None for text in texts) > 0.8 * len(texts)
    assert quick("\n---\r\nb:  # c\r\n- {d: [e],\r\n   f: 'g'}\r\n") == [{"b": [{"d": ["e"], "f": "g"}]}]


def test_documents_of_the_quick_reader_share_no_collection() -> None:
    one, other = quick("a: {b: [c]}\nd: {b: [c]}\n"), quick("a: {b: [c]}\n")
    assert one is not None
    one[0]["a"]["b"].append("e")
    assert (one[0]["d"], other) == ({"b": ["c"]}, [{"a": {"b": ["c"]}}])
