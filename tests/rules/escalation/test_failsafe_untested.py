"""ESC109: nobody tried the fail-safe for long."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import climb
from tests.rules.shop import PAGED, tier, told

POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nrules:\n  options: {failsafe-untested: {within: 30d}}\n"
HELP = "test it, and write the day down: `testedOn: 2026-11-22`"


def page(tested: str) -> str:
    return climb(tier("on-call"), head=f"failsafe: {{via: [sms], to: rotation:shop-primary, after: 10m{tested}}}")


def test_long_ago() -> None:
    assert told(page(", testedOn: 2025-11-21"), PAGED) == [
        "5:73 ESC109 the failsafe of escalation urgent was last tested on 2025-11-21, 366 days ago: more than 365d | "
        f"{HELP}"
    ]


def test_never() -> None:
    assert told(page(""), PAGED) == [
        f"5:11 ESC109 the failsafe of escalation urgent was never tested: it has no `testedOn` | {HELP}"
    ]


def test_the_policy_may_ask_for_more() -> None:
    found = told(page(", testedOn: 2026-10-22"), PAGED, POLICY)
    assert [line.split(" | ")[0].split(": ")[1] for line in found] == ["more than 30d"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(page(", testedOn: 2025-11-22"), id="just in time"),
        pytest.param(climb(tier("on-call")), id="no failsafe"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, PAGED) == []


def test_time_does_not_count_without_a_date() -> None:
    assert told(page(""), PAGED, as_of=None) == []
