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
            "s.yaml:14:19 warning[experimental-in-journey] step 1 of journey buy leads to checkout, which is experimental",
            "  help: say that checkout is production when it is, or let the journey do without it (`mode: soft`)",
            "  s.yaml:7:12 checkout is experimental",
        ],
        id="a step",
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
            "s.yaml:38:35 warning[experimental-in-journey] step 2 of journey buy cannot work without acquirer,"
            " which is experimental: checkout → payment → acquirer",
            "  help: say that acquirer is production when it is, or let the journey do without it (`mode: soft`)",
            "  s.yaml:31:12 acquirer is experimental",
        ],
        id="what a step cannot work without, once, at the nearest step",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported(text: str, expected: list[str]) -> None:
    assert told("DEP010", {**COMPANY, "s.yaml": text}) == expected


SILENT = [
    pytest.param(several(service("checkout", EXPERIMENT), journey("checkout, mode: soft")), id="the step is soft"),
    pytest.param(
        several(service("checkout", "dependsOn: [{service: new, mode: soft}]"), service("new", EXPERIMENT), journey("checkout")),
        id="the step works without it",
    ),
    pytest.param(
        several(service("checkout", "dependsOn: [{service: a, group: g}, {service: b, group: g}]"), service("a", EXPERIMENT),
                service("b"), journey("checkout")),
        id="another one stands in for it",
    ),
    pytest.param(several(service("checkout", EXPERIMENT), service("cart"), journey("cart")), id="no journey passes it"),
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("DEP010", {**COMPANY, "s.yaml": text}) == []
