"""ESC002: a page that nobody gets."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, TEAM_AND_PEOPLE, escalation, tier, told

GONE = "apiVersion: ownercat/v1\nkind: Person\nname: chidi\nleavesOn: 2026-10-31\n"


def test_an_empty_list() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call"), tier("second", "[]")), PAGED) == [
        "7:28 ESC002 tier second of escalation urgent pages nobody: its `notify` is empty | "
        "name a rotation, a team or a person, such as `notify: [rotation:NAME]`, or remove the tier"
    ]


def test_no_list_and_no_name() -> None:
    assert told(escalation("urgent", "tiers:", "  - wait: 5m"), TEAM_AND_PEOPLE) == [
        "6:5 ESC002 tier 1 of escalation urgent pages nobody: its `notify` is empty | "
        "name a rotation, a team or a person, such as `notify: [rotation:NAME]`, or remove the tier"
    ]


@pytest.mark.parametrize("lines", [["tiers: []"], []], ids=["an empty list", "no list"])
def test_no_tiers_is_one_finding_and_not_also_unterminated(lines: list[str]) -> None:
    assert told(escalation("urgent", *lines, end=""), TEAM_AND_PEOPLE) == [
        "3:7 ESC002 escalation urgent has no tiers: a page to it reaches nobody | "
        "add a first tier: `tiers: [{name: on-call, notify: [rotation:NAME]}]`"
    ]


def test_only_people_who_are_gone() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call", "[chidi]")), PAGED, GONE) == [
        "6:29 ESC002 tier on-call of escalation urgent pages only people who are gone: chidi | "
        "page a rotation there, so that whoever leaves is replaced in one place"
    ]


@pytest.mark.parametrize(
    "notify",
    [
        pytest.param("[rotation:shop-primary]", id="a rotation"),
        pytest.param("[team:shop]", id="a team"),
        pytest.param("[chidi, ana]", id="somebody is left"),
    ],
)
def test_silent(notify: str) -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call", notify)), PAGED, GONE) == []


def test_a_target_that_does_not_exist_is_left_to_the_reference_rule() -> None:
    found = told(escalation("urgent", "tiers:", tier("on-call", "[rotation:shop-primry]")), PAGED)
    assert [line.split()[1] for line in found] == ["REF001"]


def test_leaving_is_no_fact_without_a_date() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call", "[chidi]")), PAGED, GONE, as_of=None) == []
