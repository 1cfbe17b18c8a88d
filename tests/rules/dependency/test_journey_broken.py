"""DEP011 journey-broken."""

from __future__ import annotations

from tests.rules.parts import COMPANY, doc, service, told

JOURNEY = doc(
    "Journey",
    "buy",
    "outcome: A customer pays.",
    "owner: storefront",
    "steps:",
    "  - {service: cart}",
    "  - {service: pay}",
)


def test_reported_where_a_step_is_retired() -> None:
    files = {"cart.yaml": service("cart"), "pay.yaml": service("pay", "lifecycle: retired"), "buy.yaml": JOURNEY}
    assert told("DEP011", {**COMPANY, **files}) == [
        "buy.yaml:8:15 error[journey-broken] step 2 of journey buy uses a retired service: pay",
        "  help: change the step to the service that replaced pay, or remove the step",
        "  pay.yaml:7:12 retired service pay",
    ]


def test_a_step_that_does_not_exist_is_an_unknown_reference_alone() -> None:
    files = {"cart.yaml": service("cart"), "buy.yaml": JOURNEY}
    assert told("DEP011", {**COMPANY, **files}) == [
        "buy.yaml:8:15 error[unknown-reference] journey buy has an undefined step: service pay",
        "  help: add service pay, or correct the name",
    ]


def test_silent_where_every_step_runs() -> None:
    files = {"cart.yaml": service("cart", "lifecycle: deprecated"), "pay.yaml": service("pay"), "buy.yaml": JOURNEY}
    assert told("DEP011", {**COMPANY, **files}) == []
