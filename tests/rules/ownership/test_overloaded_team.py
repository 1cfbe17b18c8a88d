"""OWN016 overloaded-team."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team, told

POLICY = {"policy.yaml": doc("Policy", "shop", "rules: {options: {overloaded-team: {most: 1}}}")}
HELP = "  help: add people, give services to other teams, or retire those that nobody needs"


def services(count: int, *lines: str) -> dict[str, str]:
    return {"s.yaml": several(*(service(f"s{number}", *lines) for number in range(count)))}


def test_reported() -> None:
    assert told("OWN016", {**COMPANY, **POLICY, **services(3)}) == [
        "storefront.yaml:4:10 info[overloaded-team]"
        " team storefront has 3 services for 2 active members: 3 / 2 = 1.5 > 1",
        HELP,
        "  s.yaml:6:8 service s0 is owned here",
        "  s.yaml:13:8 service s1 is owned here",
        "  s.yaml:20:8 service s2 is owned here",
    ]


def test_the_usual_bound_is_generous() -> None:
    assert told("OWN016", {**COMPANY, **services(20)}) == []
    assert told("OWN016", {**COMPANY, **services(21)})[0].endswith(
        "21 services for 2 active members: 21 / 2 = 10.5 > 10"
    )


SILENT = [
    pytest.param(services(2), id="one each"),
    pytest.param(services(5, "type: external"), id="others run them"),
    pytest.param(services(5, "lifecycle: retired"), id="they are gone"),
    pytest.param(
        {
            **services(3),
            "below.yaml": several(team("below", "parent: storefront", members="[chidi]"), doc("Person", "chidi")),
        },
        id="a team below has people as well",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    found = told("OWN016", {**COMPANY, **POLICY, **files})
    assert [line for line in found if "overloaded" in line] == []


def test_who_left_does_not_count() -> None:
    people = several(PEOPLE, doc("Person", "chidi", "active: false"))
    files = {
        **POLICY,
        **services(3),
        "people.yaml": people,
        "storefront.yaml": team("storefront", members="[ana, bo, chidi]"),
    }
    assert [line for line in told("OWN016", files) if "overloaded-team" in line] == [
        "storefront.yaml:4:10 info[overloaded-team] team storefront has 3 services for 2 active members: 3 / 2 = 1.5 > 1"
    ]


def test_members_who_cannot_be_judged_silence_it() -> None:
    files = {
        **POLICY,
        **services(3),
        "people.yaml": PEOPLE,
        "storefront.yaml": team("storefront", members="[ana, bo, xyz]"),
    }
    assert [line for line in told("OWN016", files) if "overloaded" in line] == []


def test_a_circle_of_teams_ends() -> None:
    files = {
        **POLICY,
        **services(3),
        "people.yaml": PEOPLE,
        "storefront.yaml": several(team("storefront", "parent: a"), team("a", "parent: storefront", members="[ana]")),
    }
    assert "3 / 2 = 1.5 > 1" in told("OWN016", files)[0]
