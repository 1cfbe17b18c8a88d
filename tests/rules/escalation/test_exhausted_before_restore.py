"""ESC103: silence while the service is down."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CONTRACT, ON_CALL, SECONDARY, TWO, climb, paged, wait
from tests.rules.shop import tier

HELP = "let it start again until then, with `repeat`, or hand over with `end: {handoff: ESCALATION}`"
WAITS = tier("second", SECONDARY, wait("5m"))


def again(times: int, end: str = "end: stop") -> str:
    return f"repeat: {{times: {times}, every: 10m}}\n{end}"


def test_one_pass_and_the_end() -> None:
    assert paged(climb(ON_CALL, WAITS, end="end: stop")) == [
        "3:7 ESC103 escalation urgent gives up after 2 pages, and sev1 of service checkout may last longer: "
        f"10m < restore 1h | {HELP}"
    ]


def test_too_few_rounds() -> None:
    assert paged(climb(ON_CALL, TWO, end=again(2), head="hold: 1m")) == [
        f"9:9 ESC103 escalation urgent gives up after 6 pages, and sev1 of service checkout may last longer: "
        f"46m < restore 1h | {HELP}"
    ]


def test_whoever_takes_over_gives_up_too() -> None:
    last = climb(tier("last", "[person:ana]", wait("20m")), end="end: stop", name="last")
    found = paged(climb(ON_CALL, WAITS, end="end: {handoff: last}"), last)
    assert [line.split(" | ")[0].split(": ")[1] for line in found] == ["30m < restore 1h"]


@pytest.mark.parametrize(
    ("end", "sla"),
    [
        pytest.param(again(4), CONTRACT, id="rounds enough"),
        pytest.param("end: {handoff: last}", CONTRACT, id="somebody takes over for long enough"),
        pytest.param(again(1), CONTRACT.replace("restore: 1h", "restore: 25m"), id="as long as the promise"),
    ],
)
def test_silent(end: str, sla: str) -> None:
    last = climb(tier("last", "[person:ana]", wait("20m")), end=again(3), name="last")
    assert paged(climb(ON_CALL, WAITS, end=end), last, sla=sla) == []


def test_an_end_that_is_not_stated_is_one_finding() -> None:
    assert [line.split()[1] for line in paged(climb(ON_CALL, WAITS, end=""))] == ["ESC012"]


def test_an_escalation_that_hands_back_is_one_finding() -> None:
    last = climb(tier("last", "[person:ana]", wait("5m")), end="end: {handoff: urgent}", name="last")
    found = paged(climb(ON_CALL, WAITS, end="end: {handoff: last}"), last)
    assert [line.split()[1] for line in found] == ["ESC005"]
