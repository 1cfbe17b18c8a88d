"""``explain``: the page of a rule, in three forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from ownercat.commands.explain import complete_rule
from ownercat.commands.rules import get_summary
from ownercat.rules import registry
from tests.commands.conftest import Runner

SCHEMA = Path(__file__).parents[2] / "schemas" / "output" / "explain.schema.json"
PAGE = registry()["OWN001"].page.strip()


@pytest.mark.parametrize("word", ["OWN001", "own001", "orphaned-service", "Orphaned-Service"])
def test_code_or_name_in_any_case_gives_the_page(run: Runner, word: str) -> None:
    assert run("explain", word) == (0, f"orphaned-service (OWN001) · error · ownership\n\n{PAGE}\n", "")


@pytest.mark.parametrize(
    ("word", "help"),
    [
        pytest.param("orphand-service", "did you mean orphaned-service?", id="a misspelled name"),
        pytest.param("SYN0001", "did you mean SYN001?", id="a misspelled code"),
        pytest.param("weather", "ownercat rules lists them", id="nothing near"),
        pytest.param("", "ownercat rules lists them", id="nothing"),
        pytest.param("orphan", "did you mean orphaned-service or orphaned-alert?", id="a part of a word"),
        pytest.param("a\x1b]0;x\x07", "ownercat rules lists them", id="hostile"),
    ],
)
def test_a_word_that_names_no_rule_is_refused(run: Runner, word: str, help: str) -> None:
    done = run("explain", word)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("ownercat: there is no rule ")
    assert done.err.endswith(f"\nhelp: {help}\n")
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    ("word", "line"),
    [
        pytest.param("orphaned", "OWN001  orphaned-service  error      A service has no owner", id="of the name"),
        pytest.param("Drill", "INC006  failed-drill", id="of the name, in any case"),
        pytest.param("newcomer", "INC008  untrained-newcomer", id="inside of the name"),
    ],
)
def test_a_word_lists_the_rules_about_it(run: Runner, word: str, line: str) -> None:
    done = run("explain", word)
    assert (done.code, done.err) == (0, "")
    assert line in done.out


def test_a_family_lists_its_rules(run: Runner) -> None:
    listed = run("explain", "runbook").out.splitlines()
    assert {r.rule.code for r in registry().values() if r.family == "runbook"} <= {line.split()[0] for line in listed}
    assert len(listed) < len(registry())


def test_a_list_has_no_json(run: Runner) -> None:
    done = run("explain", "orphaned", "--format", "json")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ownercat: there is no rule orphaned\nhelp: ownercat explain orphaned lists the rules about it\n"


def test_in_colour_the_page_is_rendered_with_file_names_above_the_blocks(run: Runner) -> None:
    done = run("explain", "OWN001", "--color", "always")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.out)
    assert "\x1b[" in done.out
    assert "\x1b" not in plain
    assert plain.startswith("orphaned-service (OWN001) · error · ownership\n\n")
    assert "```" not in plain and "##" not in plain and "\n\n\n" not in plain
    assert "catalog/services/checkout.yaml\n" in plain
    assert not [line for line in plain.split("\n") if line != line.rstrip()]


def test_json(run: Runner) -> None:
    value = json.loads(run("explain", "OWN001", "--format", "json").out)
    Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(value)
    assert list(value) == [
        "version", "code", "name", "family", "severity", "dated", "optional", "options", "summary", "page",
    ]  # fmt: skip
    assert (value["name"], value["page"]) == ("orphaned-service", PAGE)


@pytest.mark.parametrize("code", list(registry()))
def test_every_rule_can_be_explained_in_every_form(run: Runner, code: str) -> None:
    for form in ((), ("--color", "always"), ("--format", "json")):
        assert run("explain", code, *form).code == 0


def test_completion_offers_names_and_codes(run: Runner) -> None:
    context, parameter = None, None
    found = [item.value for item in complete_rule(context, parameter, "orphaned")]  # type: ignore[arg-type]
    assert found == ["orphaned-service", "orphaned-alert"]
    assert "OWN001" in [item.value for item in complete_rule(context, parameter, "OWN")]  # type: ignore[arg-type]


def test_a_summary_is_the_first_paragraph_on_one_line() -> None:
    assert get_summary("One sentence\nin two lines.\n\n## What\n") == "One sentence in two lines."


def test_whole_shows_the_files_of_the_company(run: Runner) -> None:
    short, whole = run("explain", "duplicate-name").out, run("explain", "duplicate-name", "--whole").out
    assert "catalog/company/teams.yaml" not in short
    assert whole.count("title=catalog/company/teams.yaml\n") == 2
    assert whole.count("title=catalog/checkout.yaml\n") == 2
