"""ESC011: a level that does not send all required information."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, URGENT, escalation, told

POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nrequiredInfo: {}\n"


def page(inform: str) -> str:
    return escalation("urgent", "tiers:", f"  - {{name: on-call, notify: [rotation:shop-primary]{inform}}}")


def test_a_part_of_the_list() -> None:
    assert told(page(", inform: [severity, runbook]"), PAGED) == [
        "6:62 ESC011 level on-call of escalation urgent lacks required information: service, timeline and workarounds | "
        "set `inform: [severity, runbook, service, timeline, workarounds]`"
    ]


def test_no_inform() -> None:
    assert told(page(""), PAGED) == [
        "6:5 ESC011 level on-call of escalation urgent lacks required information: severity, service, timeline and "
        "workarounds | set `inform: [severity, service, timeline, workarounds]`"
    ]


def test_the_list_of_the_policy_counts() -> None:
    found = told(page(", inform: [severity]"), PAGED, POLICY.format("[severity, runbook]"))
    assert [line.split(" | ")[1] for line in found] == ["set `inform: [severity, runbook]`"]


def test_a_misspelled_word_is_one_finding_of_another_rule() -> None:
    found = told(page(", inform: [severity, servce, timeline, workarounds]"), PAGED)
    assert [line.split()[1] for line in found] == ["REF001"]


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([URGENT], id="the whole list"),
        pytest.param([page(""), POLICY.format("[]")], id="the policy requires nothing"),
    ],
)
def test_silent(documents: list[str]) -> None:
    assert told(*documents, PAGED) == []


def test_an_empty_level_is_one_finding() -> None:
    found = told(escalation("urgent", "tiers:", "  - {name: on-call, notify: []}"), PAGED)
    assert [line.split()[1] for line in found] == ["ESC002"]
