"""DEP003 tier-inversion."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, told

POLICY = doc("Policy", "shop", *["tiers:"], *[f'  "{n}": {{requires: [owner]}}' for n in range(1, 5)])


def pair(entry: str, *provider: str, tier: int = 1) -> dict[str, str]:
    common = ["description: d", "owner: storefront"]
    return {
        **COMPANY,
        "policy.yaml": POLICY,
        "checkout.yaml": doc("Service", "checkout", *common, f"tier: {tier}", "dependsOn:", f"  - {{{entry}}}"),
        "email.yaml": doc("Service", "email", *common, *provider),
    }


REPORTED = [
    pytest.param(
        pair("service: email", "tier: 4"),
        [
            "checkout.yaml:8:15 warning[tier-inversion]"
            " service checkout (tier 1) has a hard dependency on a less critical service: email (tier 4)",
            "  help: set `tier: 1` in email, or change `mode` to `soft`, `async` or `cached` and add `degrade`",
            "  email.yaml:6:7 email (tier 4)",
        ],
        id="a tier in the file",
    ),
    pytest.param(
        pair("service: email", tier=2),
        [
            "checkout.yaml:8:15 warning[tier-inversion]"
            " service checkout (tier 2) has a hard dependency on a less critical service: email (tier 3)",
            "  help: set `tier: 2` in email, or change `mode` to `soft`, `async` or `cached` and add `degrade`",
            "  email.yaml:3:7 email (tier 3)",
        ],
        id="the default tier, located at the name",
    ),
]

SILENT = [
    pytest.param(pair("service: email", "tier: 1"), id="the same tier"),
    pytest.param(pair("service: email", "tier: 1", tier=4), id="a more critical provider"),
    pytest.param(pair("service: email, mode: async"), id="an async dependency"),
    pytest.param(pair("service: email, status: planned"), id="a planned dependency"),
    pytest.param(pair("service: email", "type: external"), id="an external provider"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP003", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP003", files) == []


def test_what_is_retired_is_one_finding() -> None:
    found = told("DEP003", pair("service: email", "tier: 4", "lifecycle: retired"))
    assert [line.split(" service")[0] for line in found if "[" in line] == [
        "checkout.yaml:8:15 error[depends-on-retired]"
    ]
