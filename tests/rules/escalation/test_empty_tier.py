"""ESC002: a level or an escalation policy without recipients."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, TEAM_AND_PEOPLE, escalation, tier, told

GONE = "apiVersion: ownercat/v1\nkind: Person\nname: chidi\nleavesOn: 2026-10-31\n"


def test_an_empty_list() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call"), tier("second", "[]")), PAGED) == [
        "7:28 ESC002 level second of escalation urgent pages nobody: `notify` is empty | "
        "add a rotation, team or person, for example `notify: [rotation:NAME]`, or remove the level"
    ]


def test_no_list_and_no_name() -> None:
    assert told(escalation("urgent", "tiers:", "  - wait: 5m"), TEAM_AND_PEOPLE) == [
        "6:5 ESC002 level 1 of escalation urgent pages nobody: `notify` is empty | "
        "add a rotation, team or person, for example `notify: [rotation:NAME]`, or remove the level"
    ]


@pytest.mark.parametrize("lines", [["tiers: []"], []], ids=["an empty list", "no list"])
def test_no_levels_is_one_finding_without_unterminated(lines: list[str]) -> None:
    assert told(escalation("urgent", *lines, end=""), TEAM_AND_PEOPLE) == [
        "3:7 ESC002 escalation urgent has no levels: its pages reach nobody | "
        "add a first level: `tiers: [{name: on-call, notify: [rotation:NAME]}]`"
    ]


def test_only_people_who_are_not_active() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call", "[chidi]")), PAGED, GONE) == [
        "6:29 ESC002 level on-call of escalation urgent pages only people who are not active: chidi | "
        "page a rotation instead: `notify: [rotation:NAME]`"
    ]


@pytest.mark.parametrize(
    "notify",
    [
        pytest.param("[rotation:shop-primary]", id="a rotation"),
        pytest.param("[team:shop]", id="a team"),
        pytest.param("[chidi, ana]", id="one person is active"),
    ],
)
def test_silent(notify: str) -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call", notify)), PAGED, GONE) == []


def test_a_target_that_does_not_exist_is_left_to_the_reference_rule() -> None:
    found = told(escalation("urgent", "tiers:", tier("on-call", "[rotation:shop-primry]")), PAGED)
    assert [line.split()[1] for line in found] == ["REF001"]


def test_leaving_dates_do_not_count_without_a_date() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call", "[chidi]")), PAGED, GONE, as_of=None) == []
