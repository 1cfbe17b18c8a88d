"""SGN001 missing-signoff."""

from __future__ import annotations

import pytest

from tests.rules.parts import service, team, told
from tests.rules.signoff.two_teams import AGREED, COMMAND, COMPANY, checkout, policy, record

MISSING = [
    "checkout.yaml:8:15 warning[missing-signoff] service checkout (tier 2) has a hard dependency on payment without a standing"
    " agreement: team payments has not agreed to support checkout",
    f"  help: if team payments agrees, ask joao or bruna to run {COMMAND}",
]


def test_reported_for_a_dependency_on_another_team() -> None:
    assert told("SGN001", COMPANY) == MISSING


def test_silent_with_the_agreement() -> None:
    assert told("SGN001", AGREED) == []


def test_reported_once_for_two_entries_of_one_provider() -> None:
    twice = checkout("  - {service: payment, interface: refunds}")
    assert (
        told(
            "SGN001",
            {
                **COMPANY,
                "checkout.yaml": twice,
                "payment.yaml": service("payment", "provides: [{interface: refunds}]", owner="payments", tier=2),
            },
        )
        == MISSING
    )


def test_reported_when_the_newest_record_refuses() -> None:
    files = {**AGREED, "refusal.yaml": record(name="refusal", decision="reject", at="2026-10-09T12:00:00Z")}
    assert told("SGN001", files) == [
        MISSING[0].replace("has not agreed to support", "refused on 2026-10-09 to support"),
        MISSING[1],
        "  refusal.yaml:3:7 rejection by team payments",
    ]
    assert told("SGN001", {**files, "record.yaml": record(at="2026-10-09T13:00:00Z")}) == []


def test_names_another_mode_where_the_policy_asks_for_it() -> None:
    asking = policy("signoff: {requireFor: {modes: [soft], tiers: [2]}}")
    soft = checkout(needs="{service: payment, mode: soft, degrade: later}")
    assert told("SGN001", {**COMPANY, "policy.yaml": asking, "checkout.yaml": soft})[0] == (
        "checkout.yaml:8:15 warning[missing-signoff] service checkout (tier 2) has a soft dependency on payment without a standing"
        " agreement: team payments has not agreed to support checkout"
    )
    assert told("SGN001", {**COMPANY, "policy.yaml": asking}) == []


def test_names_few_of_many_people() -> None:
    files = {**COMPANY, "payments.yaml": team("payments", members="[joao, bruna, ana, bo]")}
    assert (
        told("SGN001", files)[1]
        == f"  help: if team payments agrees, ask joao, bruna, ana or another member of team payments to run {COMMAND}"
    )


SILENT = {
    "a tier that is not asked": {"policy.yaml": policy("signoff: {requireFor: {tiers: [1]}}")},
    "no mode is asked": {"policy.yaml": policy("signoff: {requireFor: {modes: []}}")},
    "a soft dependency": {"checkout.yaml": checkout(needs="{service: payment, mode: soft, degrade: later}")},
    "a planned dependency": {"checkout.yaml": checkout(needs="{service: payment, status: planned}")},
    "the same team": {"payment.yaml": service("payment", owner="storefront", tier=2)},
    "the same team by its old name": {
        "payment.yaml": service("payment", owner="shops", tier=2), "storefront.yaml": team("storefront", "aliases: [{name: shops}]", members="[ana, bo]"),
    },
    "an external provider": {"payment.yaml": service("payment", "type: external", owner="payments", tier=2)},
    "a retired consumer": {"checkout.yaml": checkout("lifecycle: retired")},
}  # fmt: skip


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT)
def test_silent(change: dict[str, str]) -> None:
    assert told("SGN001", {**COMPANY, **change}) == []


def test_a_parent_team_is_another_team() -> None:
    files = {**COMPANY, "storefront.yaml": team("storefront", "parent: payments", members="[ana, bo]")}
    assert told("SGN001", files) == MISSING


def test_silent_where_the_record_cannot_be_read() -> None:
    broken = record().replace("decision: approve", "decision: [")
    assert [line for line in told("SGN001", {**COMPANY, "record.yaml": broken}) if "missing-signoff" in line] == []
    unsound = record().replace("decision: approve", "decision: aprove")
    assert [line for line in told("SGN001", {**COMPANY, "record.yaml": unsound}) if "missing-signoff" in line] == []


def test_an_agreement_of_other_services_is_not_this_one() -> None:
    other = service("ledger", owner="payments", tier=2)
    assert told("SGN001", {**COMPANY, "ledger.yaml": other, "record.yaml": record(provider="ledger")}) == MISSING


def test_an_agreement_survives_new_names() -> None:
    renamed = {
        "payment.yaml": service("pay", "aliases: [{name: payment}]", owner="payments", tier=2),
        "checkout.yaml": checkout(needs="{service: pay}"),
        "sla.yaml": AGREED["sla.yaml"].replace("service: payment", "service: pay"),
        "payments.yaml": team("money", "aliases: [{name: payments}]", members="[joao, bruna]"),
    }
    renamed["payment.yaml"] = renamed["payment.yaml"].replace("owner: payments", "owner: money")
    renamed["sla.yaml"] = renamed["sla.yaml"].replace("[payments,", "[money,")
    assert told("SGN001", {**AGREED, **renamed}) == []
