"""ROT005: a layer without a start day for its turns."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

UNANCHORED = ROTATION.replace("    from: 2026-01-05\n", "")
HELP = "add `from: YYYY-MM-DD`, the day on which the first member's turn starts"


def test_several_members() -> None:
    assert told(UNANCHORED, TEAM_AND_PEOPLE) == [
        f"8:5 ROT005 layer `everyone` of rotation shop-primary has no `from`: ownercat cannot tell which of 2 members is on call | {HELP}"
    ]


def test_a_member_and_an_empty_slot() -> None:
    subject = UNANCHORED.replace("[ana, bo]", "[ana, none]").replace("id: everyone", "x-id: everyone")
    found = told(subject + "  - {members: [bo]}\n", TEAM_AND_PEOPLE)
    assert found == [
        f"8:5 ROT005 layer 1 of rotation shop-primary has no `from`: ownercat cannot tell which of 2 members is on call | {HELP}"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ROTATION, id="anchored"),
        pytest.param(UNANCHORED.replace("[ana, bo]", "[ana]") + "  - {members: [bo]}\n", id="one member in each layer"),
        pytest.param(UNANCHORED + "external: {provider: pagerduty}\n", id="an external schedule"),
    ],
)
def test_silent(subject: str) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE) if " ROT005 " in line]
