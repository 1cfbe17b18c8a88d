"""RUN007: ack and the longest path of timeboxes against restore."""

from __future__ import annotations

import pytest

from tests.rules.runbook.books import BACK, CLIMB, VERIFY, asking, reported
from tests.rules.shop import SLA, TARGETS

CONTRACT = SLA + TARGETS  # sev1: ack 15m, restore 1h; sev2: ack 30m, restore 4h
LONG = BACK.replace("10m", "40m")


def test_the_sum_is_longer() -> None:
    assert reported(LONG, VERIFY, others=(CONTRACT,)) == [
        "5:1 RUN007 runbook checkout-errors takes 1h5m, longer than restore 1h promised for sev1 incidents of service "
        "checkout: ack 15m + back 40m + verify 10m | "
        "shorten the timeboxes by 5m in total, or run steps with `parallel: true`"
    ]


def test_the_longest_path_counts() -> None:
    steps = asking(on_pass="verify", on_fail="slow"), VERIFY, LONG.replace("id: back", "id: slow"), CLIMB
    found = reported(*steps, others=(CONTRACT,))
    assert [line.split(" | ")[0] for line in found] == [
        "5:1 RUN007 runbook checkout-errors takes 1h5m, longer than restore 1h promised for sev1 incidents of service "
        "checkout: ack 15m + look 5m + slow 40m + climb 5m"
    ]


def test_the_strictest_target_of_all_slas_counts() -> None:
    other = CONTRACT.replace("name: contract", "name: other").replace("restore: 1h", "restore: 30m")
    found = reported(BACK, VERIFY, others=(CONTRACT, other))
    assert [line.split(" | ")[0] for line in found] == [
        "5:1 RUN007 runbook checkout-errors takes 35m, longer than restore 30m promised for sev1 incidents of service "
        "checkout: ack 15m + back 10m + verify 10m"
    ]


@pytest.mark.parametrize(
    ("steps", "more", "sla"),
    [
        pytest.param((LONG.replace("40m", "35m"), VERIFY), "", CONTRACT, id="exactly as long"),
        pytest.param((LONG, VERIFY.replace("10m", "40m, parallel: true")), "", CONTRACT, id="at the same time"),
        pytest.param((LONG, VERIFY), "covers: [{severity: sev2}]\n", CONTRACT, id="a less severe severity"),
        pytest.param((LONG, VERIFY), "", f"{CONTRACT}status: draft\n", id="a draft"),
        pytest.param((asking(on_fail="look2"), asking("look2", on_fail="look"), VERIFY), "", CONTRACT, id="a repeat"),
    ],
)
def test_silent(steps: tuple[str, ...], more: str, sla: str) -> None:
    assert reported(*steps, more=more, others=(sla,)) == []
