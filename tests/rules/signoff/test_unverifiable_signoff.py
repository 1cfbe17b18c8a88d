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

AGAIN = "  help: restore the committed version of the record, or ask the team to approve again in a new record"


def with_proofs(files: Mapping[str, str], proofs: Mapping[str, Proof] | None) -> list[str]:
    """What the rule says when signatures were looked at."""
    read = replace(loaded({f"catalog/{path}": text for path, text in files.items()}), proofs=proofs)
    report = lint(read, LintOptions(Selection(select=("SGN006",)), TODAY))
    return [f"{line(found)} | {found.help}".replace("catalog/", "", 1) for found in report.diagnostics]


def test_reported_without_a_signature() -> None:
    assert told("SGN006", {**AGREED, "record.yaml": record(signed=False)}) == [
        f"record.yaml:3:7 warning[unverifiable-signoff] record {NAME} has no signature: ownercat cannot attribute it to joao",
        f"  help: remove the record, and ask joao to run {COMMAND} with an SSH key from the allowed signers file",
    ]


def test_a_change_needs_no_signature_on_main() -> None:
    assert told("SGN006", {**AGREED, "change.yaml": change(signed=False)}) == []


def test_what_an_emergency_owes_needs_one() -> None:
    owed = {**AGREED, "emergency.yaml": emergency()}
    assert told("SGN006", {**owed, "change.yaml": change()}) == []
    assert told("SGN006", {**owed, "change.yaml": change(signed=False)}) == [
        "change.yaml:3:7 warning[unverifiable-signoff] record change approves emergency 2026-10-02-down-1 without a"
        " signature: ownercat cannot attribute it to ana",
        "  help: ask ana to approve again in a new record, signed with an SSH key from the allowed signers file",
    ]


def test_reported_when_the_values_for_readers_are_not_the_agreed_ones() -> None:
    shown = {**TERMS, "sev1.restore": "20m"} | {"sev9.ack": "1m"}
    del shown["sev2.ack"]
    where, what = "warning[unverifiable-signoff]", f"record {NAME} shows a wrong value:"
    assert told("SGN006", {**AGREED, "record.yaml": record(shown=shown)}) == [
        f"record.yaml:7:9 {where} {what} sev2.ack is not stated, but 20m was approved", AGAIN,
        f"record.yaml:7:64 {where} {what} sev1.restore is 20m, but 30m was approved", AGAIN,
        f"record.yaml:7:97 {where} {what} sev9.ack is 1m, but no value was approved", AGAIN,
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
        "change.yaml:10:8 warning[unverifiable-signoff] record change has a wrong digest: `terms` does not match the change in the record",
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
        f"record {NAME} has the signature of another person: `by` is joao (joao@shop.example), but mallory@shop.example signed it"
        f" |{AGAIN.removeprefix('  help:')}"
    )


def test_reported_when_the_approver_has_no_address_to_compare() -> None:
    people = PEOPLE.replace("email: joao@shop.example\n", "")
    (found,) = with_proofs({**AGREED, "people.yaml": people}, {NAME: Proof("joao@shop.example")})
    assert "another person: `by` is joao (no email address), but joao@shop.example signed it" in found


def test_reported_when_a_signature_is_not_believed() -> None:
    (found,) = with_proofs(AGREED, {NAME: Proof(problem="its key is revoked\x1b[2J")})
    assert found == (
        f"record.yaml:11:12 warning[unverifiable-signoff] record {NAME} has an invalid signature: its key is"
        " revoked\\x1b[2J | check that catalog/allowed_signers has the key with its email address; or restore the committed"
        " version of the record, or ask the team to approve again in a new record"
    )
