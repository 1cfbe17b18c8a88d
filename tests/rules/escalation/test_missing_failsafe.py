"""ESC106: an escalation policy without a required failsafe."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, climb
from tests.rules.shop import PAGED, SERVICE, tier, told

POLICY = 'apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers:\n  "4": {requires: [owner, failsafe]}\n'
SAFE = "failsafe: {via: [sms], to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}"
WITHOUT, WITH = climb(tier("on-call")), climb(tier("on-call"), head=SAFE)
ROUTES = SERVICE + "escalation:\n  - {severity: [sev1, sev2], policy: loud}\n  - {policy: urgent}\n"


def test_a_tier_that_requires_one() -> None:
    assert told(WITHOUT, PAGED, CHECKOUT, POLICY) == [
        "3:7 ESC106 escalation urgent has no failsafe: service checkout (tier 4) requires one for its sev1 pages | "
        "add `failsafe: {via: [CHANNEL], to: rotation:NAME, after: 10m, testedOn: DATE}` with a channel of another provider"
    ]


def test_many_services_are_one_finding() -> None:
    found = told(WITHOUT, PAGED, CHECKOUT, CHECKOUT.replace("name: checkout", "name: cart"), POLICY)
    assert [line.split()[1] for line in found] == ["ESC106"]


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([WITH, CHECKOUT, POLICY], id="it has a failsafe"),
        pytest.param([WITHOUT, CHECKOUT], id="no tier requires one"),
        pytest.param([WITHOUT, CHECKOUT + "lifecycle: retired\n", POLICY], id="a retired service"),
        pytest.param(
            [WITHOUT, climb(tier("on-call"), head=SAFE, name="loud"), ROUTES, POLICY], id="minor severities only"
        ),
    ],
)
def test_silent(documents: list[str]) -> None:
    assert told(*documents, PAGED) == []
