"""``ownercat drill``: the scenario that was exercised longest ago, the script, and the record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.catalogs import check, said
from tests.commands.conftest import Runner
from tests.test_sample import SAMPLE

HEAD = "apiVersion: ownercat/v1\n"
PEOPLE = "---\n".join(
    f"{HEAD}kind: Person\nname: {name}\ntitle: {title}\ntimeZone: UTC\ncontacts: [push, phone]\n"
    for name, title in (("ana", "Ana Ruiz"), ("bo", "Bo Chen"), ("zoe", "Zoe Li"))
)
SERVICE = f"""\
{HEAD}kind: Service
name: pay
description: Charges cards.
tier: 3
owner: shop
escalation: shop-urgent
roles: {{communicate: {{customers: person:zoe}}}}
authorise: {{rollback: [person:bo]}}
telemetry: {{dashboard: "https://dash.shop.example/pay"}}
symptoms:
  - {{id: down, title: Cards are declined, severity: sev1}}
  - {{id: slow, title: Payments are slow, severity: sev3}}
"""
REST = f"""\
{HEAD}kind: Team
name: shop
members: [ana, bo]
contacts: {{chat: "#shop"}}
---
{HEAD}kind: Rotation
name: first
team: shop
layers: [{{id: all, members: [ana], timeZone: UTC, turn: {{every: 1w, handoff: {{day: mon, at: "09:00"}}}}, from: 2026-01-05}}]
---
{HEAD}kind: Escalation
name: shop-urgent
team: shop
tiers:
  - {{name: one, notify: [rotation:first], via: [push], wait: 5m, inform: [severity, service, timeline, workarounds]}}
  - {{name: two, notify: [person:bo], via: [phone], wait: 5m}}
end: stop
---
{HEAD}kind: Runbook
name: pay-down
service: pay
covers: [{{symptom: down}}]
steps:
  - {{id: back, kind: rollback, do: Roll back., run: ./deploy back, timebox: 5m, needs: rollback,
     checkpoint: {{ask: "Can you pay?", pass: verify}}}}
  - {{id: verify, kind: verify, do: Watch it., timebox: 5m}}
---
{HEAD}kind: SLA
name: pay-for-customers
service: pay
external: true
targets: {{sev1: {{ack: 10m, restore: 1h}}}}
"""
FILES = {"catalog/people.yaml": PEOPLE, "catalog/pay.yaml": SERVICE, "catalog/rest.yaml": REST}
WHOLE = """\
drill of service pay · tabletop · down (sev1)                 catalog/pay.yaml:3
Cards are declined.
One of 2 scenarios. The dates say when each part was exercised.

 exercised   never       symptom down, runbook pay-down, escalation shop-urgent
               and rotation first

service pay · tier 3 · sev1 page for down · escalation shop-urgent
catalog/pay.yaml:3
The alert fires Thu 2026-10-01 14:00 UTC. Times are in UTC.

 t+0   14:00  Ana Ruiz (first)  push
              level one · information: severity, service, timeline, workarounds
 t+5m  14:05  Bo Chen           phone
              level two

 responder    immediately (14:00): Ana Ruiz (level one)
              SLA pay-for-customers promises ack 10m to customers: met, 10m to
                spare
 end          t+10m (14:10)  escalation ends: no further pages

questions
Ask before you read the expected answer.

 1  Nobody acknowledges the first page. Who is paged next, and when?
    expected: 14:05 Bo Chen, phone
 2  Nobody acknowledges any page. When does escalation end?
    expected: t+10m (14:10)
 3  What does SLA pay-for-customers promise to customers for sev1, and until
      when?
    expected: ack 10m (14:10), restore 1h (15:00)
 4  Who informs customers? What is the first sentence?
    expected: Zoe Li
 5  Step 1 back needs an authorization. Who may give it now?
    expected: needs rollback: Bo Chen
 6  Step 1 back: Can you pay? Where do you look?
    expected: yes: verify, no: the next step

tasks for newcomers
Newcomers, who took part in no drill and no shadow rotation: Ana Ruiz and Bo
  Chen.

 1  Find the runbook without help: ownercat runbook pay down
 2  Show where you would run the command of step 1. Do not run it.
 3  Open these links and log in: dashboard.
 4  Write down what the next level must know: severity, service, timeline and
      workarounds.
 5  Say who is on call now, and until when: ownercat who pay

