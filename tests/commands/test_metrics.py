"""``metrics``: the page of the sample, JSON by its schema, Markdown, and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from ownercat.cli import main
from tests.commands.conftest import Run, Runner

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/metrics.schema.json").read_text("utf-8"))
TEXT = """\
4 incidents and 0 near misses · 2025-12-05 to 2026-06-30

time to
             n    median  p90  worst  target kept  worst incident
detect       4     2m30s    -     4m            -  2026-03-17-charges-fail
acknowledge  4     5m30s    -    13m       3 of 4  2026-03-17-charges-fail
restore      4       35m    -    51m       3 of 4  2025-12-05-shop-down
resolve      4  1h37m30s    -  2h10m            -  2026-05-11-primary-down

by quarter
quarter  incidents  near misses  ack median    kept  restore median    kept
2025-Q4          1            0          6m  1 of 1             51m  1 of 1
2026-Q1          1            0         13m  0 of 1             43m  0 of 1
2026-Q2          2            0          5m  2 of 2             26m  2 of 2

error budgets on 2026-06-30
service   promised            budget     used      left  n  left out
currency  99.99 % over 28d     4 min  2.7 min   1.3 min  1         -
checkout  99.9 % over 28d   40.3 min  8.1 min  32.2 min  1         -

acknowledged later than promised
sev1, level command of payments-urgent: 1 of 1 late, at worst 13m, promised 10m
(2026-03-17-charges-fail)
    shorten `wait` of level second from 6m to 4m or less: level command answered
      1m after its page, and the waits before it are 5m + 6m
      catalog/teams/payments.yaml:62
    recorded: The phone of the first responder was muted, so the commander
      accepted the page.

"""


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Ask the sample catalog."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: Run(main(("metrics", *arguments)), *capsys.readouterr())


def test_the_page(sample: Runner) -> None:
    code, out, err = sample("--severity", "p1", "--to", "2026-06-30")
    page, actions, rest = out.partition("actions: ")
    assert (code, page, err) == (0, TEXT, "")
    assert actions and rest.endswith(
        " 7 done, 0 dropped\np90 is shown from 10 incidents on\n13 of 15 error budgets unused\n"
    )


def test_the_json_fits_its_schema(sample: Runner) -> None:
    code, out, _ = sample("--by", "team", "--format", "json")
    found = json.loads(out)
    Draft7Validator(SCHEMA).validate(found)
    assert (code, found["total"]["incidents"], found["nearMisses"]["nearMisses"]) == (0, 16, 2)
    assert found["total"]["figures"][1] == {
        "measure": "ack", "n": 16, "leftOut": 0, "median": 360, "p90": 780, "worst": 1080,
        "worstIncident": "2026-11-09-books-behind", "promised": 14, "kept": 13,
    }  # fmt: skip


def test_the_markdown(sample: Runner) -> None:
    _, out, _ = sample("--format", "markdown", "--by", "severity")
    assert "| severity | incidents | near misses | ack median | kept | restore median | kept |\n" in out
    assert "| sev1 | 7 | 0 | 6m | 6 of 7 | 43m | 4 of 7 |\n" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--team", "paymets"), "no team has the name paymets\nhelp: did you mean payments?\n"),
        (("--service", "chekout"), "no service has the name chekout\nhelp: did you mean checkout?\n"),
        (("--severity", "sev9"), "no severity has the name sev9\n"),
        (("--from", "1.7.26"), "--from 1.7.26 is not a valid date\nhelp: use YYYY-MM-DD, for example 2026-07-01\n"),
        (("--from", "2026-07-01", "--to", "2026-06-01"), "--to 2026-06-01 is before --from 2026-07-01\n"),
    ],
)
def test_refusals(sample: Runner, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = sample(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_that_cannot_be_read_may_have_incidents(run: Runner) -> None:
    head = "apiVersion: ownercat/v1\n"
    files = {
        "catalog/a.yaml": f"{head}kind: Service\nname: shop\n",
        "catalog/b.yaml": f"{head}kind: Incident\nname: down\nservices: [shop]\nseverity: sev1\n",
    }
    assert run("metrics", files=files).code == 0
    code, out, err = run("metrics", files={"catalog/c.yaml": "kind: [Incident\n"})
    assert (code, out.split("\n")[0]) == (3, "1 incident and 0 near misses · no time recorded")
    assert "catalog/c.yaml" in err
