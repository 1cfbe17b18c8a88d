"""``rules``: every rule in one table."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft7Validator

from ownercat.commands.rules import get_summary
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
    rows = [["A1", "short", "one two three four five six seven"], ["B1", "longer-name", "x"]]
    assert format_table(rows, 47) == (
        "A1  short        one two three four five six\n"
        "                 seven\n"
        "B1  longer-name  x\n"
    )  # fmt: skip


def test_a_last_column_that_is_too_narrow_is_written_below_the_others() -> None:
    rows = [["A1", "short", "one two three four five six seven"], ["B1", "longer-name", "x"]]
    assert format_table(rows, 46) == (
        "A1  short\n"
        "        one two three four five six seven\n"
        "B1  longer-name  x\n"
    )  # fmt: skip


def test_a_word_that_is_longer_than_the_last_column_is_not_cut() -> None:
    path = "catalog/services/checkout/ownership-and-more.yaml"
    assert format_table([["key-of-a-setting", f"a {path}"]], 60) == f"key-of-a-setting\n        a {path}\n"
    assert format_table([["key-of-a-setting", f"a {path}"]], 69) == f"key-of-a-setting  a {path}\n"


def test_no_line_is_longer_than_the_terminal() -> None:
    rows = [[r.rule.code, r.rule.name, r.rule.severity.word, get_summary(r.page)] for r in registry().values()]
    for room in (60, 80, 100):
        lines = format_table(rows, room).splitlines()
        assert max(map(len, lines)) <= room
        words = " ".join(lines).split()
        assert words == " ".join(" ".join(row) for row in rows).split()  # no word is cut
