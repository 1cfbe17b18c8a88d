"""``rules``: every rule in one table."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft7Validator

from ownercat.rules import registry
from ownercat.views.table import format_table
from tests.commands.conftest import Runner

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "rules.schema.json"


def test_every_rule_has_one_line(run: Runner) -> None:
    lines = run("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == list(registry())
    line = next(line for line in lines if line.startswith("OWN001"))
    assert line.split()[:3] == ["OWN001", "orphaned-service", "error"]
    assert line.endswith("  A service has no owner, or its owner has no active members.")


def test_what_is_off_at_times_says_so(run: Runner) -> None:
    lines = {line.split()[0]: line.split() for line in run("rules").out.splitlines()}
    for code, found in registry().items():
        assert ("dated" in [word.rstrip(",") for word in lines[code][3:4]]) == found.rule.dated
        assert not found.rule.optional or "optional" in " ".join(lines[code][3:5])


def test_json(run: Runner) -> None:
    value = json.loads(run("rules", "--format", "json").out)
    Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(value)
    assert [rule["code"] for rule in value["rules"]] == list(registry())


def test_the_last_column_wraps_below_itself() -> None:
    rows = [["A1", "short", "one two three four five six"], ["B1", "longer-name", "x"]]
    assert format_table(rows, 40) == (
        "A1  short        one two three four five\n"
        "                 six\n"
        "B1  longer-name  x\n"
    )  # fmt: skip


def test_a_narrow_terminal_still_gets_a_column() -> None:
    assert format_table([["name", "some words that go on and on"]], 1) == "name  some words that go\n      on and on\n"
