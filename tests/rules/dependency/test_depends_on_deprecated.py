"""DEP004 depends-on-deprecated."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, told

OLD = {"payment.yaml": service("payment", "lifecycle: deprecated")}
REST = [
    "  help: move to what replaces payment; its owner is team storefront",
    "  payment.yaml:7:12 payment is deprecated here",
]


@pytest.mark.parametrize("mode", ["hard", "soft"])
def test_reported_whatever_the_mode(mode: str) -> None:
    text = service("checkout", f"dependsOn: [{{service: payment, mode: {mode}}}]")
    assert told("DEP004", {**COMPANY, **OLD, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 warning[depends-on-deprecated] service checkout depends on payment, which is deprecated",
        *REST,
    ]


def test_reported_before_the_work_begins() -> None:
    text = service("checkout", "dependsOn: [{service: payment, status: planned}]")
    assert told("DEP004", {**COMPANY, **OLD, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 warning[depends-on-deprecated] service checkout plans to depend on payment, which is deprecated",
        *REST,
    ]


SILENT = [
    pytest.param(service("checkout"), id="nobody depends on it"),
    pytest.param(
        service("checkout", "dependsOn: [{service: payment}]", "lifecycle: deprecated"), id="both are on their way out"
    ),
    pytest.param(service("checkout", "dependsOn: [{service: payment}]", "lifecycle: retired"), id="a retired consumer"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("DEP004", {**COMPANY, **OLD, "checkout.yaml": text}) == []
