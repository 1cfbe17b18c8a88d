"""DEP015 repeated-dependency."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, service, several, told

PROVIDES = "provides: [{interface: plan, type: http}, {interface: live, type: grpc}]"
PROVIDERS = {"providers.yaml": several(service("a", PROVIDES, "aliases: [{name: old-a}]"), service("b"), service("c"))}


def checkout(*entries: str) -> dict[str, str]:
    text = service("checkout", "dependsOn:", *(f"  - {{{entry}}}" for entry in entries))
    return {**COMPANY, **PROVIDERS, "checkout.yaml": text}


REPORTED = [
    pytest.param(
        checkout("service: a, mode: hard", "service: b", "service: a, mode: soft"),
        [
            "checkout.yaml:10:5 warning[repeated-dependency] service checkout lists a dependency twice: a (hard and soft)",
            "  help: keep the entry with the correct mode, and remove the other entry; if this entry means another service or interface,"
            " correct its name",
            "  checkout.yaml:8:5 first entry of a",
        ],
        id="with two modes",
    ),
    pytest.param(
        checkout("service: a, interface: plan", "service: a, interface: plan"),
        [
            "checkout.yaml:9:5 warning[repeated-dependency] service checkout lists a dependency twice: a, interface plan",
            "  help: remove this entry; if this entry means another service or interface, correct its name",
            "  checkout.yaml:8:5 first entry of a, interface plan",
        ],
        id="one interface",
    ),
    pytest.param(
        checkout("service: a, mode: soft", "service: a, group: pay", "service: b, group: pay"),
        [
            "checkout.yaml:9:5 warning[repeated-dependency] service checkout lists a dependency twice: a (soft and hard)",
            "  help: keep the entry with the correct mode, and remove the other entry; if this entry means another service or interface,"
            " correct its name",
            "  checkout.yaml:8:5 first entry of a",
        ],
        id="alone, and in a group",
    ),
]

SILENT = [
    pytest.param(checkout("service: a", "service: b"), id="two services"),
    pytest.param(checkout("service: a, interface: plan", "service: a, interface: live"), id="two interfaces"),
    pytest.param(
        checkout("service: a, group: g", "service: b, group: g", "service: a, group: h", "service: c, group: h"),
        id="in two redundancy groups",
    ),
    pytest.param(checkout("service: a, mode: soft", "service: a, status: planned"), id="active and planned"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert [line for line in told("DEP015", files) if "shared-fate" not in line][: len(expected)] == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in told("DEP015", files) if "repeated-dependency" in line] == []


def test_by_an_alias() -> None:
    found = told("DEP015", checkout("service: a", "service: old-a"))
    assert [line.split(" ")[0] for line in found if "repeated-dependency" in line] == ["checkout.yaml:9:5"]


@pytest.mark.parametrize(
    ("entry", "rule"), [("service: x", "unknown-reference"), ("service: a, group: g, need: 2", "impossible-quorum")]
)
def test_one_mistake_is_one_finding(entry: str, rule: str) -> None:
    found = [line for line in told("DEP015", checkout(entry, entry)) if not line.startswith("  ")]
    assert {line.split("[")[1].split("]")[0] for line in found} == {rule}
