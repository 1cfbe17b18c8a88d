"""``gitlab``: a code quality report that GitLab can read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ownercat.diagnostics import Report
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import ALL, HOSTILE, ORPHANED, OWNERSHIP, full, planted, report

render = reporters.load("gitlab").render
MANY = [ORPHANED] * 10_000


def issues(found: Report) -> list[dict[str, Any]]:
    """What GitLab reads: it leaves out an issue without one of these keys."""
    value: list[dict[str, Any]] = json.loads(render(found, ReportDisplay()))
    for issue in value:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"] and issue["location"]["lines"]["begin"] >= 1
    return value


def test_a_finding_is_an_issue_of_code_quality() -> None:
    assert issues(report(ORPHANED)) == [
        {
            "description": f"{ORPHANED.message}: {ORPHANED.help}",
            "check_name": "OWN001 orphaned-service",
            "fingerprint": "5f1c",
            "severity": "major",
            "location": {"path": OWNERSHIP, "lines": {"begin": 12, "end": 12}},
        }
    ]
    assert {issue["severity"] for issue in issues(report(*ALL))} == {"major", "minor", "info"}


def test_no_finding_is_an_empty_list() -> None:
    assert render(report(), ReportDisplay()) == "[]\n"
    assert len(issues(report(*MANY))) == 10_000


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    assert len(issues(planted(text))) == len(planted(text).diagnostics)


def test_everything_at_once() -> None:
    assert "\x1b" not in render(full(), ReportDisplay(color=True))
