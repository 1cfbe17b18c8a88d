"""DEP002 self-dependency."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, told

HELP = "  help: change this entry to the intended service, or remove it"


@pytest.mark.parametrize("mode", ["hard", "soft", "async", "cached"])
def test_reported_whatever_the_mode_and_alone(mode: str) -> None:
    text = service("checkout", f"dependsOn: [{{service: checkout, mode: {mode}}}]")
    assert told("DEP002", {**COMPANY, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 error[self-dependency] service checkout depends on itself",
        HELP,
    ]


def test_reported_through_an_alias_even_when_it_is_deprecated() -> None:
    text = service("checkout", "dependsOn: [{service: till}]", "aliases: [{name: till}]", "lifecycle: deprecated")
    assert told("DEP002", {**COMPANY, "checkout.yaml": text}) == [
        "checkout.yaml:7:23 error[self-dependency] service checkout depends on itself",
        HELP,
    ]


def test_silent_about_another_service() -> None:
    files = {"cart.yaml": service("cart"), "checkout.yaml": service("checkout", "dependsOn: [{service: cart}]")}
    assert told("DEP002", {**COMPANY, **files}) == []
