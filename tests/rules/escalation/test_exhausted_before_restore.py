"""ESC103: escalation ends while the service can still be down."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CONTRACT, ON_CALL, SECONDARY, TWO, climb, paged, wait
from tests.rules.shop import tier

HELP = "add rounds with `repeat: {times: N, every: TIME}`, or continue with a policy: `end: {handoff: ESCALATION}`"
PROMISED = "before restore 1h promised for sev1 incidents of service checkout"
WAITS = tier("second", SECONDARY, wait("5m"))


def again(times: int, end: str = "end: stop") -> str:
    return f"repeat: {{times: {times}, every: 10m}}\n{end}"


def test_one_round_and_the_end() -> None:
    assert paged(climb(ON_CALL, WAITS, end="end: stop")) == [
        f"3:7 ESC103 escalation urgent stops paging after 10m (2 pages), {PROMISED} | {HELP}"
    ]


def test_too_few_rounds() -> None:
    assert paged(climb(ON_CALL, TWO, end=again(2), head="hold: 1m")) == [
        f"9:9 ESC103 escalation urgent stops paging after 46m (6 pages), {PROMISED} | {HELP}"
    ]


def test_the_next_policy_stops_too_early_as_well() -> None:
    last = climb(tier("last", "[person:ana]", wait("20m")), end="end: stop", name="last")
    found = paged(climb(ON_CALL, WAITS, end="end: {handoff: last}"), last)
    assert [line.split(" | ")[0] for line in found] == [
        f"3:7 ESC103 escalation urgent stops paging after 30m (3 pages), {PROMISED}"
    ]


@pytest.mark.parametrize(
    ("end", "sla"),
    [
        pytest.param(again(4), CONTRACT, id="enough rounds"),
        pytest.param("end: {handoff: last}", CONTRACT, id="the next policy pages long enough"),
        pytest.param(again(1), CONTRACT.replace("restore: 1h", "restore: 25m"), id="exactly as long as the target"),
    ],
)
def test_silent(end: str, sla: str) -> None:
    last = climb(tier("last", "[person:ana]", wait("20m")), end=again(3), name="last")
    assert paged(climb(ON_CALL, WAITS, end=end), last, sla=sla) == []


def test_a_missing_end_is_one_finding() -> None:
    assert [line.split()[1] for line in paged(climb(ON_CALL, WAITS, end=""))] == ["ESC012"]


def test_a_cycle_is_one_finding() -> None:
    last = climb(tier("last", "[person:ana]", wait("5m")), end="end: {handoff: urgent}", name="last")
    found = paged(climb(ON_CALL, WAITS, end="end: {handoff: last}"), last)
    assert [line.split()[1] for line in found] == ["ESC005"]
