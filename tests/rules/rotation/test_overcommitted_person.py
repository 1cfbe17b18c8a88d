"""ROT108: a person on call in too many rotations at the same time."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

FINDING = (
    "{} ROT108 person {} is on call in 4 rotations at the same time, limit 3: r0, r1, r2 and r3, {} | add other people or "
    "move turns, so that each person is on call in at most 3 of these at a time"
)


def rotations(count: int, more: str = "") -> list[str]:
    return [ROTATION.replace("shop-primary", f"r{n}") + more for n in range(count)]


def test_four() -> None:
    assert told(TEAM_AND_PEOPLE, *rotations(4)) == [
        FINDING.format("14:7", "bo", "Sun 2026-11-22 00:00 to 2026-11-23 08:00 UTC; at other times also ana")
    ]


def test_the_policy_may_ask_for_fewer() -> None:
    policy = (
        "apiVersion: ownercat/v1\nkind: Policy\nname: default\nrules: {options: {overcommitted-person: {most: 1}}}\n"
    )
    found = [line for line in told(TEAM_AND_PEOPLE, *rotations(2), policy) if "ROT108" in line]
    assert len(found) == 1


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(rotations(3), id="three"),
        pytest.param([*rotations(3), ROTATION + "role: shadow\n"], id="three and a shadow"),
        pytest.param([*rotations(3), ROTATION + "external: {provider: x}\n"], id="three and one elsewhere"),
        pytest.param(
            [
                *rotations(2),
                *(r.replace("name: r", "name: s").replace("[ana, bo]", "[bo, ana]") for r in rotations(2)),
            ],
            id="two and two of the other week",
        ),
    ],
)
def test_silent(others: list[str]) -> None:
    assert told(TEAM_AND_PEOPLE, *others) == []
