"""``sarif``: what GitHub and the standard ask for, whatever stands in the files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ownercat import __version__
from ownercat.diagnostics import Report, RulePage, Severity
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.catalogs import check
from tests.rules.parts import COMPANY, service
from tests.views.reporters.sample import ALL, HOSTILE, LONE_LINE, ORPHANED, OWNERSHIP, TEAM, full, planted, report

render = reporters.load("sarif").render

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_POSITIVE = {"type": "integer", "minimum": 1}
_LOCATION: dict[str, Any] = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": _TEXT,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {
                # RFC 3986, relative: no scheme, no root, nothing that would have to be encoded
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "pattern": r"^(?!/)([A-Za-z0-9._~/-]|%[0-9A-F]{2})+$"}},
                },
                "region": {
                    "type": "object",
                    "required": ["startLine", "startColumn", "endLine", "endColumn"],
                    "additionalProperties": False,
                    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _POSITIVE),
                },
            },
        },
    },
}
# The part of SARIF 2.1.0 that is used, with what GitHub's code scanning asks for on top.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results", "columnKind", "invocations", "automationDetails"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": [
                                                "id",
                                                "shortDescription",
                                                "fullDescription",
                                                "help",
                                                "defaultConfiguration",
                                            ],
                                            "properties": {
                                                "name": {"type": "string", "maxLength": 255},
                                                "shortDescription": {
                                                    "properties": {"text": {"minLength": 1, "maxLength": 1024}}
                                                },
                                                "fullDescription": {
                                                    "properties": {"text": {"minLength": 1, "maxLength": 1024}}
                                                },
                                                "help": _TEXT,
                                                "defaultConfiguration": {
                                                    "properties": {"level": {"enum": ["error", "warning", "note"]}}
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"const": "unicodeCodePoints"},
                    "automationDetails": {"required": ["id"]},
                    "invocations": {"type": "array", "items": {"required": ["executionSuccessful"]}},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": [
                                "ruleId",
                                "ruleIndex",
                                "level",
                                "message",
                                "locations",
                                "partialFingerprints",
                            ],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string", "minLength": 1},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["error", "warning", "note"]},
                                "message": _TEXT,
                                "locations": {"type": "array", "minItems": 1, "maxItems": 1, "items": _LOCATION},
                                "relatedLocations": {"type": "array", "minItems": 1, "items": _LOCATION},
                                "partialFingerprints": {"type": "object", "minProperties": 1},
                            },
                        },
                    },
                },
            },
        },
    },
}


def read(found: Report) -> dict[str, Any]:
    """The run as a viewer sees it; held to what viewers ask for."""
    text = render(found, ReportDisplay())
    assert text.isascii()
    assert all(line.startswith(("{", " ")) for line in text.splitlines())
    value = json.loads(text)
    Draft7Validator(SCHEMA).validate(value)
    (run,) = value["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            region = place["physicalLocation"]["region"]
            start, end = ((region[f"{side}Line"], region[f"{side}Column"]) for side in ("start", "end"))
            assert start < end
    found_run: dict[str, Any] = run
    return found_run


def test_a_result_is_the_finding() -> None:
    (result,) = read(report(ORPHANED))["results"]
    assert result == {
        "ruleId": "OWN001",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "service checkout has no active owner: the last active member of team storefront left\n"
            "help: add an active member to storefront, or give checkout to another team"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": OWNERSHIP},
                    "region": {"startLine": 12, "startColumn": 8, "endLine": 12, "endColumn": 18},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 0,
                "message": {"text": "left on 2026-10-31"},
                "physicalLocation": {
                    "artifactLocation": {"uri": TEAM},
                    "region": {"startLine": 5, "startColumn": 11, "endLine": 5, "endColumn": 14},
                },
            }
        ],
        "partialFingerprints": {"ownercat/v1": "5f1c"},
    }


def test_a_rule_carries_its_page() -> None:
    page = RulePage(Severity.WARNING, "One sentence\nof two lines.\n\n## What\n\nMore.\n")
    (rule,) = read(report(ORPHANED, pages={"OWN001": page}))["tool"]["driver"]["rules"]
    assert rule == {
        "id": "OWN001",
        "name": "orphaned-service",
        "shortDescription": {"text": "One sentence of two lines."},
        "fullDescription": {"text": "One sentence of two lines."},
        "help": {"text": page.text.strip(), "markdown": page.text.strip()},
        "helpUri": "https://ownercat.example/rules/orphaned-service",
        "defaultConfiguration": {"level": "warning"},
        "properties": {"problem.severity": "warning", "tags": ["OWN"]},
    }


def test_a_check_has_the_pages_of_what_it_found_and_of_nothing_else() -> None:
    files = {f"catalog/{path}": text for path, text in {**COMPANY, "a.yaml": service("a", owner="nobody")}.items()}
    run = read(check(files))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["OWN001", "OWN015"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"].startswith("A service has no owner")
    assert run["tool"]["driver"]["version"] == __version__


def test_nothing_found_is_an_empty_list() -> None:
    run = read(report())
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_every_finding_is_in_it_with_its_level() -> None:
    assert [result["level"] for result in read(report(*ALL))["results"]] == [
        "error", "note", "warning", "error", "error", "error",
    ]  # fmt: skip
    (result,) = read(report(LONE_LINE))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 13, "startColumn": 14, "endLine": 16, "endColumn": 1,
    }  # fmt: skip


def test_what_is_incomplete_was_not_successful() -> None:
    assert read(report())["invocations"] == [{"executionSuccessful": True}]
    assert read(report(complete=False))["invocations"] == [{"executionSuccessful": False}]


def test_githubs_own_fingerprint_is_left_to_github() -> None:
    assert "primaryLocationLineHash" not in render(full(), ReportDisplay())


def test_the_view_changes_nothing() -> None:
    assert render(full(), ReportDisplay(width=40, color=True, verbose=-1)) == render(
        full(), ReportDisplay(width=200, verbose=2)
    )


def holds(text: str) -> None:
    """A planted text arrives as it was."""
    text = text or "x"
    run = read(planted(text))
    found = next(r for r in run["results"] if r["message"]["text"].endswith(f"help: {_sound(text)}"))
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogateescape") == text


def _sound(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@pytest.mark.parametrize("text", [t for t in HOSTILE if "\ud800" not in t and not t.startswith("/")], ids=ascii)
def test_hostile_text_arrives_as_it_was(text: str) -> None:
    holds(text)


def test_a_name_that_no_file_can_have_breaks_nothing() -> None:
    read(planted("lone \ud800 surrogate"))


@given(st.text().filter(lambda text: not text.startswith("/")))
def test_any_text_arrives_as_it_was(text: str) -> None:
    holds(text)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b.yaml", "a%20b.yaml"),
        ("c:d.yaml", "c%3Ad.yaml"),
        ("ü/é.yaml", "%C3%BC/%C3%A9.yaml"),
        ("a%20b.yaml", "a%2520b.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("a#b?c.yaml", "a%23b%3Fc.yaml"),
    ],
)
def test_a_path_is_encoded(path: str, uri: str) -> None:
    (result,) = [r for r in read(planted(path))["results"] if r["message"]["text"].startswith(_sound(path))]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
