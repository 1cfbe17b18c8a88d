"""ESC105: a paged team without exactly one primary rotation."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, ROTATION, TEAM_AND_PEOPLE, escalation, tier, told

NIGHTS = ROTATION.replace("shop-primary", "shop-nights")
TO_TEAM = escalation("urgent", "tiers:", tier("on-call", "[team:shop]"))
NONE = "ESC105 escalation urgent pages team shop, which has no primary rotation: the recipient is unknown"


def test_a_team_with_two_primary_rotations() -> None:
    assert told(TO_TEAM, PAGED, NIGHTS) == [
        "6:30 ESC105 escalation urgent pages team shop, which has 2 primary rotations: shop-primary and shop-nights | "
        "write the rotation to page: `rotation:shop-primary` or `rotation:shop-nights`"
    ]


def test_a_team_without_rotations() -> None:
    assert told(TO_TEAM, TEAM_AND_PEOPLE) == [
        f"6:30 {NONE} | add a Rotation with `team: shop`, or page a person: `person:NAME`"
    ]


def test_a_team_with_a_secondary_rotation_only() -> None:
    secondary = ROTATION.replace("team: shop\n", "team: shop\nrole: secondary\n")
    assert told(TO_TEAM, TEAM_AND_PEOPLE, secondary) == [
        f"6:30 {NONE} | set `role: primary` in a rotation of the team, or page a rotation: `rotation:shop-primary`"
    ]


def test_a_failsafe_and_a_level_are_one_finding() -> None:
    subject = escalation(
        "urgent",
        "tiers:",
        tier("on-call", "[team:shop]"),
        "failsafe: {via: [sms], to: team:shop, testedOn: 2026-09-14}",
    )
    assert [line.split()[:2] for line in told(subject, TEAM_AND_PEOPLE)] == [["6:30", "ESC105"]]


def test_the_failsafe_alone() -> None:
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
        pytest.param(
            [PAGED, NIGHTS.replace("team: shop\n", "team: shop\nrole: shadow\n")], id="a shadow rotation in addition"
        ),
    ],
)
def test_silent(others: list[str]) -> None:
    assert told(TO_TEAM, *others) == []


def test_an_unreadable_rotation_may_be_the_primary_one() -> None:
    found = told(TO_TEAM, TEAM_AND_PEOPLE, ROTATION + "code: {\n")
    assert [line.split()[1] for line in found] == ["SYN001"]


def test_a_rotation_with_errors_may_be_the_primary_one() -> None:
    found = told(TO_TEAM, TEAM_AND_PEOPLE, ROTATION.replace("layers:", "layrs:"))
    assert "ESC105" not in {line.split()[1] for line in found}


def test_an_undefined_team_is_reported_as_a_reference_only() -> None:
    subject = escalation("urgent", "tiers:", tier("on-call", "[team:shp]"))
    assert [line.split()[1] for line in told(subject, PAGED)] == ["REF001"]
