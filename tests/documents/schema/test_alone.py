"""The schema that is printed needs no other file: what a person saves from it works wherever it lies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry

from ownercat.documents import schema, source

ROOT = Path(__file__).parents[3]
SAMPLE = [
    (f"{path.relative_to(ROOT)}:{document.index}", document.data)
    for path in sorted((ROOT / "catalog").rglob("*.yaml"))
    for document in source.read(path.name, path.read_bytes()).documents
]


def validator(name: str) -> Draft7Validator:
    found: dict[str, Any] = json.loads(schema.alone(name))
    Draft7Validator.check_schema(found)
    return Draft7Validator(found, registry=Registry())  # an empty registry: a reference elsewhere is an error


@pytest.mark.parametrize("name", schema.names())
def test_says_the_same_as_the_file_without_naming_another(name: str) -> None:
    whole, alone = json.loads(schema.text(name)), json.loads(schema.alone(name))
    assert alone["$schema"] == whole["$schema"]
    assert (alone["title"], alone["description"]) == (whole["title"], whole["description"])
    assert alone.get("properties", {}).keys() == whole.get("properties", {}).keys()
    assert ".schema.json" not in schema.alone(name)


@pytest.mark.parametrize("kind", schema.kinds())
def test_accepts_the_sample_and_refuses_what_the_schema_refuses(kind: str) -> None:
    judges = [validator(kind), validator("ownercat")]
    documents = [(where, data) for where, data in SAMPLE if data["kind"] == kind]
    assert documents
    for where, data in documents:
        broken = {**data, "tire": 1}
        assert [judge.is_valid(data) for judge in judges] == [True, True], where
        assert [judge.is_valid(broken) for judge in judges] == [False, False], where
