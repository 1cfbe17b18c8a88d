"""OWN012 unheld-authority."""

from __future__ import annotations

import pytest

from tests.rules.parts import doc, service, several, team, told

ANA, BO = doc("Person", "ana", "may: [rollback]"), doc("Person", "bo")
COMPANY = {"storefront.yaml": team("storefront"), "people.yaml": several(ANA, BO)}
LAYER = 'layers: [{id: a, timeZone: UTC, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}]'
PRIMARY = doc("Rotation", "primary", "team: storefront", LAYER)
HELP = "  help: add `hotfix` to `may` of one of these people"
PEOPLE = ["  people.yaml:4:6 authorities of ana: rollback", "  people.yaml:8:7 authorities of bo: none"]

REPORTED = [
    pytest.param(
        {"s.yaml": service("checkout", "authorise: {hotfix: [team:storefront]}")},
        [
            "s.yaml:7:21 error[unheld-authority] service checkout assigns authority hotfix to people"
            " who do not hold it: ana and bo (of team:storefront)",
            HELP,
            *PEOPLE,
        ],
        id="a team",
    ),
    pytest.param(
        {"s.yaml": several(service("checkout", "authorise: {hotfix: [rotation:primary]}"), PRIMARY)},
        [
            "s.yaml:7:21 error[unheld-authority] service checkout assigns authority hotfix to people"
            " who do not hold it: ana and bo (of rotation:primary)",
            HELP,
            *PEOPLE,
        ],
        id="a rotation",
    ),
    pytest.param(
        {
            "people.yaml": several(ANA, BO, doc("Person", "chidi", "may: [hotfix]")),
            "s.yaml": several(*(service(name, "authorise: {hotfix: [bo]}") for name in ("checkout", "cart", "quote"))),
        },
        [
            "s.yaml:7:21 error[unheld-authority] service checkout and 2 other services assign authority hotfix"
            " to a person who does not hold it: bo",
            f"{HELP}, or assign the authority to a person who holds it: `person:chidi`",
            "  people.yaml:8:7 authorities of bo: none",
            "  s.yaml:15:21 the same people for service cart",
            "  s.yaml:23:21 the same people for service quote",
        ],
        id="the same people are one finding for several services",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("OWN012", {**COMPANY, **files}) == expected


SILENT = [
    pytest.param(
        {
            "people.yaml": several(ANA, doc("Person", "bo", "may: [rollback]")),
            "s.yaml": service("checkout", "authorise: {rollback: [team:storefront]}"),
        },
        id="they hold it",
    ),
    pytest.param(
        {"people.yaml": several(doc("Person", "ana"), BO), "s.yaml": service("checkout", "authorise: {hotfix: [ana]}")},
        id="no person in the catalog has authorities",
    ),
    pytest.param(
        {"s.yaml": service("checkout", "authorise: {hotfix: [ana]}", "lifecycle: retired")}, id="it is retired"
    ),
    pytest.param(
        {
            "s.yaml": service("checkout", "authorise: {hotfix: [rotation:there]}"),
            "there.yaml": doc("Rotation", "there", "team: storefront", "external: {provider: pagerduty, id: P1}"),
        },
        id="an external schedule",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN012", {**COMPANY, **files}) == []


def test_a_person_who_has_left_does_not_count() -> None:
    people = several(doc("Person", "ana", "may: [hotfix]", "leavesOn: 2026-01-31"), BO, doc("Person", "chidi"))
    files = {
        "storefront.yaml": team("storefront", members="[bo, chidi]"),
        "people.yaml": people,
        "s.yaml": service("checkout", "authorise: {hotfix: [ana, bo]}"),
    }
    found = told("OWN012", files)
    assert found[0].endswith(
        "service checkout assigns authority hotfix to a person who does not hold it: bo (of ana and bo)"
    )
    assert not [line for line in told("OWN012", files, as_of=None) if "unheld-authority" in line]


def test_an_undefined_reference_is_one_finding() -> None:
    found = told("OWN012", {**COMPANY, "s.yaml": service("checkout", "authorise: {hotfix: [bo, nobody]}")})
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[unknown-reference]"]
