"""OWN013 sole-authority."""

from __future__ import annotations

import pytest

from tests.rules.parts import doc, service, several, team, told

ANA, BO = doc("Person", "ana", "may: [hotfix]"), doc("Person", "bo")
COMPANY = {"storefront.yaml": team("storefront"), "people.yaml": several(ANA, BO)}
ROTATION = "layers: [{members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}]"
PRIMARY = doc("Rotation", "primary", "team: storefront", ROTATION)
BOTH = several(ANA, doc("Person", "bo", "may: [hotfix]"))


def authorise(who: str, *more: str) -> dict[str, str]:
    return {"s.yaml": service("checkout", f"authorise: {{hotfix: [{who}]}}", *more), "r.yaml": PRIMARY}


REPORTED = [
    pytest.param(
        authorise("team:storefront"),
        [
            "s.yaml:7:21 warning[sole-authority] service checkout has a single person who can authorize hotfix: ana "
            "(of team:storefront)",
            "  help: add `hotfix` to `may` of another person, such as bo",
            "  people.yaml:4:6 authorities of ana",
        ],
        id="a team",
    ),
    pytest.param(
        authorise("rotation:primary"),
        [
            "s.yaml:7:21 warning[sole-authority] service checkout has a single person who can authorize hotfix: ana "
            "(of rotation:primary)",
            "  help: add `hotfix` to `may` of another person, such as bo",
            "  people.yaml:4:6 authorities of ana",
        ],
        id="a rotation",
    ),
    pytest.param(
        {"s.yaml": several(*(service(name, "authorise: {hotfix: [ana]}") for name in ("checkout", "cart")))},
        [
            "s.yaml:7:21 warning[sole-authority] service checkout and 1 other service have a single person who can "
            "authorize hotfix: ana",
            "  help: add `hotfix` to `may` of a second person, and add this person here",
            "  people.yaml:4:6 authorities of ana",
            "  s.yaml:15:21 the same people for service cart",
        ],
        id="one person by name, for two services",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN013", {**COMPANY, **files}) == expected


SILENT = [
    pytest.param({**authorise("team:storefront"), "people.yaml": BOTH}, id="two people hold it"),
    pytest.param(authorise("team:storefront", "lifecycle: retired"), id="it is retired"),
    pytest.param(
        {**authorise("ana"), "people.yaml": several(doc("Person", "ana"), BO)}, id="no person has authorities"
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN013", {**COMPANY, **files}) == []


def test_no_holder_is_unheld_authority() -> None:
    found = told("OWN013", {**COMPANY, **authorise("bo")})
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[unheld-authority]"]


def test_a_team_with_one_member_is_lone_owner() -> None:
    found = told(
        "OWN013", {**COMPANY, "storefront.yaml": team("storefront", members="[ana]"), **authorise("team:storefront")}
    )
    assert [line.split(" ")[1] for line in found if "[" in line] == ["warning[lone-owner]"]
