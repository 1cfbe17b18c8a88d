"""The schemas are sound, describe themselves, and their examples hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7, DRAFT202012

from ownercat.model import policy

SCHEMAS = Path(__file__).parents[2] / "schemas"
FILES = sorted(path.name for path in SCHEMAS.glob("*.schema.json"))
KINDS = [
    "Attestation",
    "BreakGlass",
    "Drill",
    "Escalation",
    "Expectation",
    "Incident",
    "Journey",
    "Person",
    "Policy",
    "Rotation",
    "Runbook",
    "SLA",
    "Service",
    "SignOff",
    "Team",
]
LOADED: dict[str, dict[str, Any]] = {name: json.loads((SCHEMAS / name).read_text("utf-8")) for name in FILES}
DIALECTS = {"draft-07": (Draft7Validator, DRAFT7), "2020-12": (Draft202012Validator, DRAFT202012)}


def registry(spec: Any) -> Registry[Any]:
    return Registry().with_resources((name, spec.create_resource(s)) for name, s in LOADED.items())


def nodes(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a schema file with its pointer, examples and defaults left out."""
    if isinstance(schema, dict):
        yield where, schema
        for key, value in schema.items():
            if key not in ("examples", "default", "const", "enum"):
                yield from nodes(value, f"{where}/{key}")
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from nodes(value, f"{where}/{number}")


def properties(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for where, node in nodes(LOADED[name]):
        if "properties" in node and "not" not in where and "/if" not in where and isinstance(node["properties"], dict):
            for key, value in node["properties"].items():
                yield f"{where}/properties/{key}", value


def test_there_is_one_file_per_kind() -> None:
    assert set(FILES) == {f"{word.lower()}.schema.json" for word in [*KINDS, "common", "ownercat"]}


@pytest.mark.parametrize("name", FILES)
def test_is_a_valid_schema_in_both_drafts(name: str) -> None:
    Draft7Validator.check_schema(LOADED[name])
    Draft202012Validator.check_schema(LOADED[name])


@pytest.mark.parametrize("name", FILES)
def test_uses_only_the_subset_both_drafts_read_alike(name: str) -> None:
    for where, node in nodes(LOADED[name]):
        if where.endswith("/properties"):
            continue
        assert "$ref" not in node or set(node) == {"$ref"}, where
        assert not {"$defs", "dependencies", "additionalItems", "prefixItems", "contains"} & set(node), where
        assert set(node.get("patternProperties", {})) <= {"^x-"}, where
        assert not isinstance(node.get("items"), list), where
    assert "oneOf" not in LOADED[name]


@pytest.mark.parametrize("name", FILES)
def test_every_closed_object_keeps_x_keys_open(name: str) -> None:
    for where, node in nodes(LOADED[name]):
        if node.get("additionalProperties") is False:
            assert node["patternProperties"] == {"^x-": {}}, where
        if node.get("type") == "object" and "properties" in node and name != "ownercat.schema.json":
            assert node.get("additionalProperties") is False, where


@pytest.mark.parametrize("name", FILES)
def test_every_pattern_is_anchored_and_said_in_words(name: str) -> None:
    for where, node in nodes(LOADED[name]):
        if "pattern" in node and isinstance(node["pattern"], str):
            assert node["pattern"].startswith("^") and node["pattern"].endswith("$"), where
            assert node["x-form"], where


@pytest.mark.parametrize("draft", DIALECTS)
@pytest.mark.parametrize("name", FILES)
def test_every_property_has_a_description_and_examples_that_hold(name: str, draft: str) -> None:
    validator, spec = DIALECTS[draft]
    known = registry(spec)
    for where, schema in properties(name):
        assert schema["description"].endswith("."), where
        assert schema["examples"], where
        check = validator({"$ref": f"{name}#{where}"}, registry=known, format_checker=validator.FORMAT_CHECKER)
        for value in [*schema["examples"], *([schema["default"]] if "default" in schema else [])]:
            assert check.is_valid(value), (where, value)


@pytest.mark.parametrize("name", FILES)
def test_every_alternative_has_a_title(name: str) -> None:
    for where, node in nodes(LOADED[name]):
        for branch in [*node.get("oneOf", ()), *node.get("anyOf", ())]:
            assert branch["title"], where


def test_the_words_of_the_required_information_are_those_of_the_schema() -> None:
    assert tuple(LOADED["policy.schema.json"]["properties"]["requiredInfo"]["items"]["enum"]) == policy.INFORMATION
