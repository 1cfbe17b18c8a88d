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
            " service checkout is of tier 1 and cannot work without email of tier 4",
            "  help: raise email to tier 1, or make this soft, async or cached and say how checkout degrades",
            "  email.yaml:6:7 email is of tier 4",
        ],
        id="a tier that is written",
    ),
    pytest.param(
        pair("service: email", tier=2),
        [
            "checkout.yaml:8:15 warning[tier-inversion]"
            " service checkout is of tier 2 and cannot work without email of tier 3",
            "  help: raise email to tier 2, or make this soft, async or cached and say how checkout degrades",
            "  email.yaml:3:7 email is of tier 3",
        ],
        id="the default tier, shown at the name",
    ),
]

SILENT = [
    pytest.param(pair("service: email", "tier: 1"), id="the same tier"),
    pytest.param(pair("service: email", "tier: 1", tier=4), id="a more critical provider"),
    pytest.param(pair("service: email, mode: async"), id="a dependency that can wait"),
    pytest.param(pair("service: email, status: planned"), id="a dependency that is planned"),
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
