"""SGN006 unverifiable-signoff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ownercat.linter import LintOptions, lint
from ownercat.linter.selection import Selection
from ownercat.model import Proof
from tests.catalogs import TODAY, line, loaded
from tests.rules.parts import told
from tests.rules.signoff.two_teams import AGREED, COMMAND, NAME, PEOPLE, TERMS, change, emergency, record

AGAIN = "  help: a record is never edited: bring back what was committed, or have the team agree anew"


def with_proofs(files: Mapping[str, str], proofs: Mapping[str, Proof] | None) -> list[str]:
    """What the rule says when signatures were looked at."""
    read = replace(loaded({f"catalog/{path}": text for path, text in files.items()}), proofs=proofs)
    report = lint(read, LintOptions(Selection(select=("SGN006",)), TODAY))
    return [f"{line(found)} | {found.help}".replace("catalog/", "", 1) for found in report.diagnostics]


def test_reported_without_a_signature() -> None:
    assert told("SGN006", {**AGREED, "record.yaml": record(signed=False)}) == [
        f"record.yaml:3:7 warning[unverifiable-signoff] signoff {NAME} bears no signature, so nobody can tell that joao gave it",
        f"  help: joao signs with an SSH key that the signers file knows: {COMMAND}",
    ]


def test_a_change_needs_no_signature_on_main() -> None:
    assert told("SGN006", {**AGREED, "change.yaml": change(signed=False)}) == []


def test_what_an_emergency_owes_needs_one() -> None:
    owed = {**AGREED, "emergency.yaml": emergency()}
    assert told("SGN006", {**owed, "change.yaml": change()}) == []
    assert told("SGN006", {**owed, "change.yaml": change(signed=False)}) == [
        "change.yaml:3:7 warning[unverifiable-signoff] signoff change gives what breakglass 2026-10-02-down-1 owes and bears"
        " no signature, so nobody can tell that ana gave it",
        "  help: ana gives it again in a new record, with an SSH key that the signers file knows",
    ]


def test_reported_when_the_values_for_readers_are_not_the_agreed_ones() -> None:
    shown = {**TERMS, "sev1.restore": "20m"} | {"sev9.ack": "1m"}
    del shown["sev2.ack"]
    where, what = "warning[unverifiable-signoff]", f"signoff {NAME} shows"
    assert told("SGN006", {**AGREED, "record.yaml": record(shown=shown)}) == [
        f"record.yaml:7:9 {where} {what} no value for sev2.ack to its readers, but 20m is agreed", AGAIN,
        f"record.yaml:7:64 {where} {what} 20m for sev1.restore to its readers, but 30m is agreed", AGAIN,
        f"record.yaml:7:97 {where} {what} 1m for sev9.ack to its readers, but no value is agreed", AGAIN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "edit",
    [
        ("to: {sev1.restore: 50m}", "to: {sev1.restore: 40m}"),
        ("service: payment", "service: checkout"),
        ("consumer}", "approver}"),
        ("sla-loosened", "sla-tightened"),
        ("50m", ".inf"),
        ("50m", "1e999"),
    ],
)
def test_reported_when_a_change_is_not_the_one_of_its_digest(edit: tuple[str, str]) -> None:
    found = told("SGN006", {**AGREED, "change.yaml": change().replace(*edit)})
    assert [line for line in found if "ambiguous" not in line and "quote it" not in line] == [
        "change.yaml:10:8 warning[unverifiable-signoff] the digest of signoff change is not that of the change that it describes",
        AGAIN,
    ]


def test_what_is_written_in_other_words_has_the_same_digest() -> None:
    text = change().replace("50m", "3000s").replace("payment\n", "service:payment\n").replace("30m", "1800")
    assert told("SGN006", {**AGREED, "change.yaml": text}) == []


def test_silent_where_nobody_looked_at_signatures() -> None:
    assert with_proofs(AGREED, None) == []
    assert with_proofs(AGREED, {}) == []


def test_silent_when_the_approver_signed() -> None:
    assert with_proofs(AGREED, {NAME: Proof("Joao@shop.example")}) == []


@pytest.mark.parametrize(
    "files", [AGREED, {**AGREED, "record.yaml": change(name=NAME, by="joao")}], ids=["standing", "change"]
)
def test_reported_when_somebody_else_signed(files: dict[str, str]) -> None:
    (found,) = with_proofs(files, {NAME: Proof("mallory@shop.example")})
    assert found.endswith(
        f"signoff {NAME} says it is by joao, whose e-mail address is joao@shop.example, but mallory@shop.example signed it"
        f" |{AGAIN.removeprefix('  help:')}"
    )


def test_reported_when_the_approver_has_no_address_to_compare() -> None:
    people = PEOPLE.replace("email: joao@shop.example\n", "")
    (found,) = with_proofs({**AGREED, "people.yaml": people}, {NAME: Proof("joao@shop.example")})
    assert "is by joao, who has no e-mail address here, but joao@shop.example signed it" in found


def test_reported_when_a_signature_is_not_believed() -> None:
    (found,) = with_proofs(AGREED, {NAME: Proof(problem="its key is revoked\x1b[2J")})
    assert found == (
        f"record.yaml:11:12 warning[unverifiable-signoff] the signature of signoff {NAME} is not believed: its key is"
        " revoked\\x1b[2J | see that catalog/allowed_signers names the key and its e-mail address; a record is never edited: bring back"
        " what was committed, or have the team agree anew"
    )
