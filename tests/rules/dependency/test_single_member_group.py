"""DEP014 single-member-group."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, several, told

PROVIDERS = {"providers.yaml": several(*(service(name) for name in "abc"))}


def checkout(*entries: str) -> dict[str, str]:
    text = service("checkout", "dependsOn:", *(f"  - {{{entry}}}" for entry in entries))
    return {**COMPANY, **PROVIDERS, "checkout.yaml": text}


REPORTED = [
    pytest.param(
        checkout("service: a, group: pay"),
        [
            "checkout.yaml:8:25 warning[single-member-group] service checkout has a redundancy group with one member:"
            " pay has only a",
            "  help: add another service to it with `group: pay`, or remove `group` here",
        ],
        id="a group of one",
    ),
    pytest.param(
        checkout("service: a, group: payers", "service: b, group: payers", "service: c, group: payer"),
        [
            "checkout.yaml:10:25 warning[single-member-group] service checkout has a redundancy group with one member:"
            " payer has only c",
            "  help: did you mean group: payers?",
            "  checkout.yaml:8:25 redundancy group with a similar name",
        ],
        id="renamed in two of three lines",
    ),
    pytest.param(
        checkout("service: a, group: payers", "service: b, group: payer"),
        [
            "checkout.yaml:8:25 warning[single-member-group] service checkout has a redundancy group with one member:"
            " payers has only a",
            "  help: did you mean group: payer?",
            "  checkout.yaml:9:25 redundancy group with a similar name",
        ],
        id="renamed in one of two lines, once",
    ),
]

SILENT = [
    pytest.param(checkout("service: a, group: pay", "service: b, group: pay"), id="a group of two"),
    pytest.param(checkout("service: a", "service: b"), id="no group"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP014", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in told("DEP014", files) if "single-member-group" in line] == []


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        pytest.param(["service: a, group: pay, need: 2"], "impossible-quorum", id="it needs two"),
        pytest.param(["service: a, group: pay"] * 2, "repeated-dependency", id="one service twice"),
    ],
)
def test_one_mistake_is_one_finding(entries: list[str], rule: str) -> None:
    found = [line for line in told("DEP014", checkout(*entries)) if not line.startswith("  ")]
    assert [line.split("[")[1].split("]")[0] for line in found] == [rule]
