"""``ownercat verify``: each fact is confirmed, contradicted or unseen, with its evidence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Run, Runner
from tests.rules.reality.answers import (
    COMPANY,
    ELSEWHERE,
    FOLDER,
    WEEK,
    calls,
    schedule,
    service,
    snapshot,
    users,
)

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas/output/verify.schema.json").read_text("utf-8"))
AS_OF = ["--as-of", "2026-11-22"]
SERVICES = {"catalog/a.yaml": service("till"), "catalog/b.yaml": service("stock")}
FILES = {
    **COMPANY,
    **ELSEWHERE,
    **SERVICES,
    FOLDER + "s.json": snapshot(
        schedule("PX1", ("2026-11-22T00:00:00Z", "2026-11-25T22:00:00Z", "PU1")),
        window={"from": "2026-11-22T00:00:00Z", "to": "2026-11-26T00:00:00Z"},
    ),
    FOLDER + "u.json": snapshot(users(PU1="ana@shop.example")),
    FOLDER + "j.json": snapshot(calls(("till", "stock", 1204)), source="jaeger", window=WEEK),
}
TEXT = """\
Jaeger · 0 confirmed · 1 contradicted · 0 unseen
1 snapshot, fetched 2026-11-22 02:00 UTC

✗ service till calls stock (1,204 calls in 7 days, Jaeger), but does not declare
  the dependency

PagerDuty · 1 confirmed · 1 contradicted · 0 unseen
2 snapshots, fetched from 2026-11-22 02:00 UTC

✗ rotation shop-primary has 1 coverage gap: 2 h in 400 days from 2026-11-22, Wed
  2026-11-25 23:00–01:00 Europe/Madrid (22:00–00:00 UTC); cause: nobody is
  scheduled in PagerDuty (PX1), fetched Sun 2026-11-22 02:00 UTC
"""


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_each_source_has_its_contradictions(run: Runner) -> None:
    assert run("verify", *AS_OF, files=FILES) == Run(1, TEXT, "")


def test_everything_is_confirmed(run: Runner) -> None:
    declared = service("till", "dependsOn:", "  - {service: stock, mode: soft, degrade: The amount is hidden.}")
    files = {**COMPANY, **SERVICES, "catalog/a.yaml": declared, FOLDER + "j.json": FILES[FOLDER + "j.json"]}
    assert run("verify", *AS_OF, files=files) == Run(
        0, "Jaeger · 1 confirmed · 0 contradicted · 0 unseen\n1 snapshot, fetched 2026-11-22 02:00 UTC\n", ""
    )


def test_an_old_snapshot_counts_for_nothing(run: Runner) -> None:
    files = {
        **COMPANY,
        **SERVICES,
        FOLDER + "j.json": snapshot(calls(("till", "stock", 1)), source="jaeger", fetched="2026-10-01T00:00:00Z"),
    }
    assert run("verify", *AS_OF, files=files) == Run(
        0,
        f"Jaeger · 0 confirmed · 0 contradicted · 0 unseen\n{FOLDER}j.json is too old: fetched 2026-10-01 00:00 UTC\n",
        "",
    )


def test_a_file_that_is_no_snapshot_is_exit_3(run: Runner) -> None:
    done = run("verify", *AS_OF, files={**COMPANY, FOLDER + "j.json": "<html>"})
    assert done.code == 3
    assert done.out == (
        f"ignored files\n\n✗ snapshot {FOLDER}j.json is ignored: it is an HTML or XML page, not\n"
        "  JSON: the request may have led to a login page\n"
    )


def test_without_a_snapshot(run: Runner) -> None:
    assert run("verify", files=COMPANY) == Run(
        2,
        "",
        "ownercat: there is no snapshot in .ownercat/snapshots\n"
        "help: see docs/snapshots.md for how to fetch and wrap the answers of another system\n",
    )


def test_json_has_each_fact_with_its_evidence(run: Runner) -> None:
    found = json.loads(run("verify", *AS_OF, "--format", "json", files=FILES).out)
    Draft7Validator(SCHEMA).validate(found)
    assert [(each["source"], each["confirmed"], each["contradicted"], each["unseen"]) for each in found["sources"]] == [
        ("jaeger", 0, 1, 0),
        ("pagerduty", 1, 1, 0),
    ]
    assert found["sources"][0]["facts"] == [
        {
            "result": "contradicted", "rule": "REA404", "kind": "Service", "name": "till",
            "message": "service till calls stock (1,204 calls in 7 days, Jaeger), but does not declare the dependency",
            "help": "add stock to `dependsOn` of service till, with the mode of the dependency",
            "evidence": FOLDER + "j.json", "source": {"path": "catalog/a.yaml", "line": 3},
        }
    ]  # fmt: skip


def test_markdown_and_sarif_have_the_same_contradictions(run: Runner) -> None:
    markdown = run("verify", *AS_OF, "--format", "markdown", files=FILES)
    assert (markdown.code, markdown.out.count("✗")) == (1, 2)
    sarif = json.loads(run("verify", *AS_OF, "--format", "sarif").out)
    assert {each["ruleId"] for each in sarif["runs"][0]["results"]} == {"REA404", "ROT101"}


def test_impact_counts_observed_calls(run: Runner, tmp_path: Path) -> None:
    files = {
        **COMPANY,
        **SERVICES,
        FOLDER + "j.json": snapshot(calls(("till", "stock", 7)), source="jaeger", fetched="2999-01-01T00:00:00Z"),
    }
    assert "till" not in run("impact", "stock", files=files).out
    refused = run("impact", "stock", "--observed")
    assert (refused.code, refused.err.splitlines()[0]) == (2, "ownercat: there is no usable snapshot of observed calls")
    page = snapshot(calls(("till", "stock", 7)), source="jaeger", fetched=_now())
    done = run("impact", "stock", "--observed", files={FOLDER + "j.json": page})
    assert " stops       till (Shop, hard)" in done.out or " stops       till (shop, hard)" in done.out
    assert (
        done.err
        == "ownercat: till → stock is observed and not declared (7 calls, Jaeger): counted as a hard dependency\n"
    )


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
