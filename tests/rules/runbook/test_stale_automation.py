"""RUN102: automatic steps with an overdue test."""

from __future__ import annotations

import pytest

from tests.rules.runbook.books import BACK, VERIFY, reported

HELP = "test the automatic steps, then set `automation.verifiedOn` to the date of the test"


def test_overdue() -> None:
    assert reported(BACK, VERIFY, more="automation: {verifiedOn: 2026-07-01, every: 30d}\n") == [
        "5:26 RUN102 runbook checkout-errors has an overdue test of its automatic steps: due 2026-07-31 "
        f"(2026-07-01 + 30d), 114 days late | {HELP}"
    ]


def test_never() -> None:
    assert reported(BACK, VERIFY, more="automation: {every: 30d}\n") == [
        f"5:21 RUN102 runbook checkout-errors has no test of its automatic steps: required every 30d | {HELP}"
    ]


@pytest.mark.parametrize("automation", ["verifiedOn: 2026-11-01, every: 30d", "verifiedOn: 2020-01-01"])
def test_silent(automation: str) -> None:
    assert reported(BACK, VERIFY, more=f"automation: {{{automation}}}\n") == []
