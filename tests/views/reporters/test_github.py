"""``github``: a runner reads back what was found, and nothing that a file put there; its parser is the judge."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import Report, ReportBase, Severity
from ownercat.text import clean
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.real.data import folder
from tests.safety.runner import Command, first_form, read_command
from tests.views.reporters.sample import ALL, HOSTILE, LONE_LINE, ORPHANED, OWNERSHIP, full, planted, report

render = reporters.load("github").render


def read(found: Report) -> list[Command]:
    """The commands that a runner finds; every line is one, and none hides another."""
    lines = render(found, ReportDisplay()).splitlines()
    commands = [command for line in lines if (command := read_command(line))]
    assert len(commands) == len(lines)
    assert [line for line in lines if first_form(line)] == []
    assert {command.name for command in commands} <= {"error", "warning", "notice"}
    for line in lines:
        assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]
    return commands


def test_a_finding_is_an_annotation_of_its_line() -> None:
    assert read(report(ORPHANED))[1:] == [
        Command(
            "error",
            {"file": OWNERSHIP, "line": "12", "endline": "12", "col": "8", "endcolumn": "18",
             "title": "orphaned-service (OWN001)"},
            "service checkout has no active owner: the last active member of team storefront left\n"
            "help: add an active member to storefront, or give checkout to another team\n"
            "catalog/teams/storefront.yaml:5 left on 2026-10-31",
        )
    ]  # fmt: skip


def test_the_exact_bytes() -> None:
    line = render(report(LONE_LINE), ReportDisplay()).splitlines()[1]
    assert line == (
        "::notice file=catalog/services/checkout/ownership.yaml,line=13,endLine=16,title=long-value (XXX001)"
        "::the description goes over several lines"
    )


def test_columns_of_several_lines_are_left_out() -> None:
    (_, found) = read(report(LONE_LINE))
    assert found.properties.keys() == {"file", "line", "endline", "title"}


def test_the_loudest_come_first() -> None:
    assert [command.name for command in read(report(*ALL))][1:] == ["error"] * 4 + ["warning", "notice"]


def test_the_summary_comes_before_all_because_only_the_first_are_kept() -> None:
    first = read(
        report(ORPHANED, counts={Severity.ERROR: 1_200, Severity.WARNING: 11, Severity.INFO: 10}, hidden=1_210)
    )[0]
    assert first == Command(
        "notice",
        {"title": "ownercat"},
        "1210 more findings not shown\n1200 errors, 11 warnings, 10 infos in 61 files (20 services)\n"
        "GitHub shows 10 annotations per severity; the log has all 1200 errors and 11 warnings",
    )


def test_nothing_found_is_said() -> None:
    assert read(report()) == [Command("notice", {"title": "ownercat"}, "no findings in 61 files (20 services)")]


def test_what_is_incomplete_is_an_error() -> None:
    (first,) = read(report(complete=False))
    assert first.name == "error"
    assert "incomplete: some files could not be read; findings may be missing" in first.data


def test_agreements_are_told() -> None:
    (first,) = read(report(base=ReportBase("origin/main", "5" * 40, agreements=3)))
    assert first.data.splitlines()[1:] == [
        "compared with 555555555555 (merge base with origin/main); shows only new or worse findings",
        "this change needs 3 approvals: run ownercat signoff check --base origin/main",
    ]


def test_the_view_changes_nothing() -> None:
    assert render(full(), ReportDisplay(width=40, color=True, verbose=-1)) == render(
        full(), ReportDisplay(width=200, verbose=2)
    )


def holds(text: str) -> None:
    """A planted text arrives where it belongs, made visible, and nowhere else."""
    text = text or "x"
    words = next(command for command in read(planted(text)) if command.properties.get("endcolumn") == "4")
    assert words.properties["file"] == clean(text)
    assert words.data.splitlines()[:2] == [clean(text), f"help: {clean(text)}"]
    assert words.properties.keys() == {"file", "line", "endline", "col", "endcolumn", "title"}


@pytest.mark.parametrize("text", [*HOSTILE, "a%0A::error::b", "%250A", "a,line=1", "x::y", "a=b=c", "100%"], ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    holds(text)


@given(st.text())
def test_any_text_is_only_text(text: str) -> None:
    holds(text)


def test_naughty_strings_are_only_text() -> None:
    for text in json.loads((folder("naughty-strings") / "blns.json").read_text(encoding="utf-8")):
        holds(text)
