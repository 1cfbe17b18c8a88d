"""DEP009 isolated-service."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, told

POLICY = {"policy.yaml": doc("Policy", "shop", "rules: {options: {isolated-service: {tiers: [4]}}}")}
JOURNEY = doc("Journey", "buy", "outcome: o", "owner: storefront", "steps: [{service: checkout}]")


def test_reported() -> None:
    text = several(service("checkout"), service("cart", "dependsOn: [{service: db}]"), service("db"))
    assert told("DEP009", {**COMPANY, **POLICY, "s.yaml": text}) == [
        "s.yaml:3:7 info[isolated-service]"
        " service checkout (tier 4) is isolated: it has no dependencies and no dependents",
        "  help: list its dependencies under `dependsOn`, and ask the teams that use the service to add it to their `dependsOn`",
    ]


SILENT = [
    pytest.param({**POLICY, "s.yaml": several(service("checkout"), JOURNEY)}, id="a step of a journey"),
    pytest.param(
        {**POLICY, "s.yaml": several(service("a", "dependsOn: [{service: b, status: planned}]"), service("b"))},
        id="planned dependencies count",
    ),
    pytest.param({**POLICY, "s.yaml": service("checkout", "type: external")}, id="an external service"),
    pytest.param({**POLICY, "s.yaml": service("checkout", "type: library")}, id="a library"),
    pytest.param({"s.yaml": service("checkout")}, id="the rule is off by default"),
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", "rules: {options: {DEP009: {tiers: [1, 2]}}}"),
            "s.yaml": service("checkout"),
        },
        id="another tier is selected",
    ),
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", "rules: {options: {DEP009: {tiers: all}}}"),
            "s.yaml": service("checkout"),
        },
        id="an option of the wrong type selects no tier",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP009", {**COMPANY, **files}) == []


def test_a_slip_of_the_pen_is_one_finding() -> None:
    text = several(service("cart", "dependsOn: [{service: chekout}]"), service("checkout"))
    found = told("DEP009", {**COMPANY, **POLICY, "s.yaml": text})
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[unknown-reference]"]
