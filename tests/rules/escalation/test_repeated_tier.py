"""ESC010: a level that pages the same people as the previous level."""

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
        "7:28 ESC010 level second of escalation urgent always pages the same people as the previous level: level on-call | "
        "page other people in level second, or remove level second and add `attempts: {times: 2, every: 5m}` to level "
        "on-call"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(PRIMARY, "[team:shop]", id="the team of the rotation"),
        pytest.param("[person:ana, person:bo]", "[person:bo, person:ana]", id="the same people in another order"),
        pytest.param("[rotation:noc]", "[rotation:noc]", id="the same external rotation"),
    ],
)
def test_the_same_people_by_another_reference(first: str, second: str) -> None:
    found = told(climb(tier("on-call", first, wait("5m")), tier("second", second)), PAGED, EXTERNAL)
    assert [line.split()[1] for line in found] == ["ESC010"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(tier("second", SECONDARY), id="another rotation"),
        pytest.param(tier("second", "[rotation:shop-primary, person:ana]"), id="one more person"),
        pytest.param(tier("second", PRIMARY, "via: [sms]"), id="another channel"),
        pytest.param(tier("second", PRIMARY, "via: [push, phone], purpose: inform"), id="another purpose"),
    ],
)
def test_silent(second: str) -> None:
    assert told(climb(FIRST, second), PAGED, SECOND) == []


def test_an_undefined_rotation_has_no_finding_of_this_rule() -> None:
    wrong = "[rotation:shop-primry]"
    found = told(climb(tier("on-call", wrong, wait("5m")), tier("second", wrong)), PAGED)
    assert {line.split()[1] for line in found} == {"REF001"}
