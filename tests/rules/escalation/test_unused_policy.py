"""ESC013: escalations that no service, team or role uses."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, PEOPLE, ROTATION, SERVICE, TEAM, URGENT, escalation, tier, told

NAME = "unused-policy"


def line(name: str) -> str:
    return (
        f"3:7 ESC013 escalation {name} is unused: no service, team or role refers to it, directly or indirectly | "
        f"set `escalation: {name}` in a service or a team, or remove escalation {name}"
    )


def test_an_escalation_without_references() -> None:
    assert told(URGENT, PAGED, about=NAME) == [line("urgent")]


def test_a_reference_from_an_unused_escalation_does_not_count() -> None:
    first = escalation("first", "tiers:", tier("on-call"), end="end: {handoff: urgent}")
    assert told(URGENT, first, PAGED, about=NAME) == [line("urgent"), line("first")]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([PAGED, SERVICE + "escalation: urgent\n"], id="a service"),
        pytest.param([TEAM + "escalation: urgent\n", PEOPLE, ROTATION], id="a team"),
        pytest.param(
            [
                PAGED,
                escalation("first", "tiers:", tier("on-call"), end="end: {handoff: urgent}"),
                SERVICE + "escalation: first\n",
            ],
            id="a used escalation continues with it",
        ),
        pytest.param(
            [PAGED, escalation("first", "tiers:", tier("up", "[escalation:urgent]")), SERVICE + "escalation: first\n"],
            id="a used escalation pages it",
        ),
    ],
)
def test_silent(others: list[str]) -> None:
    assert told(URGENT, *others, about=NAME) == []


def test_a_misspelt_reference_is_one_finding() -> None:
    found = told(URGENT, PAGED, SERVICE + "escalation: urgant\n", about=NAME)
    assert [line.split()[1] for line in found] == ["REF001"]


def test_a_file_that_cannot_be_read_may_use_it() -> None:
    found = told(URGENT, PAGED, SERVICE + "escalation: urgent\ncode: {\n", about=NAME)
    assert [line.split()[1] for line in found] == ["SYN001"]
