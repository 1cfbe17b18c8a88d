"""OWN002 person-as-owner."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, team, told

OWNED_BY_ANA = [
    "checkout.yaml:6:8 error[person-as-owner] service checkout has a person as owner: ana",
    "  help: set `owner` to a team of ana: storefront",
    "  people.yaml:3:7 definition of person ana",
]

REPORTED = [
    pytest.param({"checkout.yaml": service("checkout", owner="ana")}, OWNED_BY_ANA, id="by name"),
    pytest.param({"checkout.yaml": service("checkout", owner="person:ana")}, OWNED_BY_ANA, id="with a prefix"),
    pytest.param(
        {"checkout.yaml": service("checkout", owner="person:zoe")},
        [
            "checkout.yaml:6:8 error[person-as-owner] service checkout has a person as owner: zoe",
            "  help: set `owner` to a team",
        ],
        id="an undefined person, and no unknown-reference",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "buy.yaml": doc("Journey", "buy", "outcome: paid", "owner: ana", "steps: [{service: checkout}]"),
        },
        [
            "buy.yaml:5:8 error[person-as-owner] journey buy has a person as owner: ana",
            "  help: set `owner` to a team of ana: storefront",
            "  people.yaml:3:7 definition of person ana",
        ],
        id="a journey",
    ),
]

SILENT = [
    pytest.param({"checkout.yaml": service("checkout")}, id="a team"),
    pytest.param(
        {"checkout.yaml": service("checkout", owner="ana"), "ana.yaml": team("ana")},
        id="a team with the name of a person",
    ),
    pytest.param({"checkout.yaml": service("checkout", "lifecycle: retired", owner="ana")}, id="a retired service"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN002", {**COMPANY, **files}) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN002", {**COMPANY, **files}) == []
