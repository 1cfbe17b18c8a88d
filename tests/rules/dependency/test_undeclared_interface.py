"""DEP012 undeclared-interface."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, several, told


def shop(*payment: str, entry: str = "interface: charge-v2") -> dict[str, str]:
    checkout = service("checkout", f"dependsOn: [{{service: payment, {entry}}}]")
    return {**COMPANY, "s.yaml": several(checkout, service("payment", *payment))}


REPORTED = [
    pytest.param(
        shop("provides: [{interface: charge-v3}, {interface: refund}]"),
        [
            "s.yaml:7:43 warning[undeclared-interface]"
            " service checkout uses an undeclared interface of payment: charge-v2 (payment provides charge-v3 and refund)",
            "  help: did you mean charge-v3?",
            "  s.yaml:15:11 payment, which provides charge-v3 and refund",
        ],
        id="another version",
    ),
    pytest.param(
        shop(),
        [
            "s.yaml:7:43 warning[undeclared-interface]"
            " service checkout uses an undeclared interface of payment: charge-v2 (payment provides no interfaces)",
            "  help: add charge-v2 under `provides` of payment, or remove `interface` here",
            "  s.yaml:11:7 payment, which provides no interfaces",
        ],
        id="no interfaces, located at the name",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP012", files) == expected


SILENT = [
    pytest.param(shop("provides: [{interface: charge-v2}]"), id="the interface is provided"),
    pytest.param(shop(entry="mode: soft"), id="the dependency has no interface"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP012", files) == []


def test_what_is_gone_is_one_finding() -> None:
    found = told("DEP012", shop("lifecycle: retired"))
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[depends-on-retired]"]
