"""DEP013 depends-on-retired."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, told

GONE = {"payment.yaml": service("payment", "lifecycle: retired")}


@pytest.mark.parametrize(
    "consumer", [pytest.param([], id="in use"), pytest.param(["lifecycle: deprecated"], id="deprecated")]
)
def test_reported(consumer: list[str]) -> None:
    text = service("checkout", "dependsOn: [{service: payment, mode: soft}]", *consumer)
    assert told("DEP013", {**COMPANY, **GONE, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 error[depends-on-retired] service checkout depends on a retired service: payment",
        "  help: remove this entry, or change it to the service that replaced payment",
        "  payment.yaml:7:12 retired service payment",
    ]


SILENT = [
    pytest.param(service("checkout"), id="no service depends on it"),
    pytest.param(service("checkout", "dependsOn: [{service: payment}]", "lifecycle: retired"), id="both are retired"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("DEP013", {**COMPANY, **GONE, "checkout.yaml": text}) == []
