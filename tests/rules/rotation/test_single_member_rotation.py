"""ROT103: a rotation with one person."""

from __future__ import annotations

import pytest

from tests.rules.shop import PEOPLE, ROTATION, SERVICE, TEAM, TEAM_AND_PEOPLE, told

ALONE = ROTATION.replace("[ana, bo]", "[ana]")
FINDING = (
    "8:15 ROT103 rotation shop-primary has one member: ana is on call all the time | "
    "add a second person to `members`; a layer with several members also needs `turn` and `from`"
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ALONE, id="one name"),
        pytest.param(ROTATION.replace("[ana, bo]", "[ana, ana]"), id="the same name twice"),
        pytest.param(ALONE + "  - {id: night, members: [ana]}\n", id="the same name in two layers"),
    ],
)
def test_reported(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == [FINDING]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ROTATION, id="two"),
        pytest.param(ALONE + "  - {id: night, members: [bo]}\n", id="two in two layers"),
        pytest.param(ALONE + "external: {provider: pagerduty}\n", id="an external schedule"),
        pytest.param(ALONE + "role: shadow\n", id="a shadow"),
    ],
)
def test_silent(subject: str) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE) if " ROT103 " in line]


def test_a_team_of_one_is_one_finding() -> None:
    team = TEAM.replace("[ana, bo]", "[ana]")
    assert [line.split()[1] for line in told(ALONE, team, PEOPLE, SERVICE)] == ["OWN003"]


def test_a_team_of_one_that_owns_nothing_is_not_reported_elsewhere() -> None:
    team = TEAM.replace("[ana, bo]", "[ana]")
    assert [line.split()[1] for line in told(ALONE, team, PEOPLE)] == ["ROT103"]
