"""``json``: the contract of the design, held by its schema and by key order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ownercat.diagnostics import Report, Severity
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.real.data import folder
from tests.views.reporters.sample import ALL, HOSTILE, ORPHANED, full, planted, report

EXPECTED = Path(__file__).parent / "expected" / "report.json"
SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schemas" / "output" / "check.schema.json").read_text(encoding="utf-8")
)
KEYS = [
    "code",
    "name",
    "severity",
    "message",
    "help",
    "path",
    "start",
    "end",
    "pointer",
    "entity",
    "related",
    "fingerprint",
    "fixable",
    "url",
]
render = reporters.load("json").render


def rendered(found: Report) -> Any:
    """The output as a program sees it; held to the schema."""
    text = render(found, ReportDisplay())
    assert text.isascii()
    assert text.endswith("}\n")
    assert all(line.startswith(("{", " ")) and not line.lstrip().startswith("::") for line in text.splitlines())
    assert not any(word in text for word in ("##", "section_", "\x7f"))
    value = json.loads(text)
    Draft7Validator(SCHEMA).validate(value)
    return value


def test_the_whole_output() -> None:
    assert render(full(), ReportDisplay()) == EXPECTED.read_text(encoding="utf-8")


def test_the_view_changes_nothing() -> None:
    assert render(full(), ReportDisplay(width=40, color=True, verbose=-1)) == render(
        full(), ReportDisplay(width=200, verbose=2)
    )


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    value = rendered(full())
    assert list(value) == ["version", "summary", "findings", "withheld", "suppressed"]
    summary = [
        "files",
        "documents",
        "services",
        "error",
        "warning",
        "info",
        "suppressed",
        "withheld",
        "assumed",
        "complete",
    ]
    assert list(value["summary"]) == summary
    assert all(list(found) == KEYS for found in value["findings"])
    assert list(value["findings"][0]["related"][0]) == ["path", "start", "message"]


def test_an_empty_report_has_an_empty_list() -> None:
    assert rendered(report())["findings"] == []


def test_counts_are_those_of_the_report_not_of_the_list() -> None:
    value = rendered(report(ORPHANED, counts={Severity.ERROR: 1_200}, hidden=1_199, complete=False, suppressed=2))
    assert value["summary"] == {
        "files": 61,
        "documents": 70,
        "services": 20,
        "error": 1200,
        "warning": 0,
        "info": 0,
        "suppressed": 2,
        "withheld": 0,
        "assumed": 0,
        "complete": False,
    }


def test_infos_are_always_in_it() -> None:
    assert len(rendered(report(*ALL))["findings"]) == len(ALL)


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_arrives_as_it_was(text: str) -> None:
    value = rendered(planted(text))
    assert value["findings"][0]["message"] == (text or "x").encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert rendered(planted("a\ud800b"))["findings"][0]["message"] == "a\ufffdb"


@given(st.text())
def test_any_text_arrives_as_it_was(text: str) -> None:
    assert rendered(planted(text))["findings"][0]["message"] == (text or "x")


def test_naughty_strings_arrive_as_they_were() -> None:
    for text in json.loads((folder("naughty-strings") / "blns.json").read_text(encoding="utf-8")):
        assert rendered(planted(text))["findings"][0]["message"] == (text or "x")
