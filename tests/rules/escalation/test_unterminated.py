"""ESC012: an escalation with neither `repeat` nor `end`."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, escalation, tier, told


def test_neither_repeat_nor_end() -> None:
    assert told(escalation("urgent", "tiers:", tier("on-call"), end=""), PAGED) == [
        "3:7 ESC012 escalation urgent does not define what happens after its last level: no `repeat` and no `end` | "
        "add `repeat: {times: 3, every: 10m}`, `end: stop`, or `end: {handoff: ESCALATION}`"
    ]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("end: stop", id="paging stops"),
        pytest.param("repeat: {times: 2, every: 15m}", id="paging repeats"),
        pytest.param("end: {handoff: last}", id="another escalation follows"),
    ],
)
def test_silent(end: str) -> None:
    last = escalation("last", "tiers:", tier("on-call"))
    assert told(escalation("urgent", "tiers:", tier("on-call"), end=end), last, PAGED) == []
