"""SGN007 unsatisfiable-quorum."""

from __future__ import annotations

import pytest

from tests.rules.parts import person, several, team, told
from tests.rules.signoff.two_teams import AGREED, PEOPLE, checkout, policy

COUNCIL = {"council.yaml": team("council", members="[ana, bo]")}


def governed(*lines: str, **changed: str) -> dict[str, str]:
    extra = {f"{name}.yaml": text for name, text in changed.items()}
    return {**AGREED, **COUNCIL, "policy.yaml": policy(*lines), **extra}


def test_reported_for_the_governance_team() -> None:
    assert told("SGN007", governed("governance: {team: council, quorum: 3}")) == [
        "policy.yaml:6:37 error[unsatisfiable-quorum] team council cannot reach the quorum for policy changes: 3 approvals"
        " required, only 2 eligible people (ana and bo)",
        "  help: add members to team council, or lower `governance.quorum`",
        "  council.yaml:3:7 team council",
    ]


@pytest.mark.parametrize(
    ("changed", "only"),
    [
        ({"people": PEOPLE.replace("name: bo\n", "name: bo\nbot: true\n")}, "only 1 eligible person (ana)"),
        ({"council": team("council", members="[ana]")}, "only 1 eligible person (ana)"),
        ({"council": team("council", members="[ana, ana]")}, "only 1 eligible person (ana)"),
        ({"council": team("council", members="[]")}, "no eligible people"),
    ],
    ids=["a bot", "too few", "one twice", "none"],
)
def test_who_cannot_agree_does_not_count(changed: dict[str, str], only: str) -> None:
    found = [line for line in told("SGN007", governed("governance: {team: council}", **changed)) if "quorum]" in line]
    assert [line.split("] ")[1] for line in found] == [
        f"team council cannot reach the quorum for policy changes: 2 approvals required, {only}"
    ]


def test_reported_for_a_roster_of_one() -> None:
    assert told("SGN007", governed("breakGlass: {roster: [ana]}")) == [
        "policy.yaml:6:22 error[unsatisfiable-quorum] the emergency roster is too short: 2 people required, only 1 eligible"
        " person (ana)",
        "  help: add people to `breakGlass.roster`",
    ]


def test_reported_once_for_two_teams_that_are_too_few_together() -> None:
    both = checkout("  - {service: refund}")
    refund = AGREED["payment.yaml"].replace("name: payment", "name: refund")
    files = {
        **AGREED,
        "policy.yaml": policy("signoff: {distinctHumans: 5}"),
        "checkout.yaml": both,
        "refund.yaml": refund,
    }
    assert [
        line
        for line in told("SGN007", files)
        if "missing-signoff" not in line and "if team payments agrees" not in line
    ] == [
        "payments.yaml:3:7 error[unsatisfiable-quorum] teams storefront and payments cannot approve high-impact changes between"
        " checkout and payment: 5 people required, only 4 eligible people (joao, bruna, ana and bo)",
        "  help: add members to team payments or storefront, or lower `signoff.distinctHumans`",
        "  checkout.yaml:8:15 dependency of checkout on payment",
    ]


SILENT = {
    "enough": governed("governance: {team: council, quorum: 2}"),
    "no governance": governed("governance: {quorum: 9}"),
    "nobody on the roster": governed("breakGlass: {roster: []}"),
    "two on the roster": governed("breakGlass: {roster: [ana, joao]}"),
    "enough together": governed("signoff: {distinctHumans: 4}"),
    "nothing is asked": governed("signoff: {distinctHumans: 9, requireFor: {tiers: []}}"),
}


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("SGN007", files) == []


def test_a_person_who_is_unknown_may_be_the_one_that_is_missing() -> None:
    files = governed("governance: {team: council}", council=team("council", members="[ana, someone]"))
    assert [line.split("[")[1].split("]")[0] for line in told("SGN007", files) if not line.startswith("  ")] == [
        "unknown-reference"
    ]


def test_a_person_who_leaves_is_here_until_then() -> None:
    people = several(person("ana"), person("bo", "leavesOn: 2026-11-22"), person("joao"), person("bruna"))
    assert told("SGN007", governed("governance: {team: council}", people=people)) == []
