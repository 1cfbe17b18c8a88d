"""``ownercat signoff audit``: what was agreed, judged again; text, JSON by its schema, Markdown that stays text."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from tests.commands.conftest import Runner
from tests.rules.parts import service
from tests.rules.signoff.two_teams import (
    AGREED,
    COMMAND,
    COMPANY,
    NAME,
    PEOPLE,
    change,
    checkout,
    emergency,
    policy,
    record,
    sla,
)

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/output/signoff-audit.schema.json").read_text("utf-8"))
SAMPLE = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (ROOT / "catalog").rglob("*")
    if path.is_file()
}
DAY = ("--at", "2026-11-22")
MOVED = {
    **SAMPLE,
    "catalog/services/payment/sla.yaml": SAMPLE["catalog/services/payment/sla.yaml"].replace(
        "restore: 30m", "restore: 2h", 1
    ),
}
UNSIGNED = record(signed=False)


def without_keygen(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A machine that has git and no ssh-keygen."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(programs))


def catalog(files: Mapping[str, str]) -> dict[str, str]:
    return {f"catalog/{path}": text for path, text in files.items()}


def values(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    Draft7Validator(SCHEMA).validate(found)
    return found


def test_the_schema_describes_itself() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_the_sample_holds(run: Runner) -> None:
    assert run("signoff", "audit", *DAY, files=SAMPLE) == (
        0,
        "1 of 1 standing agreement holds\n\n"
        " ✓ payment → checkout   holds\n"
        "     approved by joao for team payments on 2026-10-13, valid until 2027-10-13,\n"
        "       signature verified\n\n"
        "emergencies\n"
        " ✓ 2026-09-12-acquirer-down (INC-312)   paid: all approvals given\n\n"
        "1 record of past changes, not checked against the teams of today\n"
        "checked as of 2026-11-22; signatures checked with catalog/allowed_signers\n",
        "",
    )


def test_without_records_of_past_changes_none_is_counted(run: Runner) -> None:
    kept = {path: text for path, text in SAMPLE.items() if "change: " not in text or "kind: SignOff" not in text}
    assert len(kept) == len(SAMPLE) - 1
    assert "past changes" not in run("signoff", "audit", *DAY, files=kept).out


def test_a_number_that_moved_is_shown_old_and_new(run: Runner) -> None:
    code, out, err = run("signoff", "audit", *DAY, files=MOVED)
    assert (code, err) == (1, "")
    assert out.startswith(
        "0 of 1 standing agreement holds\n\n"
        " ✗ payment → checkout   stale\n"
        "     approved by joao for team payments on 2026-10-13, valid until 2027-10-13\n"
        "     agreement 2026-10-13-payment-checkout is stale: sev1.restore was 30m when\n"
        "       agreed and is 2h now\n"
        "       (catalog/signoffs/2026-10-13-payment-checkout.yaml:29)\n"
        "     help: if team payments accepts the current terms, ask joao, bruna, caio or\n"
        "       another member of team payments to run `ownercat signoff approve payment\n"
        "       --team payments --standing checkout`; otherwise revert the change\n"
    )


def test_as_json_by_its_schema(run: Runner) -> None:
    code, out, _ = run("signoff", "audit", "--format", "json", *DAY, files=MOVED)
    found = values(out)
    assert code == 1
    assert (found["summary"], found["asOf"]) == ({"agreements": 1, "holding": 0}, "2026-11-22")
    (row,) = found["agreements"]
    assert (row["provider"], row["consumer"], row["state"], row["signature"], row["until"]) == (
        "payment", "checkout", "stale", "verified", "2027-10-13",
    )  # fmt: skip
    assert [problem["code"] for problem in row["problems"]] == ["SGN002"]
    assert row["source"] == {"path": "catalog/signoffs/2026-10-13-payment-checkout.yaml", "line": 5}
    assert [debt["state"] for debt in found["emergencies"]] == ["paid"]


STATES = {
    "holds": ({"record.yaml": record(signed=True)}, "holds", 0),
    "stale": ({"record.yaml": UNSIGNED, "sla.yaml": sla("s", "consumer: checkout", restore="2h")}, "stale", 1),
    "expired": ({"record.yaml": record("expires: 2026-11-21", signed=False)}, "expired", 1),
    "self-approved": ({"record.yaml": record(by="ana", signed=False)}, "self-approved", 1),
    "ineligible": ({"record.yaml": record(signed=False), "people.yaml": PEOPLE.replace("name: joao\n", "name: joao\nactive: false\n")}, "ineligible", 1),
    "unverified": ({"record.yaml": UNSIGNED}, "unverified", 0),
    "rests": ({"record.yaml": UNSIGNED, "checkout.yaml": service("checkout", owner="storefront", tier=2)}, "rests", 0),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "state", "code"), STATES.values(), ids=STATES)
def test_every_state(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: dict[str, str], state: str, code: int
) -> None:
    without_keygen(monkeypatch, tmp_path)  # two_teams signs with no key
    done = run("signoff", "audit", "--format", "json", *DAY, files=catalog({**AGREED, **changed}))
    (row,) = values(done.out)["agreements"]
    assert (row["state"], done.code) == (state, code)
    text = run("signoff", "audit", *DAY).out
    assert ("no dependency needs this agreement today" in text) is (state == "rests")
    assert text.endswith("signatures not checked: ssh-keygen is not installed\n") is (state == "holds")


def test_a_signature_of_no_key_is_told(run: Runner) -> None:
    done = run("signoff", "audit", "--format", "json", *DAY, files=catalog(AGREED))
    (row,) = values(done.out)["agreements"]
    assert (done.code, row["signature"], row["state"]) == (0, "refused", "unverified")
    assert row["problems"][0]["message"].startswith(f"record {NAME} has an invalid signature: ")


def test_one_who_signs_for_another_is_told(run: Runner) -> None:
    signers = SAMPLE["catalog/allowed_signers"].replace("joao.pereira@shop.example", "bruna.lima@shop.example")
    signers = "\n".join(
        line
        for line in signers.splitlines()
        if not line.startswith("bruna.lima") or "z/XjJzWzWORP3e6CMnKKNLS" not in line
    )
    done = run(
        "signoff", "audit", "--format", "json", *DAY, files={**SAMPLE, "catalog/allowed_signers": f"{signers}\n"}
    )
    (row,) = values(done.out)["agreements"]
    assert (done.code, row["signature"], row["state"]) == (0, "refused", "unverified")
    assert (
        "has the signature of another person: `by` is joao (joao.pereira@shop.example), but bruna.lima@shop.example signed it"
        in row["problems"][0]["message"]
    )


def test_what_is_missing_and_what_is_owed(run: Runner) -> None:
    files = catalog({**COMPANY, "emergency.yaml": emergency(day="2026-11-20", due="2026-11-24")})
    done = run("signoff", "audit", *DAY, files=files)
    assert (done.code, done.out) == (
        0,
        "no standing agreements; 1 dependency without one; 1 approval outstanding after\n"
        "  emergencies\n\n"
        "dependencies without an agreement\n"
        " ! service checkout (tier 2) has a hard dependency on payment without a standing\n"
        "   agreement: team payments has not agreed to support checkout\n"
        "   (catalog/checkout.yaml:8)\n"
        "     help: if team payments agrees, ask joao or bruna to run `ownercat signoff\n"
        "       approve payment --team payments --standing checkout`\n\n"
        "emergencies\n"
        " ! 2026-11-20-down-1 (INC-1)   owed: 1 of 1 approval missing, due 2026-11-24\n\n"
        "checked as of 2026-11-22\n",
    )
    overdue = run("signoff", "audit", "--at", "2026-11-25")
    assert overdue.code == 1
    assert " ✗ 2026-11-20-down-1 (INC-1)   overdue: 1 of 1 approval missing, due 2026-11-24\n" in overdue.out
    assert run("signoff", "audit", "--at", "2026-11-25", files=catalog({"change.yaml": change(signed=False)})).code == 0


def test_what_is_about_no_agreement_stands_besides(run: Runner) -> None:
    lonely = policy("governance: {team: payments, quorum: 9}", "signoff: {requireFor: {tiers: []}}")
    done = run("signoff", "audit", "--format", "json", *DAY, files=catalog({**COMPANY, "policy.yaml": lonely}))
    assert [problem["rule"] for problem in values(done.out)["others"]] == ["unsatisfiable-quorum"]
    assert (
        done.code,
        "other findings\n ✗ team payments cannot reach the quorum" in run("signoff", "audit", *DAY).out,
    ) == (
        1,
        True,
    )


def test_the_policy_decides_which_rules_are_loud(run: Runner) -> None:
    quiet = policy("rules: {severity: {stale-signoff: warning}}")
    files = catalog(
        {
            **AGREED,
            "policy.yaml": quiet,
            "record.yaml": UNSIGNED,
            "sla.yaml": sla("s", "consumer: checkout", restore="2h"),
        }
    )
    done = run("signoff", "audit", "--format", "json", *DAY, files=files)
    assert (done.code, values(done.out)["agreements"][0]["state"]) == (0, "stale")


def test_only_the_newest_record_of_a_pair_is_listed(run: Runner) -> None:
    old = record(name="old", at="2026-01-01T00:00:00Z", signed=False)
    refused = record(name="no", at="2026-01-01T00:00:00Z", signed=False, decision="reject")
    done = run(
        "signoff", "audit", "--format", "json", *DAY, files=catalog({**AGREED, "old.yaml": old, "no.yaml": refused})
    )
    assert [row["record"] for row in values(done.out)["agreements"]] == [NAME]


def test_a_catalog_that_cannot_be_read_whole_is_said(run: Runner) -> None:
    done = run("signoff", "audit", "--rev", "nowhere", files=catalog(AGREED))
    assert done.code == 2
    broken = {**AGREED, "x.yaml": "\ud800".encode("utf-16", "surrogatepass").decode("latin-1")}
    assert run("signoff", "audit", *DAY, files=catalog(broken)).code in {0, 1}


EVIL = "[x](http://evil.example) <b>|`@all"


def test_markdown_stays_text(run: Runner) -> None:
    files = catalog(
        {
            **AGREED,
            "record.yaml": record(signed=False).replace("decision: approve", f"decision: approve\ntitle: '{EVIL}'"),
            "e.yaml": emergency().replace("INC-1", f'"{EVIL}"'),
            "change.yaml": change(),
        }
    )
    done = run("signoff", "audit", "--format", "markdown", *DAY, files=files)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(done.out)
    assert "<a " not in html and "<b>" not in html
    assert "<li>[ ] payment → checkout · unverified<br>\napproved by joao for team payments on 2026-10-02<br>\n" in html
    assert f"<code>{COMMAND.strip('`')}</code>" in html


@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_no_line_is_wider_than_the_terminal(run: Runner, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    files = catalog(
        {
            **AGREED,
            "record.yaml": UNSIGNED,
            "emergency.yaml": emergency(),
            "checkout.yaml": checkout("  - {service: refund}"),
            "refund.yaml": AGREED["payment.yaml"].replace("name: payment", "name: refund"),
        }
    )
    out = run("signoff", "audit", *DAY, files=files).out
    assert max(map(len, out.splitlines())) <= int(width)


def test_an_ascii_terminal_gets_ascii(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    ascii = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", ascii)
    run("signoff", "audit", *DAY, files=SAMPLE)
    ascii.seek(0)
    assert ascii.read().splitlines()[2] == " + payment -> checkout   holds"
