"""ROT001: a rotation that schedules a person who is not active."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.shop import PEOPLE, ROTATION, TEAM, TEAM_AND_PEOPLE, told

HELP = "replace chidi with an active member of the team at the same position, so that other turns do not change"
LEFT = "apiVersion: ownercat/v1\nkind: Person\nname: chidi\nleavesOn: 2026-10-31\n"
LEAVES = LEFT.replace("2026-10-31", "2026-12-31")
INACTIVE = LEFT.replace("leavesOn: 2026-10-31", "active: false")
THREE = ROTATION.replace("[ana, bo]", "[ana, bo, chidi]")
OVERRIDE = ROTATION + "overrides:\n  - {from: 2026-%s, to: 2026-%s, add: chidi}\n"
WITH_CHIDI = TEAM.replace("[ana, bo]", "[ana, bo, chidi]")


def test_left_already() -> None:
    assert told(THREE, TEAM_AND_PEOPLE, LEFT) == [
        f"8:24 ROT001 rotation shop-primary schedules an inactive person: chidi (last day 2026-10-31) | {HELP}"
    ]


def test_not_active_even_without_a_date() -> None:
    assert told(THREE, TEAM_AND_PEOPLE, INACTIVE, as_of=None) == [
        f"8:24 ROT001 rotation shop-primary schedules an inactive person: chidi (`active: false`) | {HELP}"
    ]


def test_once_per_person() -> None:
    subject = THREE + "  - {id: night, timeZone: UTC, members: [chidi, ana], from: 2026-01-05}\n"
    assert len([line for line in told(subject, TEAM_AND_PEOPLE, LEFT) if "ROT001" in line]) == 1


def test_an_override_to_come() -> None:
    assert told(OVERRIDE % ("12-01", "12-02"), TEAM_AND_PEOPLE, LEFT) == [
        f"12:45 ROT001 rotation shop-primary schedules an inactive person: chidi (last day 2026-10-31) | {HELP}"
    ]


def test_an_override_after_the_last_day() -> None:
    assert told(OVERRIDE % ("12-31T09:00", "12-31T18:00"), TEAM_AND_PEOPLE, LEAVES) == []
    found = told(OVERRIDE % ("12-31T09:00", "12-31T18:00"), TEAM_AND_PEOPLE, LEFT.replace("10-31", "12-30"))
    assert [line.split()[1] for line in found] == ["ROT001"]


@pytest.mark.parametrize(
    ("subject", "person", "as_of"),
    [
        pytest.param(THREE, LEAVES, date(2026, 12, 31), id="the last day is a day of work"),
        pytest.param(THREE, LEFT, None, id="leaving is no fact without a date"),
        pytest.param(OVERRIDE % ("10-01", "10-02"), LEFT, date(2026, 11, 22), id="an override that is over"),
        pytest.param(THREE + "    until: 2026-10-01\n", LEFT, date(2026, 11, 22), id="a layer that is over"),
    ],
)
def test_silent(subject: str, person: str, as_of: date | None) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE, person, as_of=as_of) if "ROT001" in line]


@pytest.mark.parametrize("team", [WITH_CHIDI, TEAM + "lead: chidi\n"], ids=["a member", "the lead"])
def test_who_left_the_team_is_reported_there(team: str) -> None:
    assert [line.split()[1] for line in told(THREE, team, PEOPLE, LEFT)] == ["OWN004"]


def test_without_a_date_nobody_else_reports_it() -> None:
    assert [line.split()[1] for line in told(THREE, WITH_CHIDI, PEOPLE, INACTIVE, as_of=None)] == ["ROT001"]


def test_a_name_that_nobody_has_is_left_to_the_reference_rule() -> None:
    assert [line.split()[1] for line in told(THREE, TEAM_AND_PEOPLE)] == ["REF001"]
