"""OWN018 missing-boundary."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, told


def checkout(*lines: str) -> dict[str, str]:
    return {**COMPANY, "checkout.yaml": doc("Service", "checkout", "tier: 4", "owner: storefront", *lines)}


REPORTED = [
    pytest.param([], id="nothing"),
    pytest.param(["title: Checkout", "system: storefront"], id="a title is not enough"),
    pytest.param(["code: {}", "provides: []"], id="empty blocks"),
]


@pytest.mark.parametrize("lines", REPORTED)
def test_reported(lines: list[str]) -> None:
    assert told("OWN018", checkout(*lines)) == [
        "checkout.yaml:3:7 warning[missing-boundary] service checkout has no description, no code and no interface",
        "  help: add a `description`: one sentence about what the service does and for whom",
    ]


SILENT = [
    pytest.param("description: Turns a basket into a paid order.", id="a description"),
    pytest.param("code: {repository: https://git.shop.example/checkout}", id="a repository"),
    pytest.param("code: {paths: [catalog/]}", id="paths"),
    pytest.param("provides: [{interface: checkout-v1}]", id="an interface"),
    pytest.param("lifecycle: retired", id="a retired service"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert told("OWN018", checkout(text)) == []
