"""OWN024 lead-not-member."""

from __future__ import annotations

import pytest

from tests.rules.parts import doc, several, team, told

PEOPLE = {
    "people.yaml": several(doc("Person", "ana"), doc("Person", "bo"), doc("Person", "chidi", "aliases: [{name: chi}]"))
}


def test_reported() -> None:
    assert told("OWN024", {**PEOPLE, "web.yaml": team("web", "lead: chidi")}) == [
        "web.yaml:6:7 warning[lead-not-member] team web has a lead who is not a member: chidi",
        "  help: add chidi to `members` of team web, or set another `lead`",
        "  web.yaml:4:10 members of team web",
    ]


def test_a_member_of_the_parent_team_only_is_reported() -> None:
    files = {"a.yaml": team("web", members="[ana, bo, chidi]"), "b.yaml": team("shop", "parent: web", "lead: chidi")}
    assert told("OWN024", {**PEOPLE, **files})[0] == (
        "b.yaml:7:7 warning[lead-not-member] team shop has a lead who is not a member: chidi"
    )


SILENT = [
    pytest.param({"web.yaml": team("web", "lead: ana")}, id="a member"),
    pytest.param({"web.yaml": team("web")}, id="no lead"),
    pytest.param({"web.yaml": team("web", "lead: chidi", members="[ana, person:chidi]")}, id="a member, with the kind"),
    pytest.param(
        {"a.yaml": team("web", "lead: chidi"), "b.yaml": team("shop", "parent: web", members="[chidi, bo]")},
        id="a member of a child team",
    ),
    pytest.param(
        {
            "a.yaml": team("web", "parent: shop", "lead: chidi"),
            "b.yaml": team("shop", "parent: web", members="[chidi, bo]"),
        },
        id="a cycle of parents ends",
    ),
    pytest.param({"web.yaml": team("web", "lead: chidi", members="[]")}, id="a team without members"),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in told("OWN024", {**PEOPLE, **files}) if "lead-not-member" in line] == []


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        pytest.param({"web.yaml": team("web", "lead: chidy")}, "unknown-reference", id="an undefined lead"),
        pytest.param(
            {"web.yaml": team("web", "lead: chidi", members="[ana, bo, chidy]")},
            "unknown-reference",
            id="the entry of the lead is misspelled",
        ),
        pytest.param(
            {"web.yaml": team("web", "lead: dora"), "dora.yaml": doc("Person", "dora", "active: false")},
            "departed-member",
            id="an inactive lead",
        ),
        pytest.param(
            {"web.yaml": team("web", "lead: chidi"), "shop.yaml": team("shop", "parent: web", members="[chidi")},
            "invalid-yaml",
            id="a file that may have a child team",
        ),
    ],
)
def test_one_mistake_is_one_finding(files: dict[str, str], rule: str) -> None:
    found = [line for line in told("OWN024", {**PEOPLE, **files}) if "[" in line and not line.startswith("  ")]
    assert [line.split("[")[1].split("]")[0] for line in found] == [rule]
