"""ROT106: a turn in the holidays."""

from __future__ import annotations

import pytest

from tests.rules.shop import PEOPLE, ROTATION, TEAM, told

AWAY = PEOPLE + "away:\n  - {from: 2027-01-12, to: 2027-01-17, timeZone: Europe/Madrid}\n"  # bo
SWAP = "overrides:\n  - {from: 2027-01-11T09:00, to: 2027-01-18, timeZone: Europe/Madrid, remove: bo, add: ana}\n"
THIRD = ROTATION.replace("shop-primary", "shop-third")


def test_a_turn_within_an_absence() -> None:
    assert told(AWAY, TEAM, ROTATION) == [
        "11:5 ROT106 bo is away from 2027-01-12 to 2027-01-17 and on call in rotation shop-primary: Tue 2027-01-12 00:00 "
        "to 2027-01-18 00:00 Europe/Madrid (2027-01-11 23:00 to 2027-01-17 23:00 UTC) | add to `overrides` of rotation "
        "shop-primary: {from: 2027-01-12T00:00, to: 2027-01-18T00:00, timeZone: Europe/Madrid, remove: bo, add: ana}"
    ]


def test_two_rotations_are_one_finding() -> None:
    assert told(AWAY, TEAM, ROTATION, THIRD) == [
        "11:5 ROT106 bo is away from 2027-01-12 to 2027-01-17 and on call in rotation shop-primary and rotation "
        "shop-third: Tue 2027-01-12 00:00 to 2027-01-18 00:00 Europe/Madrid (2027-01-11 23:00 to 2027-01-17 23:00 UTC), "
        "the first of 2 times | add to `overrides` of rotation shop-primary: {from: 2027-01-12T00:00, to: "
        "2027-01-18T00:00, timeZone: Europe/Madrid, remove: bo, add: ana}"
    ]


def test_nobody_stands_in_who_is_away_as_well() -> None:
    both = AWAY.replace("name: ana\n", "name: ana\naway: [{from: 2027-01-12, to: 2027-01-12}]\n")
    [found] = told(both, TEAM, ROTATION)
    assert found.endswith("remove: bo, add: …}")


@pytest.mark.parametrize(
    "rotation",
    [
        pytest.param(ROTATION + SWAP, id="somebody stands in"),
        pytest.param(ROTATION.replace("[ana, bo]", "[bo, ana]"), id="the other week"),
        pytest.param(ROTATION + "role: shadow\n", id="a shadow"),
        pytest.param(ROTATION + "external: {provider: pagerduty}\n", id="a schedule that lives elsewhere"),
    ],
)
def test_silent(rotation: str) -> None:
    assert told(AWAY, TEAM, rotation) == []


def test_an_absence_is_no_fact_without_a_date() -> None:
    assert told(AWAY, TEAM, ROTATION, as_of=None) == []
