"""OWN025 repeated-member."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, several, team, told

PEOPLE = {"people.yaml": several(doc("Person", "ana", "aliases: [{name: anna}]"), doc("Person", "bo"))}

REPORTED = [
    pytest.param(
        "[ana, bo, ana]",
        [
            "web.yaml:4:20 warning[repeated-member] team web lists a member twice: ana",
            "  help: remove this entry, or write the name of another person",
            "  web.yaml:4:11 first entry of ana",
        ],
        id="by name",
    ),
    pytest.param(
        "[anna, bo, 'person:ana']",
        [
            "web.yaml:4:21 warning[repeated-member] team web lists a member twice: ana",
            "  help: remove this entry, or write the name of another person",
            "  web.yaml:4:11 first entry of ana",
        ],
        id="by alias, and with the kind",
    ),
]


@pytest.mark.parametrize(("members", "expected"), REPORTED)
def test_reported(members: str, expected: list[str]) -> None:
    found = told("OWN025", {**PEOPLE, "web.yaml": team("web", members=members)})
    assert [line for line in found if "REF004" not in line and "reference-through-alias" not in line][:3] == expected


ROTATION = (
    "team: storefront",
    "layers:",
    "  - {id: week, timeZone: UTC, members: [ana, bo, ana, bo], from: 2026-01-05,",
    "     turn: {every: 1w, handoff: {day: mon, at: '10:00'}}}",
)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"web.yaml": team("web", members="[ana, bo]")}, id="each once"),
        pytest.param({"web.yaml": team("web"), "depot.yaml": team("depot")}, id="in two teams"),
        pytest.param({"r.yaml": doc("Rotation", "web-primary", *ROTATION)}, id="in a layer of a rotation"),
    ],
)
def test_silent(files: dict[str, str]) -> None:
    assert told("OWN025", {**COMPANY, **files}) == []
