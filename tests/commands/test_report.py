"""``report``: the page of the sample, the file, and refusals."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ownercat import views
from ownercat.cli import main
from tests.commands.conftest import Run, Runner

ROOT = Path(__file__).parents[2]
LEADERS = """\
# `shop.example`: service report

2025-10-01 to 2026-03-30

## For leadership

### In short

- 5 incidents and 0 near misses since 2025-10-01. 2026-Q1 has 4 so far.
- Targets kept: 4 of 5 incidents acknowledged in time, 4 of 5 restored in time. Incidents without a target are not counted.
- 2 of 5 teams with an SLA kept all promises: Web and Messaging.
- The largest risk is payment: error budget spent, 10.7 min of 8 min used in 28d.
- 1 drill: 1 passed.
- Actions after incidents and drills: 8 done, 0 open.

### Incidents per quarter

| quarter | sev1 | sev2 | all | near misses |
| --- | --- | --- | --- | --- |
| 2025-Q4 | 1 | 0 | 1 | 0 |
| 2026-Q1\\* | 1 | 3 | 4 | 0 |

\\* a part of the quarter

### Targets kept per quarter

| quarter | acknowledged in time | restored in time | median to restore |
| --- | --- | --- | --- |
| 2025-Q4 | 1 of 1 | 1 of 1 | 51m |
| 2026-Q1\\* | 3 of 4 | 3 of 4 | 1h36m |

### Teams that kept their promises

| team | promises | incidents | acknowledged | restored | error budgets |
| --- | --- | --- | --- | --- | --- |
| Web | ✓ kept | 2 | 2 of 2 | 2 of 2 | not spent |
| Messaging | ✓ kept | 1 | 1 of 1 | 1 of 1 | not spent |
| Platform | no time with a target | 0 | - | - | not spent |
| Storefront | ✗ missed | 2 | 1 of 2 | 2 of 2 | not spent |
| Payments | ✗ missed | 1 | 0 of 1 | 0 of 1 | spent: payment |

1 of 6 teams with a service promise nothing: no SLA

### The largest risks

- payment · tier 1 · Payments<br>
  error budget spent, 10.7 min of 8 min used in 28d<br>
  1 of 1 incident restored later than promised, at worst 43m instead of 30m<br>
  1 of 1 incident acknowledged later than promised, at worst 13m instead of 10m<br>
  next: 2 actions done, none open: decide what to change
- checkout · tier 1 · Storefront<br>
  1 of 1 incident acknowledged later than promised, at worst 13m instead of 10m<br>
  next: 2 actions done, none open: decide what to change

### Planned work on reliability
"""


@pytest.fixture
def sample(parsed_once: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Report on the sample catalog."""
    monkeypatch.chdir(ROOT)
    return lambda *arguments: Run(main(("report", *arguments)), *capsys.readouterr())


def test_the_page_for_leadership(sample: Runner) -> None:
    code, out, err = sample("--to", "2026-03-30")
    assert (code, err) == (0, "")
    assert out[: len(LEADERS)] == LEADERS


def test_the_annex_has_the_numbers_of_metrics(sample: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    report = sample("--from", "2025-12-05", "--to", "2026-03-30").out
    main(("metrics", "--from", "2025-12-05", "--to", "2026-03-30", "--by", "service", "--format", "markdown"))
    metrics = capsys.readouterr().out
    rows = [line for line in metrics.splitlines() if line.startswith("|")]
    assert len(rows) > 10
    assert [row for row in rows if row not in report] == []
    assert "shorten `wait` of level second from 6m to 4m or less" in report
    assert "(`catalog/teams/payments.yaml:62`)" in report


@pytest.mark.parametrize(("first", "said"), [("2023-12-31", True), ("2024-04-01", False)])
def test_a_long_range_says_which_quarters_are_left_out(sample: Runner, first: str, said: bool) -> None:
    note = "\nquarters before 2024-Q2 are left out here, and not of the figures\n"
    assert (note in sample("--from", first, "--to", "2026-03-30").out) is said


def test_html_goes_to_a_file(sample: Runner, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert sample("--format", "html", "--to", "2026-03-30", "--output", str(target)) == (0, "", "")
    page = target.read_text("utf-8")
    assert page.startswith("<!doctype html>\n") and "shop.example: service report" in page
    assert sample("--format", "html", "--to", "2026-03-30").out == page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "x"), "--from x is not a valid date\nhelp: use YYYY-MM-DD, for example 2026-07-01\n"),
        (("--from", "2026-07-01", "--to", "2026-06-01"), "--to 2026-06-01 is before --from 2026-07-01\n"),
        (("--from", "9999-01-01"), "--from 9999-01-01 is after the last day "),
        (("--output", ".git/x"), "is inside a .git folder: ownercat does not write there\n"),
    ],
)
def test_refusals(sample: Runner, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = sample(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_html_without_its_extra(sample: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("pygal", "ownercat.views.report_"))]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("report_html", "report_charts"):
        monkeypatch.delattr(views, name, raising=False)
    monkeypatch.setitem(sys.modules, "pygal", None)
    assert sample("--format", "html") == (
        2, "", "ownercat: --format html needs the extra [report], which is not installed\n"
        "help: run pip install 'ownercat[report]', or use --format markdown\n",
    )  # fmt: skip
    assert sample("--to", "2026-03-30").code == 0


def test_a_file_that_cannot_be_read_may_have_incidents(run: Runner) -> None:
    files = {"catalog/a.yaml": "apiVersion: ownercat/v1\nkind: Service\nname: shop\n"}
    code, out, err = run("report", "--to", "2026-03-30", files=files)
    assert (code, err) == (0, "")
    assert out.startswith("# Service report\n\n2025-01-01 to 2026-03-30\n")
    assert "\n- No incident and no near miss is recorded since 2025-01-01.\n" in out
    assert re.findall(r"### (.*)\n", out) == [
        "In short", "Teams that kept their promises", "The largest risks", "Times against targets", "Error budgets",
        "Waits and rotations to change", "Requirements of the tiers", "How the numbers are made",
    ]  # fmt: skip
    assert "\nNo team has a published SLA.\n" in out
    assert "\nNo incident used an error budget in the windows that end on 2026-03-30.\n" in out
    assert "\nNo incident has a target for the time to acknowledge.\n" in out
    code, _, err = run("report", files={"catalog/c.yaml": "kind: [Incident\n"})
    assert (code, err) == (3, "ownercat: cannot read catalog/c.yaml: the report may be incomplete\n")


def test_the_first_lines_count_incidents_without_a_time(run: Runner) -> None:
    incident = "apiVersion: ownercat/v1\nkind: Incident\nname: {}\nservices: []\n"
    begun = incident.format("a") + "startedAt: 2026-09-01T10:00:00Z\n"
    said = "- 1 incident without a time left out.\n"
    assert said not in run("report", "--to", "2026-10-01", files={"catalog/a.yaml": begun}).out
    found = run("report", "--to", "2026-10-01", files={"catalog/b.yaml": incident.format("b")}).out
    assert found.index(said) < found.index("### Incidents per quarter")
