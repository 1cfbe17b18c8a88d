"""``signoff check``: the gate passes when everybody has agreed who has to, and says who has not."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from ownercat.cli import main
from tests.signoff.gate import JUDGED, PROPOSED, Gate, review

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "output" / "signoff-check.schema.json").read_text("utf-8"))


def all_of(oid: str) -> list[dict[str, object]]:
    return [review(name, oid) for name in ("bo", "cy", "hal")]


def test_a_change_that_needs_nobody_passes(gate: Gate) -> None:
    gate.edit("payment.yaml", "tier: 2", "tier: 2\ntitle: Payment")
    gate.save()
    found = gate.check()
    assert (found.code, found.states) == (0, [])


def test_it_passes_when_all_have_agreed(gate: Gate) -> None:
    seen = gate.slower()
    assert gate.check().code == 1
    found = gate.check(*all_of(seen))
    assert found.code == 0
    assert found.states == [
        "sla-loosened payments: satisfied",
        "sla-loosened storefront: satisfied",
        "sla-loosened council: satisfied",
    ]


def test_the_text_says_who_has_and_who_can(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    seen = gate.slower()
    gate.check(review("bo", seen), review("hal", seen))
    file = gate.repository.root.parent / "reviews.json"
    assert main(["signoff", "check", "--base", "main", "--reviews", str(file), "--at", JUDGED]) == 1
    out = capsys.readouterr().out
    page = (Path(__file__).parents[2] / "docs" / "sign-off.md").read_text("utf-8")
    documented = page.partition("$ ownercat signoff check --base main --reviews reviews.json\n")[2].partition("```")[0]
    assert documented
    assert out.startswith(documented)
    assert (
        out
        == f"""\
2 of 3 required approvals given. Missing: storefront.
This pull request loosens SLA payment-terms of service payment.

 ✓ payments     owner      sla-loosened sev1.restore 30m → 50m
     approved: bo, approval by @bo-gh
 ✗ storefront   consumer   sla-loosened sev1.restore 30m → 50m
     pending: no approval yet
     eligible: @cy-gh and @di-gh
     reason: team owns checkout, which depends on payment (hard)
     to approve: review the pull request, or run
       ownercat signoff approve payment --team storefront
 ✓ council      approver   sla-loosened sev1.restore 30m → 50m
     approved: hal, approval by @hal-gh

also affected: search; reason: team owns frontend, which depends on payment
  (soft)

