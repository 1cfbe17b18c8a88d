"""OWN019 missing-decision-right."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

TIERS = 'tiers: {"4": {requires: [owner, decisions]}}'
POLICY = {"policy.yaml": doc("Policy", "shop", TIERS)}

REPORTED = [
    pytest.param(
        service("checkout"),
        [
            "checkout.yaml:3:7 warning[missing-decision-right]"
            " service checkout (tier 4) does not name who can authorize a hotfix or rollback",
            "  help: under `authorise`, add `hotfix: [team:storefront]` and `rollback: [team:storefront]`, or name a rotation",
        ],
        id="neither, at the name",
    ),
    pytest.param(
        service("checkout", "authorise: {hotfix: [ana], rollback: []}"),
        [
            "checkout.yaml:7:12 warning[missing-decision-right]"
            " service checkout (tier 4) does not name who can authorize a rollback",
            "  help: under `authorise`, add `rollback: [team:storefront]`, or name a rotation",
        ],
        id="an empty list, at the authorities",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("OWN019", {**COMPANY, **POLICY, "checkout.yaml": text}) == expected


SILENT = [
    pytest.param(
        {**POLICY, "checkout.yaml": service("checkout", "authorise: {hotfix: [ana], rollback: [ana]}")}, id="both"
    ),
    pytest.param({"checkout.yaml": service("checkout")}, id="the tier does not require it"),
    pytest.param(
        {**POLICY, "checkout.yaml": service("checkout", "type: external")},
        id="another organization repairs the service",
    ),
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", TIERS, "authorities: [hotfix]"),
            "checkout.yaml": service("checkout", "authorise: {hotfix: [ana]}"),
        },
        id="an authority that the policy does not have",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN019", {**COMPANY, **files}) == []
