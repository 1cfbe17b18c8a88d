"""``concise``: one line for each finding, whatever is in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.real.data import folder
from tests.views.reporters.sample import HOSTILE, LONE_LINE, ORPHANED, assert_safe, full, planted, report

EXPECTED = Path(__file__).parent / "expected" / "concise.txt"
render = reporters.load("concise").render


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_whole_output_is_the_same_at_every_width(width: int) -> None:
    assert render(full(), ReportDisplay(width=width, verbose=1)) == EXPECTED.read_text(encoding="utf-8")


def test_infos_are_counted_and_shown_to_those_who_ask() -> None:
    found = report(ORPHANED, LONE_LINE)
    assert render(found, ReportDisplay()).split("\n")[1:] == [
        "1 error, 1 info (-v shows them) in 61 files (20 services)",
        "",
    ]
    assert len(render(found, ReportDisplay(verbose=1)).splitlines()) == 3


def test_quiet_leaves_the_findings_alone() -> None:
    assert render(report(ORPHANED), ReportDisplay(verbose=-1)).count("\n") == 1


def test_colour_changes_no_character() -> None:
    coloured = render(full(), ReportDisplay(color=True, verbose=1))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == EXPECTED.read_text(encoding="utf-8")
    assert coloured != EXPECTED.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    output = render(planted(text), ReportDisplay())
    assert_safe(output)
    assert output.count("\n") == 4


def test_naughty_strings_are_only_text() -> None:
    for text in json.loads((folder("naughty-strings") / "blns.json").read_text(encoding="utf-8")):
        assert_safe(render(planted(text), ReportDisplay()))
