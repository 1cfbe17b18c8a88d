"""DEP004 depends-on-deprecated."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, told

OLD = {"payment.yaml": service("payment", "lifecycle: deprecated")}
REST = [
    "  help: depend on the replacement of payment (ask its owner, team storefront)",
    "  payment.yaml:7:12 deprecated service payment",
]


@pytest.mark.parametrize("mode", ["hard", "soft"])
def test_reported_whatever_the_mode(mode: str) -> None:
    text = service("checkout", f"dependsOn: [{{service: payment, mode: {mode}}}]")
    assert told("DEP004", {**COMPANY, **OLD, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 warning[depends-on-deprecated] service checkout depends on a deprecated service: payment",
        *REST,
    ]


def test_reported_before_the_work_begins() -> None:
    text = service("checkout", "dependsOn: [{service: payment, status: planned}]")
    assert told("DEP004", {**COMPANY, **OLD, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 warning[depends-on-deprecated] service checkout plans to depend on a deprecated service: payment",
        *REST,
    ]


SILENT = [
    pytest.param(service("checkout"), id="no service depends on it"),
    pytest.param(
        service("checkout", "dependsOn: [{service: payment}]", "lifecycle: deprecated"),
        id="both services are deprecated",
    ),
    pytest.param(
        service("checkout", "dependsOn: [{service: payment}]", "lifecycle: retired"), id="the dependent is retired"
    ),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("DEP004", {**COMPANY, **OLD, "checkout.yaml": text}) == []
