"""ESC109: a failsafe without a recent test."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import climb
from tests.rules.shop import PAGED, tier, told

POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nrules:\n  options: {failsafe-untested: {within: 30d}}\n"
HELP = "test the failsafe, then set `testedOn: 2026-11-22`"


def page(tested: str) -> str:
    return climb(tier("on-call"), head=f"failsafe: {{via: [sms], to: rotation:shop-primary, after: 10m{tested}}}")


def test_a_test_that_is_too_long_ago() -> None:
    assert told(page(", testedOn: 2025-11-21"), PAGED) == [
        "5:73 ESC109 escalation urgent has no recent failsafe test: last tested on 2025-11-21, 366 days ago, limit 365d | "
        f"{HELP}"
    ]


def test_no_test() -> None:
    assert told(page(""), PAGED) == [
        f"5:11 ESC109 escalation urgent has an untested failsafe: `testedOn` is missing | {HELP}"
    ]


def test_the_policy_can_set_the_limit() -> None:
    found = told(page(", testedOn: 2026-10-22"), PAGED, POLICY)
    assert [line.split(" | ")[0].split(": ")[1] for line in found] == [
        "last tested on 2026-10-22, 31 days ago, limit 30d"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(page(", testedOn: 2025-11-22"), id="exactly the limit"),
        pytest.param(climb(tier("on-call")), id="no failsafe"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, PAGED) == []


def test_a_check_without_a_date_is_silent() -> None:
    assert told(page(""), PAGED, as_of=None) == []
