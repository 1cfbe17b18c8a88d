"""``config``: every value and its origin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Runner

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "config.schema.json"


def origins(text: str) -> dict[str, tuple[Any, str]]:
    value = json.loads(text)
    Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(value)
    return {item["key"]: (item["value"], item["origin"]) for item in value["settings"]}


def test_defaults(run: Runner) -> None:
    assert run("config").out == (
        "catalog    catalog            default  the folder of the catalog\n"
        "dialects   none               default  additional catalog formats to read\n"
        "elsewhere  none               default  what the repository keeps elsewhere\n"
        "snapshots  none               default  the snapshots of other systems\n"
        "baseline   ownercat.baseline  default  the file of known findings\n"
        "format     text               default  the output format of check\n"
        "color      auto               default  when to use color\n"
    )


def test_each_value_names_where_it_comes_from(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNERCAT_FORMAT", "json")
    toml = 'catalog = "services"\nformat = "concise"\n'
    done = run("config", "--color", "never", "--format", "json", files={"ownercat.toml": toml})
    assert origins(done.out) == {
        "catalog": ("services", "ownercat.toml"),
        "dialects": ([], "default"),
        "elsewhere": ([], "default"),
        "snapshots": ({}, "default"),
        "baseline": ("ownercat.baseline", "default"),
        "format": ("json", "OWNERCAT_FORMAT"),
        "color": ("never", "--color"),
    }


def test_a_wrong_configuration_is_refused_with_all_its_faults(run: Runner) -> None:
    done = run("config", files={"ownercat.toml": 'catlog = "x"\ncolor = "pink"\n'})
    assert (done.code, done.out) == (2, "")
    assert "unknown key catlog: did you mean catalog?" in done.err
    assert "color is pink, but it must be auto, always or never" in done.err


def test_hostile_values_are_only_text(run: Runner) -> None:
    done = run("config", files={"ownercat.toml": 'catalog = "a\\u001b[31m##[error]"\n'})
    assert done.code == 0
    assert "a\\x1b[31m\\x23#[error]" in done.out


def test_a_folder_name_that_is_too_long_is_no_internal_error(run: Runner) -> None:
    assert run("config", "--catalog", "x" * 5000).code == 0
    done = run("check", "--catalog", "x" * 5000)
    assert (done.code, done.err.startswith("ownercat: no catalog found: xxx")) == (2, True)
