"""ESC105: a team that does not stand for one rotation."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, ROTATION, TEAM_AND_PEOPLE, escalation, tier, told

NIGHTS = ROTATION.replace("shop-primary", "shop-nights")
TO_TEAM = escalation("urgent", "tiers:", tier("on-call", "[team:shop]"))
NONE = "ESC105 escalation urgent pages team shop, which has no primary rotation: nobody knows who is meant"


def test_a_team_with_two() -> None:
    assert told(TO_TEAM, PAGED, NIGHTS) == [
        "6:30 ESC105 escalation urgent pages team shop, which has 2 primary rotations: shop-primary and shop-nights | "
        "name the one that is meant: `rotation:shop-primary` or `rotation:shop-nights`"
    ]


def test_a_team_without_any() -> None:
    assert told(TO_TEAM, TEAM_AND_PEOPLE) == [
        f"6:30 {NONE} | write a Rotation with `team: shop`, or page people by name: `person:NAME`"
    ]


def test_a_team_with_another_kind_of_rotation() -> None:
    secondary = ROTATION.replace("team: shop\n", "team: shop\nrole: secondary\n")
    assert told(TO_TEAM, TEAM_AND_PEOPLE, secondary) == [
        f"6:30 {NONE} | give one of its rotations `role: primary`, or name one: `rotation:shop-primary`"
    ]


def test_the_fail_safe_and_a_tier_are_one_mistake() -> None:
    subject = escalation(
        "urgent",
        "tiers:",
        tier("on-call", "[team:shop]"),
        "failsafe: {via: [sms], to: team:shop, testedOn: 2026-09-14}",
    )
    assert [line.split()[:2] for line in told(subject, TEAM_AND_PEOPLE)] == [["6:30", "ESC105"]]


def test_the_fail_safe_alone() -> None:
    subject = escalation(
        "urgent",
        "tiers:",
        tier("on-call", "[person:ana]"),
        "failsafe: {via: [sms], to: team:shop, testedOn: 2026-09-14}",
    )
    assert [line.split()[:2] for line in told(subject, TEAM_AND_PEOPLE)] == [["7:28", "ESC105"]]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([PAGED], id="one primary rotation"),
        pytest.param([PAGED, NIGHTS.replace("team: shop\n", "team: shop\nrole: shadow\n")], id="a shadow beside it"),
    ],
)
def test_silent(others: list[str]) -> None:
    assert told(TO_TEAM, *others) == []


def test_a_rotation_that_cannot_be_read_may_be_the_one() -> None:
    found = told(TO_TEAM, TEAM_AND_PEOPLE, ROTATION + "code: {\n")
    assert [line.split()[1] for line in found] == ["SYN001"]


def test_a_rotation_with_a_mistake_may_be_the_other_one() -> None:
    found = told(TO_TEAM, TEAM_AND_PEOPLE, ROTATION.replace("layers:", "layrs:"))
    assert "ESC105" not in {line.split()[1] for line in found}


def test_a_team_that_nobody_defines_is_told_once() -> None:
    subject = escalation("urgent", "tiers:", tier("on-call", "[team:shp]"))
    assert [line.split()[1] for line in told(subject, PAGED)] == ["REF001"]
