"""DEP005 no-degradation."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, told

POLICY = {"policy.yaml": doc("Policy", "shop", "tiers:", '  "4": {requires: [owner, degradation]}')}
HELP = "  help: write what still works, for example `degrade: checkout shows the last known data`, or add a fallback"


def shop(*entries: str, other: str = "payment", lines: tuple[str, ...] = ()) -> dict[str, str]:
    checkout = service("checkout", "dependsOn:", *(f"  - {{{entry}}}" for entry in entries))
    return {**COMPANY, **POLICY, "s.yaml": several(checkout, service(other, *lines), service("second"))}


REPORTED = [
    pytest.param("service: payment", "s.yaml:8:15", id="a hard dependency without degrade"),
    pytest.param('service: payment, degrade: "  "', "s.yaml:8:15", id="degrade is blank"),
    pytest.param("service: payment, group: g", "s.yaml:8:15", id="a group of one cannot lose a member"),
]


@pytest.mark.parametrize(("entry", "place"), REPORTED)
def test_reported(entry: str, place: str) -> None:
    found = told("DEP005", shop(entry))
    assert found[:2] == [  # DEP014 follows at a group of one
        f"{place} warning[no-degradation] service checkout (tier 4)"
        " has a hard dependency without a `degrade` text: payment",
        HELP,
    ]


SILENT = [
    pytest.param(shop("service: payment, degrade: orders wait"), id="it has a degrade text"),
    pytest.param(shop("service: payment, mode: soft"), id="it is soft"),
    pytest.param(shop("service: payment, status: planned"), id="it is planned"),
    pytest.param(shop("service: payment, group: g", "service: second, group: g"), id="a redundancy group can lose it"),
    pytest.param({**shop("service: payment"), "policy.yaml": doc("Policy", "shop")}, id="the tier does not require it"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP005", files) == []


def test_a_planned_stand_in_does_not_stand_in_yet() -> None:
    files = shop("service: payment, group: g", "service: second, group: g, status: planned")
    assert [line.split(" ")[0] for line in told("DEP005", files) if "[" in line] == ["s.yaml:8:15"]


def test_what_is_gone_is_one_finding() -> None:
    found = told("DEP005", shop("service: payment", lines=("lifecycle: retired",)))
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[depends-on-retired]"]
