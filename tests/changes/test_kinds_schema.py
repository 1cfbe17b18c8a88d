"""The schemas of the outputs name every kind of change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownercat.changes.kinds import KINDS

OUTPUT = Path(__file__).parents[2] / "schemas" / "output"


@pytest.mark.parametrize("command", ["diff", "log"])
def test_a_schema_has_every_kind(command: str) -> None:
    definitions = json.loads((OUTPUT / f"{command}.schema.json").read_text("utf-8"))
    enums = [set(each) for each in _list_enums(definitions) if "service-retired" in each]
    assert enums == [set(KINDS)]


def _list_enums(value: object) -> list[list[str]]:
    if isinstance(value, list):
        return [found for each in value for found in _list_enums(each)]
    if not isinstance(value, dict):
        return []
    own = [value["enum"]] if isinstance(value.get("enum"), list) else []
    return own + [found for each in value.values() for found in _list_enums(each)]