wrote catalog/drills/2026-10-01-pay-down.yaml
After the drill, complete `people`, `result` and `findings`.
"""
RECORD = f"""\
{HEAD}kind: Drill
name: 2026-10-01-pay-down  # written by ownercat drill
heldOn: 2026-10-01
type: tabletop
scenario: "Cards are declined."
services: [pay]
runbooks: [pay-down]
escalations: [shop-urgent]
people: [ana, bo]
# Remove people who did not take part. Then remove the two # below and complete the lines.
# result: pass, partial or fail
# findings: What did you learn?
"""
ON = ("drill", "pay", "--held-on", "2026-10-01", "--at", "2026-10-01T14:00Z")
PATH = "catalog/drills/2026-10-01-pay-down.yaml"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_the_whole_script_and_its_record(run: Runner, tmp_path: Path) -> None:
    result = run(*ON, files=FILES)
    assert (result.code, result.out, result.err) == (0, WHOLE, "")
    assert (tmp_path / PATH).read_text("utf-8") == RECORD
    assert run("check").code == 0
    again = run(*ON, "--symptom", "down")
    assert (again.code, again.out) == (2, "")
    assert again.err == (
        f"ownercat: drill 2026-10-01-pay-down exists already in {PATH}\nhelp: choose another --symptom or --held-on\n"
    )


def test_the_path_that_was_exercised_longest_ago(run: Runner) -> None:
    """After a drill of one symptom, the next drill is about the other one."""
    assert run(*ON, files=FILES).code == 0
    lines = run("drill", "pay", "--held-on", "2026-10-02").out.splitlines()
    assert lines[0].startswith("drill of service pay · tabletop · slow (sev3)")
    assert lines[4:6] == [
        " exercised   never       symptom slow",
        "             2026-10-01  escalation shop-urgent and rotation first",
    ]
    asked = run("drill", "pay", "--symptom", "down", "--dry-run").out.splitlines()
    assert asked[0].startswith("drill of service pay · tabletop · down (sev1)")
    assert asked[4:6] == [
        " exercised   2026-10-01  symptom down and runbook pay-down",
        "             2026-10-02  escalation shop-urgent and rotation first",
    ]


def test_a_page_of_an_incident_exercises_its_levels(run: Runner) -> None:
    incident = (
        f"{HEAD}kind: Incident\nname: a\nservices: [pay]\nseverity: sev1\nsymptom: slow\n"
        "startedAt: 2026-09-01T10:00:00Z\npaged: [{tier: one, at: 2026-09-01T10:01:00Z}]\n"
    )
    out = run("drill", "pay", "--symptom", "slow", "--dry-run", files={**FILES, "catalog/i.yaml": incident}).out
    assert (
        " exercised   never       level two of shop-urgent\n"
        "             2026-09-01  symptom slow, escalation shop-urgent and rotation first\n" in out
    )


def test_a_dry_run_writes_nothing(run: Runner, tmp_path: Path) -> None:
    result = run(*ON, "--type", "pagingTest", "--dry-run", files=FILES)
    assert result.code == 0
    shown = RECORD.replace("tabletop", "pagingTest").replace("people:", "channels: [push, phone]\npeople:")
    assert "".join(f"  {line}\n" for line in shown.splitlines()) in result.out
    assert result.out.endswith("\nnothing was written\n")
    assert not (tmp_path / "catalog/drills").exists()


def test_a_record_meets_the_requirement_of_a_tier(run: Runner) -> None:
    policy = f'{HEAD}kind: Policy\nname: p\ntiers: {{"3": {{requires: [owner, drill]}}}}\n'
    before = run("score", "pay", files={**FILES, "catalog/policy.yaml": policy})
    assert "    ✓ owner  ✗ drill\n    next: run `ownercat drill pay`\n" in before.out
    assert run(*ON).code == 0
    assert "2 of 2 requirements met" in run("score", "pay").out


NOBODY = "ownercat: service pay has nothing to drill: no escalation policy and no runbook\n"
ERRORS = {
    "an unknown service": (
        ["drill", "pya"], {}, 1,
        "ownercat: not found: no service, alias, alert, symptom or path has the name pya\nhelp: did you mean pay (service)?\n",
    ),
    "no path": (
        ["drill", "pay"], {"catalog/pay.yaml": SERVICE.replace("escalation: shop-urgent\n", ""),
                           "catalog/rest.yaml": REST.partition("---\n")[0]}, 1,
        f"{NOBODY}help: add `escalation:` to the service, or a Runbook for it\n",
    ),
    "an unknown symptom": (
        ["drill", "pay", "--symptom", "dwon"], {}, 2,
        "ownercat: service pay has no symptom dwon\nhelp: did you mean down?\n",
    ),
    "not a date": (
        ["drill", "pay", "--held-on", "1.5.26"], {}, 2,
        "ownercat: --held-on 1.5.26 is not a valid date\nhelp: use YYYY-MM-DD, for example 2026-09-01\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_refused(run: Runner, case: str, tmp_path: Path) -> None:
    arguments, files, code, err = ERRORS[case]
    result = run(*arguments, files={**FILES, **files})
    assert (result.code, result.out, result.err) == (code, "", err)
    assert not (tmp_path / "catalog/drills").exists()


def test_a_record_states_what_happened(run: Runner) -> None:
    day = datetime.now(UTC).date() + timedelta(days=3)
    result = run("drill", "pay", "--held-on", day.isoformat(), files=FILES)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"ownercat: --held-on {day} is in the future\nhelp: use a day until ")


@pytest.mark.usefixtures("parsed_once")
def test_the_records_of_the_sample_pass_check(run: Runner, tmp_path: Path) -> None:
    run("--version", files=SAMPLE)
    services = sorted({path.split("/")[2] for path in SAMPLE if path.startswith("catalog/services/")})
    before = set(tmp_path.rglob("*.yaml"))
    codes = {name: run("drill", name, "--held-on", "2026-11-21").code for name in services}
    written = {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8")
        for path in set(tmp_path.rglob("*.yaml")) - before
    }
    assert len(written) == list(codes.values()).count(0) >= 15
    assert set(codes.values()) <= {0, 1}
    assert said(check({**SAMPLE, **written}, as_of=date(2026, 11, 22))) == []
