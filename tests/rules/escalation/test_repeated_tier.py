"""ESC010: the second tier is the first one again."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import PRIMARY, SECOND, SECONDARY, climb, wait
from tests.rules.shop import PAGED, ROTATION, tier, told

FIRST = tier("on-call", PRIMARY, wait("5m"))
EXTERNAL = ROTATION[: ROTATION.index("layers:")].replace("shop-primary", "noc") + (
    "role: secondary\nexternal: {provider: pagerduty, id: P1}\n"
)


def test_the_same_rotation() -> None:
    assert told(climb(FIRST, tier("second", PRIMARY)), PAGED, SECOND) == [
        "7:28 ESC010 tier second of escalation urgent always pages the same people as tier on-call before it | "
        "page somebody else there; to try again, give tier on-call `attempts: {times: 2, every: 5m}`"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(PRIMARY, "[team:shop]", id="its team"),
        pytest.param("[person:ana, person:bo]", "[person:bo, person:ana]", id="the same people in another order"),
        pytest.param("[rotation:noc]", "[rotation:noc]", id="one external rotation"),
    ],
)
def test_the_same_by_another_way(first: str, second: str) -> None:
    found = told(climb(tier("on-call", first, wait("5m")), tier("second", second)), PAGED, EXTERNAL)
    assert [line.split()[1] for line in found] == ["ESC010"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(tier("second", SECONDARY), id="another rotation"),
        pytest.param(tier("second", "[rotation:shop-primary, person:ana]"), id="somebody more"),
        pytest.param(tier("second", PRIMARY, "via: [sms]"), id="another channel"),
        pytest.param(tier("second", PRIMARY, "via: [push, phone], purpose: inform"), id="another purpose"),
    ],
)
def test_silent(second: str) -> None:
    assert told(climb(FIRST, second), PAGED, SECOND) == []


def test_a_name_that_nobody_defines_is_one_finding() -> None:
    wrong = "[rotation:shop-primry]"
    found = told(climb(tier("on-call", wrong, wait("5m")), tier("second", wrong)), PAGED)
    assert {line.split()[1] for line in found} == {"REF001"}
