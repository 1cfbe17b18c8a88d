"""``junit``: a test report that an XML parser reads back."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from ownercat.diagnostics import Report, Severity
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import ALL, HOSTILE, ORPHANED, OWNERSHIP, full, planted, report

render = reporters.load("junit").render
MANY = [ORPHANED] * 10_000


def suites(found: Report) -> ET.Element:
    return ET.fromstring(render(found, ReportDisplay()))  # our own output


def test_a_finding_is_a_failed_case() -> None:
    (suite,) = suites(report(ORPHANED)).iter("testsuite")
    assert suite.attrib == {"name": OWNERSHIP, "tests": "1", "failures": "1"}
    (case,) = suite
    assert case.attrib == {
        "name": f"OWN001 orphaned-service {OWNERSHIP}:12", "classname": "OWN001", "file": OWNERSHIP, "line": "12",
    }  # fmt: skip
    (failure,) = case
    assert (failure.get("message"), failure.get("type")) == (ORPHANED.message, "error")
    assert failure.text == (
        f"error: {ORPHANED.message}\nhelp: {ORPHANED.help}\ncatalog/teams/storefront.yaml:5 left on 2026-10-31"
    )


def test_an_info_passes_and_no_finding_is_one_passed_case() -> None:
    assert suites(report(*ALL)).get("failures") == str(sum(d.severity > Severity.INFO for d in ALL))
    whole = suites(report())
    assert (whole.get("tests"), whole.get("failures")) == ("1", "0")
    assert [case.get("name") for case in whole.iter("testcase")] == ["check"]
    assert whole.findtext("system-out") == "no findings in 61 files (20 services)"
    assert len(list(suites(report(*MANY)).iter("failure"))) == 10_000


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    assert len(list(suites(planted(text)).iter("testcase"))) == len(planted(text).diagnostics)


def test_everything_at_once() -> None:
    assert "\x1b" not in render(full(), ReportDisplay(color=True))
