"""ROT107: a person with a much larger share than the others."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

HELP = "list each member the same number of times, or add people to the layers with one member"
UNEVEN = ROTATION.replace("[ana, bo]", "[ana, bo, ana, ana, ana]")


def test_four_of_five() -> None:
    assert told(UNEVEN, TEAM_AND_PEOPLE, about="uneven-load") == [
        "3:7 ROT107 rotation shop-primary has an uneven load: ana has 79 % (7,584 h); an even share for 2 people is 50 % | "
        f"{HELP}"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ROTATION, id="every other week"),
        pytest.param(ROTATION.replace("[ana, bo]", "[ana, bo, ana]"), id="two of three are within the bound"),
        pytest.param(UNEVEN.replace("every: 1w", "every: 20w"), id="too few turns to tell"),
        pytest.param(UNEVEN + "role: shadow\n", id="a shadow"),
        pytest.param(UNEVEN + "external: {provider: x}\n", id="an external schedule"),
    ],
)
def test_silent(subject: str) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE, about="uneven-load") if "ROT107" in line]


def test_who_leaves_makes_it_uneven_for_a_while() -> None:
    people = TEAM_AND_PEOPLE + "leavesOn: 2027-12-01\n"
    assert not [line for line in told(UNEVEN, people, about="uneven-load") if "ROT107" in line]
