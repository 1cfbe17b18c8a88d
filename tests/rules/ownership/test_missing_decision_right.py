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
            " service checkout is of tier 4 and nobody may authorise its hotfix or rollback",
            "  help: say who may under `authorise`, such as `hotfix: [team:storefront]`; a rotation always has somebody",
        ],
        id="neither, at the name",
    ),
    pytest.param(
        service("checkout", "authorise: {hotfix: [ana], rollback: []}"),
        [
            "checkout.yaml:7:12 warning[missing-decision-right]"
            " service checkout is of tier 4 and nobody may authorise its rollback",
            "  help: say who may under `authorise`, such as `rollback: [team:storefront]`; a rotation always has somebody",
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
    pytest.param({"checkout.yaml": service("checkout")}, id="the tier does not ask for it"),
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "type: external")}, id="others repair what they run"),
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", TIERS, "authorities: [hotfix]"),
            "checkout.yaml": service("checkout", "authorise: {hotfix: [ana]}"),
        },
        id="an authority that the organisation does not know",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN019", {**COMPANY, **files}) == []