compared HEAD {seen[:12]} with base branch "main" ({gate.git("rev-parse", "main")[:12]})
"""
    )


def test_json_keeps_its_schema(gate: Gate) -> None:
    seen = gate.slower()
    for found in (gate.check(), gate.check(review("bo", seen), review("cy", seen, "CHANGES_REQUESTED"))):
        Draft7Validator(SCHEMA).validate(found.found)


def test_markdown_ticks_what_is_there_and_mentions_nobody(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    seen = gate.slower()
    gate.check(review("bo", seen))
    file = gate.repository.root.parent / "reviews.json"
    main(["signoff", "check", "--base", "main", "--reviews", str(file), "--at", JUDGED, "--format", "markdown"])
    out = capsys.readouterr().out
    assert (
        "- [x] payments · owner · sla-loosened `sev1.restore` 30m → 50m<br>\n  approved: bo, approval by `@bo-gh`\n"
        in out
    )
    assert (
        "- [ ] storefront · consumer · sla-loosened `sev1.restore` 30m → 50m<br>\n  pending: no approval yet<br>\n"
        "  eligible: `@cy-gh` and `@di-gh`<br>\n" in out
    )
    assert "@" not in out.replace("`@", "")


def test_reviews_come_through_a_pipe(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = gate.slower()
    gate.check(*all_of(seen))
    data = (gate.repository.root.parent / "reviews.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["signoff", "check", "--base", "main", "--reviews", "-", "--at", JUDGED]) == 0
    assert capsys.readouterr().out.startswith(
        "All 3 required approvals given.\nThis pull request loosens SLA payment-terms of service payment.\n"
    )


def test_signed_commits_and_records_pass_without_a_forge(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    gate.slower()
    asked = gate.check()
    owner, consumer, council = asked.found["agreements"]
    gate.approve("bo", "payments", owner["terms"][:19])
    gate.as_("cy", PROPOSED)
    gate.put({"signoffs/a.yaml": gate.record("cy", consumer), "signoffs/b.yaml": gate.record("hal", council)})
    gate.save("records")
    assert main(["signoff", "check", "--base", "main", "--at", JUDGED]) == 0, capsys.readouterr().out


def test_an_unrelated_push_keeps_agreements_and_a_relevant_one_ends_them(gate: Gate) -> None:
    seen = gate.slower()
    gate.edit("bank.yaml", "tier: 1", "tier: 1\ntitle: Bank")
    gate.save("unrelated")
    assert gate.check(*all_of(seen)).code == 0
    gate.edit("sla.yaml", "restore: 50m", "restore: 3h")
    gate.save("relevant")
    found = gate.check(*all_of(seen))
    assert found.code == 1
    assert {one["state"] for one in found.found["agreements"]} == {"stale"}
    assert found.of("sla-loosened", "storefront")["detail"] == "sev1.restore 50m → 3h"
    gate.edit("sla.yaml", "restore: 3h", "restore: 50m")
    gate.save("back")
    assert gate.check(*all_of(seen)).code == 0


def test_an_emergency_of_this_minute_holds(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    gate.on_main(("policy.yaml", "signoff:", "breakGlass: {roster: [gus, hal]}\nsignoff:"))
    gate.slower()
    covers = [one["terms"] for one in gate.check().found["agreements"]]
    now = datetime.now(UTC)
    times = {"at": f"{now:%FT%TZ}", "expires": f"{now + timedelta(hours=1):%FT%TZ}", "retroDue": f"{now:%F}"}
    gate.put({"emergencies/outage.yaml": gate.emergency(covers, **times)})
    gate.save("emergency")
    assert main(["signoff", "check", "--base", "main"]) == 0, capsys.readouterr().out


def test_a_refusal_stops_it(gate: Gate) -> None:
    seen = gate.slower()
    found = gate.check(*all_of(seen), review("di", seen, "CHANGES_REQUESTED"))
    assert (found.code, found.of("sla-loosened", "storefront")["state"]) == (1, "rejected")


def test_the_work_tree_is_not_looked_at(gate: Gate) -> None:
    seen = gate.slower()
    gate.edit("sla.yaml", "restore: 50m", "restore: 9h")
    gate.edit("teams.yaml", "members: [cy, di]", "members: [cy, di, eve]")
    assert gate.check(*all_of(seen)).code == 0


def test_the_first_catalog_is_said_to_be_one(gate: Gate) -> None:
    gate.git("checkout", "-q", "--orphan", "begin")
    gate.git("rm", "-q", "-r", "--cached", ".")
    gate.repository.write({"README": "nothing yet\n"})
    gate.git("add", "README")
    gate.repository.commit("begin")
    gate.git("branch", "-f", "main")
    gate.save("the first catalog")
    found = gate.check()
    assert (found.code, found.states) == (1, ["catalog-added council: pending"])
    assert (
        found.found["notes"][0]
        == "the base branch has no catalog, so the teams of the head apply: governance team council must approve"
    )
    assert gate.check(review("gus", gate.head), review("hal", gate.head)).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reviews", "nowhere.json"], "cannot read --reviews nowhere.json: No such file or directory"),
        (["--head", "nowhere"], "revision nowhere is not a commit in this repository"),
        (["--at", "soon"], "--at soon is not a valid time"),
    ],
)
def test_usage(gate: Gate, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(["signoff", "check", "--base", "main", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_the_base_has_to_be_named(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signoff", "check"]) == 2
    assert "--base" in capsys.readouterr().err


def test_a_shallow_clone_is_no_pass(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.slower()
    gate.git(
        "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{gate.repository.root}", str(tmp_path / "shallow")
    )
    monkeypatch.chdir(tmp_path / "shallow")
    assert main(["signoff", "check", "--base", "origin/main", "--head", "origin/change", "--at", JUDGED]) == 3
    assert "fetch-depth: 0" in capsys.readouterr().err
