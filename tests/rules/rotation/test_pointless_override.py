"""ROT004: an override that removes a person who is not on call."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told


def override(start: str, end: str, who: str, *more: str) -> str:
    lines = [f"{{from: {start}, to: {end}, timeZone: Europe/Madrid, {who}}}", *more]
    return ROTATION + "overrides:\n" + "".join(f"  - {line}\n" for line in lines)


WRONG = override("2026-12-01T09:00", "2026-12-02T09:00", "remove: ana, add: bo")


def test_the_wrong_week() -> None:
    assert told(WRONG, TEAM_AND_PEOPLE) == [
        "12:85 ROT004 override 1 of rotation shop-primary removes a person who is not on call: ana, Tue 2026-12-01 09:00 to "
        "2026-12-02 09:00 Europe/Madrid (2026-12-01 08:00 to 2026-12-02 08:00 UTC), bo is on call | set `remove: bo, add: "
        "ana`, or move the override to a turn of ana: Mon 2026-12-07 09:00 to 2026-12-14 09:00 Europe/Madrid (2026-12-07 "
        "08:00 to 2026-12-14 08:00 UTC)"
    ]


def test_a_person_without_any_turn() -> None:
    people = TEAM_AND_PEOPLE + "---\napiVersion: ownercat/v1\nkind: Person\nname: chidi\n"
    assert told(override("2026-12-01T09:00", "2026-12-02T09:00", "remove: chidi, add: bo"), people) == [
        "12:85 ROT004 override 1 of rotation shop-primary removes a person who is not on call: chidi, Tue 2026-12-01 09:00 "
        "to 2026-12-02 09:00 Europe/Madrid (2026-12-01 08:00 to 2026-12-02 08:00 UTC), bo is on call | set `remove: bo, "
        "add: chidi`"
    ]


def test_the_fix_keeps_the_added_person_unless_that_person_is_on_call() -> None:
    [found] = told(override("2026-12-01T09:00", "2026-12-02T09:00", "remove: ana, add: ana"), TEAM_AND_PEOPLE)
    assert " | set `remove: bo`, or move the override to a turn of ana: " in found


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(override("2026-12-01T09:00", "2026-12-02T09:00", "remove: bo, add: ana"), id="the right week"),
        pytest.param(override("2026-12-07T08:00", "2026-12-07T10:00", "remove: ana, add: bo"), id="part of it"),
        pytest.param(override("2026-11-20T09:00", "2026-11-21T09:00", "remove: ana, add: bo"), id="over"),
        pytest.param(override("2026-12-01T09:00", "2026-12-02T09:00", "add: ana"), id="nobody is taken off"),
        pytest.param(
            override(
                "2026-12-01T09:00",
                "2026-12-03T09:00",
                "remove: bo, add: ana",
                "{from: 2026-12-02, to: 2026-12-02, remove: ana, add: bo}",
            ),
            id="a swap of a swap",
        ),
        pytest.param(WRONG + "external: {provider: x}\n", id="an external schedule"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == []


def test_the_steady_state_has_no_overrides() -> None:
    assert told(WRONG, TEAM_AND_PEOPLE, as_of=None) == []


def test_a_name_that_nobody_has_is_left_to_the_reference_rule() -> None:
    assert {line.split()[1] for line in told(WRONG.replace("remove: ana", "remove: eva"), TEAM_AND_PEOPLE)} == {
        "REF001"
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["{from: 2026-12-07, to: 2026-12-10, timeZone: Europe/Madrid, remove: ana, add: ana}"],
            [
                "12:83 ROT004 override 1 of rotation shop-primary replaces ana with the same person | set `add` to the person "
                "who takes over, or delete the override"
            ],
            id="the same person",
        ),
        pytest.param(["{from: 2026-12-07, to: 2026-12-10, remove: ana, add: bo}"], [], id="another person"),
        pytest.param(
            [
                "{from: 2026-12-07T09:00, to: 2026-12-10T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}",
                "{from: 2026-12-09T09:00, to: 2026-12-11T09:00, timeZone: Europe/Madrid, remove: ana, add: chidi}",
            ],
            [
                "13:85 ROT004 override 2 of rotation shop-primary removes a person whom override 1 has removed: ana, Wed "
                "2026-12-09 09:00 to 2026-12-10 09:00 Europe/Madrid (2026-12-09 08:00 to 2026-12-10 08:00 UTC), bo is on "
                "call | set `remove: bo`, or change `from` and `to` so that overrides 1 and 2 do not overlap"
            ],
            id="two at one time",
        ),
        pytest.param(
            [
                "{from: 2026-12-07T09:00, to: 2026-12-10T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}",
                "{from: 2026-12-10T09:00, to: 2026-12-11T09:00, timeZone: Europe/Madrid, remove: ana, add: chidi}",
            ],
            [],
            id="one after the other",
        ),
        pytest.param(
            [
                "{from: 2026-12-07, to: 2026-12-09, timeZone: Europe/Madrid, remove: ana, add: bo}",
                "{from: 2026-12-09, to: 2026-12-11, timeZone: Europe/Madrid, remove: ana, add: chidi}",
            ],
            [],
            id="one date that both write",
        ),
    ],
)
def test_overrides_that_change_less_than_they_say(rows: list[str], expected: list[str]) -> None:
    people = TEAM_AND_PEOPLE + "---\napiVersion: ownercat/v1\nkind: Person\nname: chidi\n"
    plan = ROTATION + "overrides:\n" + "".join(f"  - {row}\n" for row in rows)
    assert [each for each in told(plan, people) if " ROT004 " in each] == expected
