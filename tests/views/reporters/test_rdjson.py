"""``rdjson``: diagnostics for reviewdog."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ownercat.diagnostics import Report
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import HOSTILE, LINES, ORPHANED, SECOND_CHANCE, SLA, TEAM, WIDE, full, planted, report

render = reporters.load("rdjson").render
MANY = [ORPHANED] * 10_000

# the fields of reviewdog's proto/rdf/jsonschema that ownercat writes; reviewdog refuses any other field
POSITION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "required": ["path"],
    "properties": {
        "path": {"type": "string"},
        "range": {"type": "object", "properties": {"start": POSITION, "end": POSITION}, "additionalProperties": False},
    },
}
NAMED = {"type": "object", "additionalProperties": {"type": "string"}}
RESULT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "diagnostics"],
    "properties": {
        "source": NAMED,
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["message", "location"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": LOCATION,
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": NAMED,
                },
            },
        },
    },
}


def diagnostics(found: Report) -> list[dict[str, Any]]:
    whole = json.loads(render(found, ReportDisplay()))
    Draft7Validator(RESULT).validate(whole)
    value: list[dict[str, Any]] = whole["diagnostics"]
    return value


def test_a_finding_is_a_diagnostic_with_its_places() -> None:
    (found,) = diagnostics(report(SECOND_CHANCE))
    assert found["severity"] == "WARNING"
    assert found["code"] == {"value": "ESC102 no-second-chance", "url": SECOND_CHANCE.url}
    assert found["location"] == {
        "path": TEAM, "range": {"start": {"line": 31, "column": 102}, "end": {"line": 31, "column": 105}},
    }  # fmt: skip
    assert found["message"] == (
        f"{SECOND_CHANCE.message}\nhelp: {SECOND_CHANCE.help}\n"
        f"{TEAM}:31 on-call at 0m, second at 12m > ack 10m\n{SLA}:9 promised here"
    )
    assert diagnostics(report()) == []
    assert len(diagnostics(report(*MANY))) == 10_000


def test_columns_count_bytes() -> None:
    (found,) = diagnostics(report(WIDE))
    start, end = (LINES[TEAM][32][: column - 1].encode() for column in (42, 46))
    assert end[len(start) :] == b"lead"
    assert found["location"]["range"] == {
        "start": {"line": 33, "column": len(start) + 1}, "end": {"line": 33, "column": len(end) + 1},
    }  # fmt: skip
    assert len(start) > 41


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    assert len(diagnostics(planted(text))) == len(planted(text).diagnostics)


def test_everything_at_once() -> None:
    assert "\x1b" not in render(full(), ReportDisplay(color=True))
