"""ESC003: an escalation with fewer levels than the tier of a service requires."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, CONTRACT, ON_CALL, SECOND, TWO, climb
from tests.rules.shop import PAGED, RUNBOOK, SERVICE, tier, told

HELP = "add a level, for example with a secondary rotation, or continue with another escalation: `end: {handoff: NAME}`"
ONE = climb(tier("on-call"))
BOSS = tier("boss", "[person:ana]", "via: [phone], purpose: command")


def of_tier(number: int, text: str = CHECKOUT) -> str:
    return text.replace("tier: 4", f"tier: {number}")


def few(*documents: str) -> list[str]:
    return told(*documents, PAGED, SECOND, RUNBOOK)


def test_one_level_for_tier_2() -> None:
    assert few(ONE, of_tier(2)) == [
        "3:7 ESC003 escalation urgent has too few levels: 1, but service checkout (tier 2) requires 2 for sev1 pages | "
        f"{HELP}"
    ]


def test_two_levels_for_tier_1() -> None:
    assert few(climb(ON_CALL, TWO), of_tier(1), CONTRACT) == [
        "3:7 ESC003 escalation urgent has too few levels: 2, but service checkout (tier 1) requires 3 for sev1 pages | "
        f"{HELP}"
    ]


def test_a_missing_level_is_one_finding() -> None:
    assert [line.split()[1] for line in few(ONE, of_tier(2), CONTRACT)] == ["ESC003"]


def test_the_finding_names_the_service_that_requires_the_most_levels() -> None:
    other = of_tier(2).replace("name: checkout", "name: cart")
    found = [line for line in few(ONE, other, of_tier(1), CONTRACT) if "ESC003" in line]
    assert len(found) == 1
    assert "service checkout (tier 1)" in found[0]


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([climb(ON_CALL, TWO), of_tier(2)], id="enough"),
        pytest.param([climb(ON_CALL, TWO, BOSS), of_tier(1), CONTRACT], id="a level with the purpose command counts"),
        pytest.param([ONE, of_tier(3)], id="tier 3 requires one"),
        pytest.param([ONE, CHECKOUT], id="tier 4 requires none"),
        pytest.param(
            [climb(ON_CALL, end="end: {handoff: last}"), climb(tier("last", "[person:ana]"), name="last"), of_tier(2)],
            id="another escalation follows",
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


def test_an_escalation_without_levels_is_one_finding() -> None:
    assert [line.split()[1] for line in few(climb().replace("tiers:\n", "tiers: []\n"), of_tier(2))] == ["ESC002"]
