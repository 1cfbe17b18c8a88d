"""A file that is cut into items means what the whole file means; a file for which that is not sure is not cut."""

import random

import pytest

from ownercat.documents.items import ItemReader, Piece, blank_items, list_different, number_pieces
from ownercat.documents.loader import assemble
from ownercat.documents.scope import Scope
from ownercat.documents.source import locate
from ownercat.repository.trees import Content

PATH = "service-catalog.yml"
GITLAB = Scope("catalog", ("gitlab",))
FILE = b"""---
# what we run
tiers:
  - name: sv

teams:
- name: tides
  slack_channel: tides
- name: gauges

services:  # all of them
  # the first
  - name: quay
    friendly_name: The quay
    tier: sv
    label: quay
    business:
      requirement: |
        Ships
          - name: weir

  - name: weir
    friendly_name: 'The
      weir'
    tier: sv
    label: "weir"
    teams:
      - tides
      - gauges
    technical: {dependencies: [{service: quay}]}
"""


def cut(data: bytes) -> tuple[Piece, ...] | None:
    return ItemReader(GITLAB.dialects).cut(PATH, data)


def test_a_plain_file_is_cut_at_its_items_and_loses_nothing() -> None:
    pieces = cut(FILE)
    assert pieces is not None
    assert b"".join(piece.text for piece in pieces) == FILE
    assert [(piece.section, number) for number, piece in number_pieces(pieces) if piece.section] == [
        ("tiers", 0), ("teams", 0), ("teams", 1), ("services", 0), ("services", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"label: quay", b"label: &label quay", id="an anchor"),
        pytest.param(b"label: quay", b"label: *label", id="an alias"),
        pytest.param(b"friendly_name: The quay", b'friendly_name: "The quay', id="a quote that is not closed"),
        pytest.param(b"technical: {dep", b"technical: {{dep", id="a brace that is not closed"),
        pytest.param(b"services:  #", b"...\n---\nservices:  #", id="two documents"),
        pytest.param(b"services:  # all of them\n", b"services: [\n", id="a list in brackets"),
        pytest.param(b"tiers:\n  - name: sv\n", b"tiers: [{name: sv}]\n", id="one list in brackets"),
        pytest.param(b"teams:\n- name", b"other: 1\nteams:\n- name", id="another key"),
        pytest.param(b"teams:\n- name", b"services:\n- name", id="a list twice"),
        pytest.param(b"- name: gauges", b"- name: gauges\n  name: gauges", id="a key twice"),
        pytest.param(b"- name: gauges", b"-\n  name: gauges", id="a dash alone"),
        pytest.param(b"- name: gauges\n", b"- name: gauges\n\x0b\n", id="a control character"),
        pytest.param(b"- name: gauges\n", b"- name: g\xff\n", id="bytes that are not UTF-8"),
        pytest.param(b"# what we run", b"%YAML 1.2", id="a directive"),
        pytest.param(b"# what we run", b"# what\xe2\x80\xa8we run", id="a comment with another line end"),
        pytest.param(b"# all of them", b"# all\rof them", id="a comment with half a line end"),
    ],
)
def test_a_file_that_reaches_over_its_items_is_not_cut(old: bytes, new: bytes) -> None:
    assert old in FILE
    assert cut(FILE.replace(old, new)) is None


def test_a_file_without_items_or_of_another_name_is_not_cut() -> None:
    assert cut(b"") is None
    assert cut(b"services: []\n") is None
    assert ItemReader(GITLAB.dialects).cut("other.yml", FILE) is None
    assert ItemReader(("backstage",)).cut(PATH, FILE) is None
    assert ItemReader(()).cut(PATH, FILE) is None


def test_a_file_that_may_exceed_a_limit_is_not_cut() -> None:
    assert cut(FILE + b"#" * 200_000) is None


@pytest.mark.parametrize("seed", range(40))
def test_a_file_that_is_cut_means_what_the_whole_file_means(seed: int) -> None:
    """Mutations that make and break quotes, indentation, lists and documents."""
    rng = random.Random(seed)
    parts = [
        b"\n",
        b"- ",
        b"  - ",
        b"  ",
        b"'",
        b'"',
        b": ",
        b"|",
        b">",
        b"#",
        b"{",
        b"}",
        b"[",
        b"]",
        b"&a ",
        b"*a",
        b"---\n",
        b"...\n",
        b"\r\n",
        b"\t",
        b"\xe2\x80\xa8",
        b"? ",
        b"services:\n",
        b"name: quay\n",
        b"~",
        b"<<: ",
    ]
    reader, cuts = ItemReader(GITLAB.dialects), 0
    for _ in range(150):
        data = FILE
        for _ in range(rng.randrange(1, 3)):
            start = rng.randrange(len(data))
            data = data[:start] + rng.choice([*parts, b""]) + data[start + rng.choice([0, 0, 1, 2, 7]) :]
        pieces = reader.cut(PATH, data)
        if pieces is None:
            continue
        cuts += 1
        assert b"".join(piece.text for piece in pieces) == data
        whole = assemble([Content(PATH, data)], GITLAB, (PATH,))
        chosen = [item for item in number_pieces(pieces) if item[1].section]
        found = reader.build(PATH, data, chosen, frozenset({PATH}))
        first = {(entity.kind, entity.key): entity for entity in reversed(found)}
        assert first.keys() == whole.catalog.entities.keys(), data
        for at, entity in whole.catalog.entities.items():
            assert (entity.at, entity.refs, entity.labels, entity.title) == (
                first[at].at, first[at].refs, first[at].labels, first[at].title,
            ), data  # fmt: skip
        assert not whole.broken
    assert cuts > 20


def test_one_item_is_built_as_if_the_whole_file_was() -> None:
    reader = ItemReader(GITLAB.dialects)
    pieces = reader.cut(PATH, FILE)
    assert pieces is not None
    chosen = [(number, piece) for number, piece in number_pieces(pieces) if b"name: weir\n    friendly" in piece.text]
    (weir,) = reader.build(PATH, FILE, chosen, frozenset({PATH}))
    assert weir == assemble([Content(PATH, FILE)], GITLAB, (PATH,)).catalog.get("Service", "weir")


def test_items_that_are_not_kept_are_blank_and_all_lines_keep_their_numbers() -> None:
    pieces = cut(FILE)
    assert pieces is not None
    blank = blank_items(pieces, {("services", 1)})
    weir = assemble([Content(PATH, FILE)], GITLAB, (PATH,)).catalog.entities["Service", "weir"]
    places = [weir.at, weir.named, weir.refs[1].place]
    assert locate(blank, places) == locate(FILE, places)
    assert b"quay\n" not in blank and blank.count(b"\n") == FILE.count(b"\n")


def test_the_different_items_are_those_between_the_equal_ones() -> None:
    reader = ItemReader(GITLAB.dialects)
    before, after = (reader.cut(PATH, data) for data in (FILE, FILE.replace(b"name: gauges", b"name: tugs")))
    assert before is not None and after is not None
    assert list_different(before, after) == [b"- name: gauges\n\n", b"- name: tugs\n\n"]
    assert list_different(before, before) == []


def test_an_order_that_changes_is_different() -> None:
    one, two = Piece("services", b"- name: a\n"), Piece("services", b"- name: b\n")
    assert list_different((one, two), (two, one)) == [one.text, two.text, two.text, one.text]
    assert list_different((one,), (one, one)) == [one.text]
    assert list_different((), (one,)) == [one.text]
