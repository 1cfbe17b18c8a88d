"""OWN021 missing-testing-evidence."""

from __future__ import annotations

import pytest

from tests.rules.parts import PEOPLE, doc, service, several, team, told

COMPANY = {
    "policy.yaml": doc(
        "Policy",
        "shop",
        "tiers:",
        *[f'  "{n}": {{requires: [owner, testing]}}' for n in (1, 4)],
        "signoff: {requireFor: {tiers: []}}",
    ),
    "people.yaml": several(PEOPLE, doc("Person", "chidi"), doc("Person", "dana")),
    "teams.yaml": several(team("storefront"), team("payments", members="[chidi, dana]")),
}
PAYMENT = service("payment", owner="payments")


def checkout(entry: str, *lines: str) -> str:
    return service("checkout", f"dependsOn: [{{{entry}}}]", *lines)


def critical(*lines: str) -> str:
    return doc("Service", "checkout", "description: d", "tier: 1", "owner: storefront", *lines)


REPORTED = [
    pytest.param(
        several(checkout("service: payment"), PAYMENT),
        [
            "s.yaml:3:7 warning[missing-testing-evidence] service checkout (tier 4)"
            " has no link to contract tests with other teams (payment)",
            "  help: under `testing`, add for example `contract: https://ci.shop.example/checkout`",
            "  s.yaml:7:23 hard dependency on payment",
        ],
        id="a hard dependency on another team",
    ),
    pytest.param(
        several(checkout("service: payment", "testing: {chaos: x}"), PAYMENT),
        [
            "s.yaml:8:10 warning[missing-testing-evidence] service checkout (tier 4)"
            " has no link to contract tests with other teams (payment)",
            "  help: under `testing`, add for example `contract: https://ci.shop.example/checkout`",
            "  s.yaml:7:23 hard dependency on payment",
        ],
        id="other tests do not replace contract tests, at testing",
    ),
    pytest.param(
        critical("testing: {contract: x}"),
        [
            "s.yaml:7:10 warning[missing-testing-evidence] service checkout (tier 1)"
            " has no link to a synthetic transaction or chaos experiment",
            "  help: under `testing`, add for example `synthetic: https://ci.shop.example/checkout`",
        ],
        id="tier 1 requires a test of the whole service",
    ),
    pytest.param(
        several(critical("dependsOn: [{service: payment}]"), doc("Service", "payment", "description: d", "tier: 1",
                "owner: payments", "testing: {synthetic: x}")),
        [
            "s.yaml:3:7 warning[missing-testing-evidence] service checkout (tier 1)"
            " has no link to contract tests with other teams (payment)"
            " and no link to a synthetic transaction or chaos experiment",
            "  help: under `testing`, add for example `contract: https://ci.shop.example/checkout`"
            " and `synthetic: https://ci.shop.example/checkout`",
            "  s.yaml:7:23 hard dependency on payment",
        ],
        id="both are one finding",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("OWN021", {**COMPANY, "s.yaml": text}) == expected


SILENT = [
    pytest.param(several(checkout("service: payment", "testing: {contract: [a, b]}"), PAYMENT), id="contract tests"),
    pytest.param(
        several(checkout("service: payment"), service("payment", "testing: {contract: x}", owner="payments")),
        id="the provider's contract tests",
    ),
    pytest.param(several(checkout("service: payment, mode: soft"), PAYMENT), id="a soft dependency"),
    pytest.param(several(checkout("service: payment"), service("payment")), id="the same team owns both services"),
    pytest.param(
        several(checkout("service: payment"), service("payment", "type: external", owner="payments")),
        id="an external provider",
    ),
    pytest.param(service("checkout", "type: external"), id="another organization runs it"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("OWN021", {**COMPANY, "s.yaml": text}) == []


def test_silent_if_the_tier_does_not_require_it() -> None:
    files = {**COMPANY, "s.yaml": several(checkout("service: payment"), PAYMENT)}
    del files["policy.yaml"]
    assert told("OWN021", files) == []
