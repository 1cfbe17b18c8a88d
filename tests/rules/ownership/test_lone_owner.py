"""OWN003 lone-owner."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team, told

PEOPLE_AND_ROBOT = several(PEOPLE, doc("Person", "robo", "bot: true"), doc("Person", "away", "active: false"))

REPORTED = [
    pytest.param(
        {"checkout.yaml": service("checkout"), "team.yaml": team("storefront", members="[ana]")},
        [
            "team.yaml:4:11 warning[lone-owner]"
            " team storefront has one active member, ana, and owns 1 service: checkout",
            "  help: add a second active member to team storefront, or give its services to a larger team",
            "  checkout.yaml:6:8 owner of service checkout",
        ],
        id="one member",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout"), "team.yaml": team("storefront", members="[robo, ana]")},
        [
            "team.yaml:4:17 warning[lone-owner]"
            " team storefront has one active member, ana, and owns 1 service: checkout",
            "  help: add a second active member to team storefront, or give its services to a larger team",
            "  team.yaml:4:11 bot",
            "  checkout.yaml:6:8 owner of service checkout",
        ],
        id="a bot is not a second member",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout"), "team.yaml": team("storefront", members="[ana, ana]")},
        [
            "team.yaml:4:11 warning[lone-owner]"
            " team storefront has one active member, ana, and owns 1 service: checkout",
            "  help: add a second active member to team storefront, or give its services to a larger team",
            "  checkout.yaml:6:8 owner of service checkout",
        ],
        id="the same person twice",
    ),
]

SILENT = [
    pytest.param({"checkout.yaml": service("checkout"), "team.yaml": team("storefront")}, id="two members"),
    pytest.param({"team.yaml": team("storefront", members="[ana]")}, id="a team that owns nothing"),
    pytest.param(
        {"checkout.yaml": service("checkout", "lifecycle: retired"), "team.yaml": team("storefront", members="[ana]")},
        id="a team that owns only retired services",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout"),
            "team.yaml": several(
                team("storefront", members="[ana]"), team("web", "parent: storefront", members="[bo]")
            ),
        },
        id="a second member in a child team",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    found = told("OWN003", {"people.yaml": PEOPLE_AND_ROBOT, **files})
    assert found[: len(expected)] == expected
    assert [line for line in found[len(expected) :] if "[" in line and "[repeated-member]" not in line] == []


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN003", {"people.yaml": PEOPLE_AND_ROBOT, **files}) == []


def test_a_misspelt_second_member_is_one_finding() -> None:
    files = {
        **COMPANY,
        "checkout.yaml": service("checkout"),
        "storefront.yaml": team("storefront", members="[ana, bop]"),
    }
    assert [line for line in told("OWN003", files) if "[" in line] == [
        "storefront.yaml:4:16 error[unknown-reference] team storefront has an undefined member: person bop"
    ]
