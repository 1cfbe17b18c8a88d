"""``ownercat runbook``: the right runbook, and the people who may authorize its steps now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, FormatChecker

from tests.commands.conftest import Runner

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/runbook.schema.json").read_text("utf-8"))
NIGHT = "2026-11-22T03:12+01:00"
HEAD = "apiVersion: ownercat/v1\n"


def doc(kind: str, name: str, rest: str = "") -> str:
    return f"{HEAD}kind: {kind}\nname: {name}\n{rest}\n"


PAY = """title: Pay
owner: till
authorise: {rollback: [rotation:first, person:bo, team:till], flag: [rotation:empty]}
symptoms:
  - {id: slow, severity: sev3}
  - {id: down, title: Nobody can pay, severity: sev1, alerts: [PayDown]}
links: [{type: runbook, title: Wiki, url: https://wiki.example/pay}]"""
LAYER = "team: till\nlayers: [{timeZone: Europe/Madrid, members: [%s], from: 2026-01-05}]"
STEPS = """service: pay
covers: [{symptom: down}]
steps:
  - {id: back, kind: rollback, do: Roll back., run: ./deploy rollback pay, needs: rollback, timebox: 5m,
     checkpoint: {ask: "Can you pay?", pass: verify}}
  - {kind: flag, do: Turn off cards., needs: flag, parallel: true, mode: auto}
  - {id: verify, kind: verify, do: Pay one cent., timebox: 5m}"""
FILES = {
    "catalog/pay.yaml": doc("Service", "pay", PAY),
    "catalog/till.yaml": doc("Team", "till", "members: [ana, bo]"),
    "catalog/ana.yaml": doc("Person", "ana", "title: Ana Ruiz"),
    "catalog/bo.yaml": doc("Person", "bo", "title: Bo Chen"),
    "catalog/first.yaml": doc("Rotation", "first", LAYER % "ana"),
    "catalog/empty.yaml": doc("Rotation", "empty", LAYER.replace("till", "none") % "none"),
    "catalog/down.yaml": doc("Runbook", "pay-down", STEPS),
}
SLOW = doc("Runbook", "pay-slow", "title: Payment is slow\nservice: pay\ncovers: [{symptom: slow}]")
TEXT = "# Slow\n\nSee [the graph](graph.md).\n\n```sh\n./look --now\n```\n\x1b[2J @everyone\n::error::x\n"
PAGE = """\
runbook pay-down · service pay · down (sev1)                 catalog/down.yaml:3

 1 back      rollback, at most 5m
             Roll back.
             $ ./deploy rollback pay
             needs rollback: Ana Ruiz (first), Bo Chen
             Can you pay? yes: verify, no: the next step
 2           flag, no timebox, automatic, at the same time as the previous step
             Turn off cards.
             needs flag: empty (nobody on call)
 3 verify    verify, at most 5m
             Pay one cent.

 other       Wiki  https://wiki.example/pay
"""


@pytest.fixture(autouse=True)
def at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize(
    "words", [("pay",), ("pay", "down"), ("pay", "PayDown"), ("PayDown",), ("pay", "DOWN")], ids=" ".join
)
def test_the_runbook_and_the_people_who_may_authorize(run: Runner, words: tuple[str, ...]) -> None:
    assert run("runbook", *words, "--at", NIGHT, files=FILES) == (0, PAGE, "")


def test_a_markdown_runbook_with_its_text_and_no_control_character(run: Runner) -> None:
    result = run("runbook", "pay", "slow", "--at", NIGHT, files={**FILES, "catalog/slow.md": f"---\n{SLOW}---\n{TEXT}"})
    assert result.code == 0
    assert result.out == (
        "runbook pay-slow · Payment is slow · service pay · slow (sev3)\n"
        "catalog/slow.md:4\n\n other       down: pay-down\n             Wiki  https://wiki.example/pay\n\n# Slow\n\nSee [the graph](graph.md).\n\n```sh\n./look --now\n```\n"
        "\\x1b[2J @everyone\n\\x3a:error::x\n"
    )


def test_markdown_has_no_markup_of_the_file(run: Runner) -> None:
    files = {**FILES, "catalog/slow.md": f"---\n{SLOW}---\n{TEXT}"}
    result = run("runbook", "pay", "slow", "--at", NIGHT, "--format", "markdown", files=files)
    assert result.code == 0
    assert result.out.endswith("````text\n# Slow\n\nSee [the graph](graph.md).\n\n```sh\n./look --now\n```\n"
                               "\\x1b[2J @everyone\n\\x3a:error::x\n````\n")  # fmt: skip
    steps = run("runbook", "pay", "--at", NIGHT, "--format", "markdown").out
    assert "1. **back**<br>\n   rollback, at most 5m<br>\n   Roll back.<br>\n   `./deploy rollback pay`<br>\n" in steps


def test_json(run: Runner) -> None:
    files = {**FILES, "catalog/slow.md": f"---\n{SLOW}---\n{TEXT}"}
    found = json.loads(run("runbook", "pay", "slow", "--at", NIGHT, "--format", "json", files=files).out)
    Draft7Validator(SCHEMA, format_checker=FormatChecker()).validate(found)
    text = found["runbooks"][0]["text"]
    assert text["headings"] == [{"title": "Slow", "level": 1, "line": 9}]
    assert text["links"] == [{"target": "graph.md", "line": 11}]
    assert text["commands"] == [{"text": "./look --now", "language": "sh", "line": 13}]
    down = json.loads(run("runbook", "pay", "--at", NIGHT, "--format", "json").out)
    Draft7Validator(SCHEMA, format_checker=FormatChecker()).validate(down)
    first = down["runbooks"][0]["steps"][0]
    assert [(each["who"]["name"], each["through"] and each["through"]["name"]) for each in first["authorized"]] == [
        ("ana", "first"),
        ("bo", None),
    ]


def test_what_has_no_runbook(run: Runner) -> None:
    none = {path: text for path, text in FILES.items() if path != "catalog/down.yaml"}
    link = "service pay has no runbook in the catalog: it links to https://wiki.example/pay"
    assert run("runbook", "pay", files=none) == (1, "", f"ownercat: {link}\n")
    assert run("runbook", "pay", "slow", files=FILES).code == 1
    unknown = run("runbook", "pay", "dwn")
    assert (unknown.code, unknown.err) == (2, "ownercat: service pay has no symptom dwn\nhelp: did you mean down?\n")
    assert run("runbook", "nothing").code == 1
