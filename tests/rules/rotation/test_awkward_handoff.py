"""ROT109: a rotation with handoffs at night."""

from __future__ import annotations

import pytest

from tests.rules.shop import PEOPLE, ROTATION, TEAM, TEAM_AND_PEOPLE, told

NIGHT = ROTATION.replace("09:00", "03:00")
HELP = 'set a handoff time in the working hours of both people, for example `handoff: {day: mon, at: "10:00"}`'
TOKYO = PEOPLE.replace("name: bo\n", "name: bo\ntimeZone: Asia/Tokyo\n")


def test_a_night_in_madrid() -> None:
    assert told(NIGHT, TEAM_AND_PEOPLE, about="awkward-handoff") == [
        "3:7 ROT109 rotation shop-primary has handoffs at night: 57 of 57, first Mon 2026-11-23 03:00 Europe/Madrid "
        f"(02:00 UTC) for bo | {HELP}"
    ]


def test_a_night_for_one_of_them() -> None:
    late = ROTATION.replace("09:00", "18:00")
    [found] = told(late, TEAM, TOKYO, about="awkward-handoff")
    assert "57 of 57, first Tue 2026-11-24 02:00 Asia/Tokyo (2026-11-23 17:00 UTC) for bo" in found


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ROTATION, id="in the morning"),
        pytest.param(ROTATION.replace("09:00", "22:00"), id="at the end of the hours"),
        pytest.param(NIGHT.replace("[ana, bo]", "[ana, ana]"), id="from one person to the same"),
        pytest.param(NIGHT + "external: {provider: x}\n", id="an external schedule"),
    ],
)
def test_silent(subject: str) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE, about="awkward-handoff") if "ROT109" in line]
