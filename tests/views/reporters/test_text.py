"""``text``: whole outputs at three widths, aligned marks, and nothing hostile let through."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import EntityId, Report, Severity, Span
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import columns
from tests.growth import FACTOR, LINEAR, measure_growth
from tests.real.data import folder
from tests.views.reporters.sample import (
    ALL,
    HOSTILE,
    LONE_LINE,
    ORPHANED,
    SECOND_CHANCE,
    WIDE,
    assert_safe,
    diagnostic,
    full,
    other,
    planted,
    report,
    span,
)

EXPECTED = Path(__file__).parent / "expected"
render = reporters.load("text").render


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_whole_output(width: int) -> None:
    assert render(full(), ReportDisplay(width=width, verbose=1)) == (EXPECTED / f"text-{width}.txt").read_text(
        encoding="utf-8"
    )


def test_the_finding_of_the_design_is_drawn_as_in_the_design() -> None:
    assert render(report(ORPHANED), ReportDisplay(width=120)) == (
        "error[orphaned-service]: service checkout has no active owner: the last active member of team storefront left\n"
        "  --> catalog/services/checkout/ownership.yaml:12:8\n"
        "   |\n"
        "12 | owner: storefront\n"
        "   |        ^^^^^^^^^^\n"
        "   ::: catalog/teams/storefront.yaml:5:11\n"
        "   |\n"
        " 5 | members: [ana]\n"
        "   |           --- left on 2026-10-31\n"
        "   = help: add an active member to storefront, or give checkout to another team\n"
        "   = OWN001 · ownercat explain orphaned-service\n"
        "\n"
        "1 error in 61 files (20 services)\n"
    )


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_no_line_but_that_of_a_path_or_the_summary_is_wider_than_the_view(width: int) -> None:
    lines = render(full(), ReportDisplay(width=width, verbose=1)).split("\n")
    wide = [line for line in lines if columns(line) > width and not re.match(r" *(-->|:::) ", line)]
    assert [line for line in wide if not line.endswith("61 files (20 services)")] == []


def test_colour_changes_no_character() -> None:
    coloured = render(full(), ReportDisplay(width=80, color=True, verbose=1))
    assert "\x1b[1;31merror[orphaned-service]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(full(), ReportDisplay(width=80, verbose=1))


# what the last lines say


@pytest.mark.parametrize(
    ("found", "verbose", "last"),
    [
        pytest.param(report(), 0, ["no findings in 61 files (20 services)"], id="nothing found"),
        pytest.param(
            report(LONE_LINE, files=1, services=1),
            0,
            ["1 info (-v shows them) in 1 file (1 service)"],
            id="infos hidden",
        ),
        pytest.param(report(LONE_LINE), 1, ["", "1 info in 61 files (20 services)"], id="infos shown"),
        pytest.param(
            report(suppressed=2), 0, ["no findings, 2 suppressed in 61 files (20 services)"], id="all suppressed"
        ),
        pytest.param(
            report(SECOND_CHANCE, counts={Severity.ERROR: 250, Severity.WARNING: 1}, hidden=250),
            0,
            ["", "250 more findings not shown", "250 errors, 1 warning in 61 files (20 services)"],
            id="cut by a limit",
        ),
        pytest.param(
            report(complete=False),
            0,
            [
                "no findings in 61 files (20 services)",
                "incomplete: some files could not be read; findings may be missing",
            ],
            id="not everything read",
        ),
        pytest.param(report(hidden=3), -1, [""], id="quiet"),
    ],
)
def test_the_summary(found: Report, verbose: int, last: list[str]) -> None:
    lines = render(found, ReportDisplay(verbose=verbose)).removesuffix("\n").split("\n")
    assert lines[-len(last) :] == last


def _many(count: int) -> Report:
    owners = ["divers" if number % 2 else "pilots" for number in range(count)]
    found = [
        diagnostic(
            "a", span(1, 1, 2), f"service s{number} has an undefined owner: team {owner}",
            subject=EntityId("Service", f"s{number}"),
        )
        for number, owner in enumerate(owners)
    ]  # fmt: skip
    return report(*found, lines={"a": ("name: a",)})


def test_many_findings_end_with_their_most_frequent_causes() -> None:
    lines = render(_many(11), ReportDisplay()).removesuffix("\n").split("\n")
    assert lines[-5:] == [
        "",
        "by cause",
        "  6  has an undefined owner: team pilots (a)",
        "  5  has an undefined owner: team divers (a)",
        "11 errors in 61 files (20 services)",
    ]


def test_few_findings_have_no_list_of_causes() -> None:
    assert "causes" not in render(_many(10), ReportDisplay())
    assert "causes" not in render(_many(11), ReportDisplay(verbose=-1))


# marks


def drawn(line: str, where: Span, *others: tuple[Span, str], width: int = 60) -> list[str]:
    """The rows of a one-line file with a finding on it, without the gutter."""
    related = tuple(other("a", at, label) for at, label in others)
    text = render(
        report(diagnostic("a", where, "m", related=related), lines={"a": (line,)}),
        ReportDisplay(width=width, verbose=-1),
    )
    rows = text.split("\n")
    return [row[4:] for row in rows if row.startswith(("1 |", "  | "))]


@pytest.mark.parametrize(
    ("line", "where", "rows"),
    [
        pytest.param("owner: x", span(1, 8, 9), ["owner: x", "       ^"], id="one character"),
        pytest.param("owner: x", span(1, 9, 9), ["owner: x", "        ^"], id="behind the end"),
        pytest.param("owner: x", span(1, 90, 95), ["owner: x", "        ^"], id="far behind the end"),
        pytest.param("", span(1, 1, 1), ["", "^"], id="empty line"),
        pytest.param("a: |  ", span(1, 4, 3, last=4), ["a: |", "   ^"], id="over several lines"),
        pytest.param("\ta: b", span(1, 5, 6), ["    a: b", "       ^"], id="a tab"),
        pytest.param("日本: 東京", span(1, 5, 7), ["日本: 東京", "      ^^^^"], id="wide characters"),
        pytest.param("cafe\u0301: x", span(1, 8, 9), ["cafe\u0301: x", "      ^"], id="a combining mark"),
        pytest.param("👍 x", span(1, 3, 4), ["👍 x", "   ^"], id="an emoji"),
        pytest.param("❤\ufe0f x", span(1, 4, 5), ["❤\ufe0f x", "   ^"], id="an emoji by selector"),
        pytest.param("\u202ea: b", span(1, 2, 3), ["\\u202ea: b", "      ^"], id="after an escape"),
        pytest.param("a\x1bb", span(1, 2, 3), ["a\\x1bb", " ^^^^"], id="on an escape"),
        pytest.param("# ##[x] y", span(1, 9, 10), ["# \\x23#[x] y", "           ^"], id="after a CI command"),
        pytest.param("\ufeffa: b", span(1, 4, 5), ["a: b", "   ^"], id="after a byte-order mark"),
        pytest.param("a: b\r", span(1, 4, 5), ["a: b", "   ^"], id="before a carriage return"),
    ],
)
def test_marks_stand_below_what_they_mark(line: str, where: Span, rows: list[str]) -> None:
    assert drawn(line, where) == rows


def test_another_place_on_the_same_line_is_marked_there() -> None:
    assert drawn("{from: payment, to: payment}", span(1, 21, 28), (span(1, 8, 15), "named here")) == [
        "{from: payment, to: payment}",
        "       -------      ^^^^^^^",
        "       named here",
    ]


def test_labels_below_one_another_keep_their_marks_connected() -> None:
    rows = drawn("{a: 1, a: 2, a: 3}", span(1, 14, 15), (span(1, 2, 3), "first"), (span(1, 8, 9), "second"))
    assert rows == ["{a: 1, a: 2, a: 3}", " -     -     ^", " |     second", " first"]


def test_the_label_of_the_place_itself_stands_beside_its_mark() -> None:
    assert drawn("wait: 12m", span(1, 7, 10), (span(1, 7, 10), "12m > ack 10m")) == [
        "wait: 12m",
        "      ^^^ 12m > ack 10m",
    ]


def test_places_that_overlap_are_drawn_apart() -> None:
    rows = drawn("owner: storefront", span(1, 8, 18), (span(1, 8, 13), "this part"))
    assert rows == ["owner: storefront", "       ^^^^^^^^^^", "owner: storefront", "       ----- this part"]


def test_a_long_line_is_cut_around_what_it_is_about() -> None:
    line = "a" * 300 + " here " + "b" * 300
    cut, mark = drawn(line, span(1, 302, 306), width=60)
    assert columns(cut) <= 56
    assert cut.startswith("…a") and cut.endswith("b…")
    assert cut.index("here") == mark.index("^^^^")


def test_a_mark_at_the_end_of_a_long_line_is_shown_with_the_end() -> None:
    cut, mark = drawn("a" * 300 + " end", span(1, 302, 305), width=60)
    assert cut.startswith("…a") and cut.endswith(" end")
    assert cut.index("end") == mark.index("^^^") and mark.endswith("^^^")


def test_a_mark_near_the_start_of_a_long_line_keeps_the_start() -> None:
    cut, mark = drawn("name: " + "a" * 300, span(1, 1, 5), width=60)
    assert cut.startswith("name: aaa") and cut.endswith("a…")
    assert mark == "^^^^"


def test_places_beyond_the_eighth_are_counted() -> None:
    many = tuple(other(WIDE.path, span(n, 1, 2), "") for n in range(1, 13))
    text = render(report(diagnostic(WIDE.path, span(34, 1, 4), "m", related=many)), ReportDisplay())
    assert text.count(":::") == 8
    assert "= note: and 4 more locations" in text


# hostile text


@pytest.mark.parametrize("width", [40, 60, 120])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str, width: int) -> None:
    output = render(planted(text), ReportDisplay(width=width, verbose=1))
    assert_safe(output)
    assert output.endswith("\n")


def test_naughty_strings_are_only_text() -> None:
    for text in json.loads((folder("naughty-strings") / "blns.json").read_text(encoding="utf-8")):
        assert_safe(render(planted(text), ReportDisplay(width=60, verbose=1)))


@given(st.text(max_size=300), st.integers(1, 320), st.integers(0, 40), st.integers(40, 90))
def test_any_line_and_any_span_can_be_drawn(line: str, start: int, length: int, width: int) -> None:
    where = span(1, start, start + length)
    found = report(diagnostic("a", where, line, related=(other("a", span(1, 3, 5), line),)), lines={"a": (line,)})
    output = render(found, ReportDisplay(width=width))
    assert_safe(output)
    rows = [row for row in output.split("\n") if not re.match(r" *(-->|:::) ", row)]
    # an escape that guards a line's start may take three columns more; a wide character in one column, one more
    assert max(map(columns, rows)) <= width + 3


# speed


def test_the_time_for_findings_grows_with_their_number() -> None:
    display = ReportDisplay(width=100, color=True, verbose=1)
    assert measure_growth(lambda size: render(report(*(ALL * size)), display), 100) < LINEAR


def test_a_line_of_a_megabyte_costs_no_more_than_what_is_shown() -> None:
    places = [diagnostic("a", span(1, n * 900 + 1, n * 900 + 4), "m") for n in range(100)]
    lines = {size: "é" * size for size in (10, 250_000, FACTOR * 250_000)}
    growth = measure_growth(lambda size: render(report(*places, lines={"a": (lines[size],)}), ReportDisplay()), 250_000)
    assert growth < FACTOR
