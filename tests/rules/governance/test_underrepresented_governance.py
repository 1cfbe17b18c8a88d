"""GOV007 underrepresented-governance."""

from __future__ import annotations

import pytest

from tests.rules.parts import PEOPLE, doc, several, team, told


def company(represents: str, *people: str) -> dict[str, str]:
    return {
        "policy.yaml": doc("Policy", "shop", f"governance: {{team: council, quorum: 1{represents}}}"),
        "council.yaml": team("council"),
        "people.yaml": several(*people) if people else PEOPLE,
    }


BOTH = ", represents: [engineering, Support]"
ANA = doc("Person", "ana", "labels: {represents: 'product, Engineering'}")
BO = doc("Person", "bo")

REPORTED = [
    pytest.param(
        company(BOTH),
        [
            "policy.yaml:4:52 warning[underrepresented-governance] governance team council has no member who represents"
            " engineering and Support: members are ana and bo",
            "  help: add a member who represents engineering to team council, or set `labels: {represents: engineering}` on a member",
            "  council.yaml:3:7 team council",
        ],
        id="nobody says what they stand for",
    ),
    pytest.param(
        company(BOTH, ANA, BO),
        [
            "policy.yaml:4:52 warning[underrepresented-governance] governance team council has no member who represents"
            " Support: members are ana and bo",
            "  help: add a member who represents Support to team council, or set `labels: {represents: Support}` on a member",
            "  council.yaml:3:7 team council",
            "  people.yaml:4:22 groups that ana represents: product, Engineering",
        ],
        id="one part is missing",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("GOV007", files) == expected


SILENT = [
    pytest.param(company(BOTH, ANA, doc("Person", "bo", "labels: {represents: support}")), id="labels of people"),
    pytest.param({**company(BOTH, ANA, BO), "support.yaml": team("support")}, id="a team of that name"),
    pytest.param(
        {**company(BOTH, ANA, BO), "desk.yaml": team("desk", "labels: {represents: support}")}, id="the label of a team"
    ),
    pytest.param(company(""), id="the built-in list is nobody's decision"),
    pytest.param(company(", represents: []"), id="nobody has to be represented"),
    pytest.param(
        {"policy.yaml": doc("Policy", "shop", "governance: {represents: [support]}"), "people.yaml": PEOPLE},
        id="no team decides",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert [line for line in told("GOV007", files) if "governance" in line] == []


def test_who_left_stands_for_nothing() -> None:
    gone = doc("Person", "chidi", "labels: {represents: support}", "leavesOn: 2026-01-31")
    files = {**company(BOTH, ANA, BO, gone), "council.yaml": team("council", members="[ana, bo, chidi]")}
    assert any("represents Support" in line for line in told("GOV007", files))
    assert not any("represents Support" in line for line in told("GOV007", files, as_of=None))


def test_a_member_who_is_not_known_may_be_the_one() -> None:
    files = {**company(BOTH, ANA, BO), "council.yaml": team("council", members="[ana, bo, nobody-knows]")}
    assert not any("governance" in line for line in told("GOV007", files))
