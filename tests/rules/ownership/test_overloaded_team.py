"""OWN016 overloaded-team."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team, told

POLICY = {"policy.yaml": doc("Policy", "shop", "rules: {options: {overloaded-team: {most: 1}}}")}
HELP = "  help: add members to the team, give services to other teams, or retire unused services"


def services(count: int, *lines: str) -> dict[str, str]:
    return {"s.yaml": several(*(service(f"s{number}", *lines) for number in range(count)))}


def test_reported() -> None:
    assert told("OWN016", {**COMPANY, **POLICY, **services(3)}) == [
        "storefront.yaml:4:10 info[overloaded-team]"
        " team storefront owns 3 services with 2 active members: 1.5 services per member, limit 1",
        HELP,
        "  s.yaml:6:8 owner of service s0",
        "  s.yaml:13:8 owner of service s1",
        "  s.yaml:20:8 owner of service s2",
    ]


def test_the_default_limit_is_10() -> None:
    assert told("OWN016", {**COMPANY, **services(20)}) == []
    assert told("OWN016", {**COMPANY, **services(21)})[0].endswith(
        "owns 21 services with 2 active members: 10.5 services per member, limit 10"
    )


SILENT = [
    pytest.param(services(2), id="one service per member"),
    pytest.param(services(5, "type: external"), id="external services"),
    pytest.param(services(5, "lifecycle: retired"), id="retired services"),
    pytest.param(
        {
            **services(3),
            "below.yaml": several(team("below", "parent: storefront", members="[chidi]"), doc("Person", "chidi")),
        },
        id="a child team has members too",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    found = told("OWN016", {**COMPANY, **POLICY, **files})
    assert [line for line in found if "overloaded" in line] == []


def test_a_person_who_left_does_not_count() -> None:
    people = several(PEOPLE, doc("Person", "chidi", "active: false"))
    files = {
        **POLICY,
        **services(3),
        "people.yaml": people,
        "storefront.yaml": team("storefront", members="[ana, bo, chidi]"),
    }
    assert [line for line in told("OWN016", files) if "overloaded-team" in line] == [
        "storefront.yaml:4:10 info[overloaded-team] team storefront owns 3 services with 2 active members: 1.5 services per member, limit 1"
    ]


def test_silent_if_a_member_is_unknown() -> None:
    files = {
        **POLICY,
        **services(3),
        "people.yaml": PEOPLE,
        "storefront.yaml": team("storefront", members="[ana, bo, xyz]"),
    }
    assert [line for line in told("OWN016", files) if "overloaded" in line] == []


def test_a_cycle_of_teams_ends() -> None:
    files = {
        **POLICY,
        **services(3),
        "people.yaml": PEOPLE,
        "storefront.yaml": several(team("storefront", "parent: a"), team("a", "parent: storefront", members="[ana]")),
    }
    assert "1.5 services per member, limit 1" in told("OWN016", files)[0]
