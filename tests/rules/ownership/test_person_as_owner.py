"""OWN002 person-as-owner."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, team, told

OWNED_BY_ANA = [
    "checkout.yaml:6:8 error[person-as-owner] service checkout is owned by person ana, and a person cannot own anything",
    "  help: give it to ana's team: storefront",
    "  people.yaml:3:7 person ana is defined here",
]

REPORTED = [
    pytest.param({"checkout.yaml": service("checkout", owner="ana")}, OWNED_BY_ANA, id="found by the name"),
    pytest.param({"checkout.yaml": service("checkout", owner="person:ana")}, OWNED_BY_ANA, id="with the kind in front"),
    pytest.param(
        {"checkout.yaml": service("checkout", owner="person:zoe")},
        [
            "checkout.yaml:6:8 error[person-as-owner]"
            " service checkout is owned by person zoe, and a person cannot own anything",
            "  help: give it to a team",
        ],
        id="a person whom no file defines, and no unknown-reference beside it",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "buy.yaml": doc("Journey", "buy", "outcome: paid", "owner: ana", "steps: [{service: checkout}]"),
        },
        [
            "buy.yaml:5:8 error[person-as-owner] journey buy is owned by person ana, and a person cannot own anything",
            "  help: give it to ana's team: storefront",
            "  people.yaml:3:7 person ana is defined here",
        ],
        id="a journey",
    ),
]

SILENT = [
    pytest.param({"checkout.yaml": service("checkout")}, id="a team"),
    pytest.param(
        {"checkout.yaml": service("checkout", owner="ana"), "ana.yaml": team("ana")}, id="a team called like a person"
    ),
    pytest.param({"checkout.yaml": service("checkout", "lifecycle: retired", owner="ana")}, id="what is retired"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN002", {**COMPANY, **files}) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN002", {**COMPANY, **files}) == []
