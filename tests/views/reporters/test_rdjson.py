"""``rdjson``: diagnostics for reviewdog."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ownercat.diagnostics import Report
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import HOSTILE, ORPHANED, SECOND_CHANCE, TEAM, full, planted, report

render = reporters.load("rdjson").render
MANY = [ORPHANED] * 10_000


def diagnostics(found: Report) -> list[dict[str, Any]]:
    value: list[dict[str, Any]] = json.loads(render(found, ReportDisplay()))["diagnostics"]
    return value


def test_a_finding_is_a_diagnostic_with_its_places() -> None:
    (found,) = diagnostics(report(SECOND_CHANCE))
    assert found["severity"] == "WARNING"
    assert found["code"] == {"value": "ESC102 no-second-chance", "url": SECOND_CHANCE.url}
    assert found["location"] == {
        "path": TEAM, "range": {"start": {"line": 31, "column": 102}, "end": {"line": 31, "column": 105}},
    }  # fmt: skip
    assert [each["message"] for each in found["relatedLocations"]] == [each.message for each in SECOND_CHANCE.related]
    assert diagnostics(report()) == []
    assert len(diagnostics(report(*MANY))) == 10_000


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    assert len(diagnostics(planted(text))) == len(planted(text).diagnostics)


def test_everything_at_once() -> None:
    assert "\x1b" not in render(full(), ReportDisplay(color=True))
