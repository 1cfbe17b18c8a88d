"""ESC003: an escalation that ends too early for what depends on it."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, CONTRACT, ON_CALL, SECOND, TWO, climb
from tests.rules.shop import PAGED, RUNBOOK, SERVICE, tier, told

HELP = "add a tier, such as a second rotation, or let another escalation take over: `end: {handoff: NAME}`"
ONE = climb(tier("on-call"))
BOSS = tier("boss", "[person:ana]", "via: [phone], purpose: command")


def of_tier(number: int, text: str = CHECKOUT) -> str:
    return text.replace("tier: 4", f"tier: {number}")


def few(*documents: str) -> list[str]:
    return told(*documents, PAGED, SECOND, RUNBOOK)


def test_one_tier_for_tier_2() -> None:
    assert few(ONE, of_tier(2)) == [
        "3:7 ESC003 escalation urgent has 1 tier, and sev1 pages of service checkout of tier 2 go there: "
        f"the policy asks for 2 | {HELP}"
    ]


def test_two_tiers_for_tier_1() -> None:
    assert few(climb(ON_CALL, TWO), of_tier(1), CONTRACT) == [
        "3:7 ESC003 escalation urgent has 2 tiers, and sev1 pages of service checkout of tier 1 go there: "
        f"the policy asks for 3 | {HELP}"
    ]


def test_a_missing_tier_is_not_also_a_missing_chance() -> None:
    assert [line.split()[1] for line in few(ONE, of_tier(2), CONTRACT)] == ["ESC003"]


def test_the_most_demanding_service_speaks() -> None:
    other = of_tier(2).replace("name: checkout", "name: cart")
    found = [line for line in few(ONE, other, of_tier(1), CONTRACT) if "ESC003" in line]
    assert len(found) == 1
    assert "service checkout of tier 1" in found[0]


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([climb(ON_CALL, TWO), of_tier(2)], id="enough"),
        pytest.param([climb(ON_CALL, TWO, BOSS), of_tier(1), CONTRACT], id="a commanding tier counts"),
        pytest.param([ONE, of_tier(3)], id="tier 3 asks for one"),
        pytest.param([ONE, CHECKOUT], id="tier 4 asks for none"),
        pytest.param(
            [climb(ON_CALL, end="end: {handoff: last}"), climb(tier("last", "[person:ana]"), name="last"), of_tier(2)],
            id="another escalation takes over",
        ),
        pytest.param(
            [
                ONE,
                climb(ON_CALL, TWO, name="loud"),
                of_tier(2, SERVICE) + "escalation:\n  - {severity: [sev1, sev2], policy: loud}\n  - {policy: urgent}\n",
            ],
            id="minor severities",
        ),
        pytest.param([ONE, of_tier(2) + "lifecycle: retired\n"], id="a retired service"),
    ],
)
def test_silent(documents: list[str]) -> None:
    assert few(*documents) == []


def test_an_escalation_without_tiers_is_told_once() -> None:
    assert [line.split()[1] for line in few(climb().replace("tiers:\n", "tiers: []\n"), of_tier(2))] == ["ESC002"]
