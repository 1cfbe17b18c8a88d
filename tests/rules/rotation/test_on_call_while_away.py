"""ROT106: a person on call during an absence."""

from __future__ import annotations

import pytest

from tests.rules.shop import PEOPLE, ROTATION, TEAM, told

AWAY = PEOPLE + "away:\n  - {from: 2027-01-12, to: 2027-01-17, timeZone: Europe/Madrid}\n"  # bo
SWAP = "overrides:\n  - {from: 2027-01-11T09:00, to: 2027-01-18, timeZone: Europe/Madrid, remove: bo, add: ana}\n"
THIRD = ROTATION.replace("shop-primary", "shop-third")


def test_a_turn_within_an_absence() -> None:
    assert told(AWAY, TEAM, ROTATION) == [
        "11:5 ROT106 person bo is on call in rotation shop-primary during an absence from 2027-01-12 to 2027-01-17: Tue "
        "2027-01-12 00:00 to 2027-01-18 00:00 Europe/Madrid (2027-01-11 23:00 to 2027-01-17 23:00 UTC) | add to `overrides` "
        "of rotation shop-primary: `{from: 2027-01-12T00:00, to: 2027-01-18T00:00, timeZone: Europe/Madrid, remove: bo, "
        "add: ana}`"
    ]


def test_two_rotations_are_one_finding() -> None:
    assert told(AWAY, TEAM, ROTATION, THIRD) == [
        "11:5 ROT106 person bo is on call in rotation shop-primary and rotation shop-third during an absence from "
        "2027-01-12 to 2027-01-17: Tue 2027-01-12 00:00 to 2027-01-18 00:00 Europe/Madrid (2027-01-11 23:00 to 2027-01-17 "
        "23:00 UTC), first of 2 times | add to `overrides` of rotation shop-primary: `{from: 2027-01-12T00:00, to: "
        "2027-01-18T00:00, timeZone: Europe/Madrid, remove: bo, add: ana}`"
    ]


def test_the_fix_does_not_propose_a_person_who_is_also_away() -> None:
    both = AWAY.replace("name: ana\n", "name: ana\naway: [{from: 2027-01-12, to: 2027-01-12}]\n")
    [found] = told(both, TEAM, ROTATION)
    assert found.endswith("remove: bo, add: PERSON}`, where PERSON is a person who is not away")


@pytest.mark.parametrize(
    "rotation",
    [
        pytest.param(ROTATION + SWAP, id="somebody stands in"),
        pytest.param(ROTATION.replace("[ana, bo]", "[bo, ana]"), id="the other week"),
        pytest.param(ROTATION + "role: shadow\n", id="a shadow"),
        pytest.param(ROTATION + "external: {provider: pagerduty}\n", id="an external schedule"),
    ],
)
def test_silent(rotation: str) -> None:
    assert told(AWAY, TEAM, rotation) == []


def test_an_absence_is_no_fact_without_a_date() -> None:
    assert told(AWAY, TEAM, ROTATION, as_of=None) == []
