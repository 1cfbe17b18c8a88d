"""DEP010 experimental-in-journey."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, told

EXPERIMENT = "lifecycle: experimental"


def journey(*steps: str) -> str:
    listed = ", ".join(f"{{service: {step}}}" for step in steps)
    return doc("Journey", "buy", "outcome: o", "owner: storefront", f"steps: [{listed}]")


REPORTED = [
    pytest.param(
        several(service("checkout", EXPERIMENT), journey("checkout")),
        [
            "s.yaml:14:19 warning[experimental-in-journey] step 1 of journey buy uses an experimental service: checkout",
            "  help: if checkout is in production, set `lifecycle: production`; otherwise set `mode: soft` for this step",
            "  s.yaml:7:12 experimental service checkout",
        ],
        id="the service of a step",
    ),
    pytest.param(
        several(
            service("web", "dependsOn: [{service: checkout}]"),
            service("checkout", "dependsOn: [{service: payment}]"),
            service("payment", "dependsOn: [{service: acquirer}]"),
            service("acquirer", EXPERIMENT),
            journey("web", "checkout"),
        ),
        [
            "s.yaml:38:35 warning[experimental-in-journey] step 2 of journey buy has a hard dependency on experimental service"
            " acquirer: checkout → payment → acquirer",
            "  help: if acquirer is in production, set `lifecycle: production`; otherwise set `mode: soft` for this step"
            " or for a dependency on the path",
            "  s.yaml:31:12 experimental service acquirer",
        ],
        id="an indirect hard dependency is reported once, at the nearest step",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("DEP010", {**COMPANY, "s.yaml": text}) == expected


SILENT = [
    pytest.param(several(service("checkout", EXPERIMENT), journey("checkout, mode: soft")), id="the step is soft"),
    pytest.param(
        several(service("checkout", "dependsOn: [{service: new, mode: soft}]"), service("new", EXPERIMENT), journey("checkout")),
        id="the dependency is soft",
    ),
    pytest.param(
        several(service("checkout", "dependsOn: [{service: a, group: g}, {service: b, group: g}]"), service("a", EXPERIMENT),
                service("b"), journey("checkout")),
        id="a redundancy group can lose it",
    ),
    pytest.param(several(service("checkout", EXPERIMENT), service("cart"), journey("cart")), id="no journey uses it"),
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("DEP010", {**COMPANY, "s.yaml": text}) == []
