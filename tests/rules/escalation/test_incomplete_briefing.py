"""ESC011: a page that does not say enough."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, URGENT, escalation, told

POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nrequiredInfo: {}\n"


def page(inform: str) -> str:
    return escalation("urgent", "tiers:", f"  - {{name: on-call, notify: [rotation:shop-primary]{inform}}}")


def test_some_of_it() -> None:
    assert told(page(", inform: [severity, runbook]"), PAGED) == [
        "6:62 ESC011 tier on-call of escalation urgent is not told service, timeline and workarounds, which the policy "
        "requires | complete it: `inform: [severity, runbook, service, timeline, workarounds]`"
    ]


def test_nothing() -> None:
    assert told(page(""), PAGED) == [
        "6:5 ESC011 tier on-call of escalation urgent is not told severity, service, timeline and workarounds, which the "
        "policy requires | complete it: `inform: [severity, service, timeline, workarounds]`"
    ]


def test_what_the_policy_asks_for_counts() -> None:
    found = told(page(", inform: [severity]"), PAGED, POLICY.format("[severity, runbook]"))
    assert [line.split(" | ")[1] for line in found] == ["complete it: `inform: [severity, runbook]`"]


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([URGENT], id="all of it"),
        pytest.param([page(""), POLICY.format("[]")], id="nothing is asked for"),
    ],
)
def test_silent(documents: list[str]) -> None:
    assert told(*documents, PAGED) == []


def test_an_empty_tier_is_told_once() -> None:
    found = told(escalation("urgent", "tiers:", "  - {name: on-call, notify: []}"), PAGED)
    assert [line.split()[1] for line in found] == ["ESC002"]
