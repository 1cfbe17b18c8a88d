"""OWN010 missing-role."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

POLICY = {"policy.yaml": doc("Policy", "shop", 'tiers: {"4": {requires: [owner, roles]}}')}
BOTH = "roles: {champion: team:storefront, communicate: {customers: team:storefront}}"

REPORTED = [
    pytest.param(
        service("checkout"),
        [
            "checkout.yaml:3:7 warning[missing-role] service checkout (tier 4) has no champion"
            " and no communicator for customers, executives or partners",
            "  help: under `roles`, add for example `champion: team:storefront`"
            " and `communicate: {customers: team:storefront}`",
        ],
        id="neither, at the name",
    ),
    pytest.param(
        service("checkout", "roles: {champion: team:storefront}"),
        [
            "checkout.yaml:7:8 warning[missing-role]"
            " service checkout (tier 4) has no communicator for customers, executives or partners",
            "  help: under `roles`, add for example `communicate: {customers: team:storefront}`",
        ],
        id="no communicator, at the roles",
    ),
    pytest.param(
        service("checkout", "roles: {communicate: {partners: team:storefront}}"),
        [
            "checkout.yaml:7:8 warning[missing-role] service checkout (tier 4) has no champion",
            "  help: under `roles`, add for example `champion: team:storefront`",
        ],
        id="no champion",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("OWN010", {**COMPANY, **POLICY, "checkout.yaml": text}) == expected


SILENT = [
    pytest.param({**POLICY, "checkout.yaml": service("checkout", BOTH)}, id="both are there"),
    pytest.param({"checkout.yaml": service("checkout")}, id="the tier does not require it"),
    pytest.param({**POLICY, "checkout.yaml": service("checkout", "lifecycle: retired")}, id="a retired service"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN010", {**COMPANY, **files}) == []
