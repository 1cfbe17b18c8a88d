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
            "s.yaml:7:21 warning[sole-authority] service checkout leaves hotfix to team:storefront, and ana alone may "
            "authorise it",
            "  help: add `hotfix` to `may` of a second one of them, such as bo",
            "  people.yaml:4:6 ana may",
        ],
        id="a team",
    ),
    pytest.param(
        authorise("rotation:primary"),
        [
            "s.yaml:7:21 warning[sole-authority] service checkout leaves hotfix to rotation:primary, and ana alone may "
            "authorise it",
            "  help: add `hotfix` to `may` of a second one of them, such as bo",
            "  people.yaml:4:6 ana may",
        ],
        id="a rotation",
    ),
    pytest.param(
        {"s.yaml": several(*(service(name, "authorise: {hotfix: [ana]}") for name in ("checkout", "cart")))},
        [
            "s.yaml:7:21 warning[sole-authority] service checkout leaves hotfix to ana, and ana alone may authorise it, "
            "and so for 1 other service",
            "  help: add `hotfix` to `may` of a second person, and name them here as well",
            "  people.yaml:4:6 ana may",
            "  s.yaml:15:21 relies on them, too",
        ],
        id="one person by name, for two services",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN013", {**COMPANY, **files}) == expected


SILENT = [
    pytest.param({**authorise("team:storefront"), "people.yaml": BOTH}, id="two of them may"),
    pytest.param(authorise("team:storefront", "lifecycle: retired"), id="it is retired"),
    pytest.param({**authorise("ana"), "people.yaml": several(doc("Person", "ana"), BO)}, id="nobody declares it"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN013", {**COMPANY, **files}) == []


def test_nobody_who_may_is_another_finding() -> None:
    found = told("OWN013", {**COMPANY, **authorise("bo")})
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[unheld-authority]"]


def test_a_team_of_one_is_told_as_that() -> None:
    found = told(
        "OWN013", {**COMPANY, "storefront.yaml": team("storefront", members="[ana]"), **authorise("team:storefront")}
    )
    assert [line.split(" ")[1] for line in found if "[" in line] == ["warning[lone-owner]"]
