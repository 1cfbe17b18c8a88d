"""RUN004: a step without a timebox."""

from __future__ import annotations

from tests.rules.runbook.books import BACK, VERIFY, reported


def test_one_step() -> None:
    assert reported(BACK.replace(", timebox: 10m", ""), VERIFY) == [
        "6:5 RUN004 runbook checkout-errors has a step without a timebox: back | "
        "add `timebox` to the step, for example `timebox: 10m`"
    ]


def test_several_steps_are_one_finding() -> None:
    steps = BACK.replace(", timebox: 10m", "").replace("id: back, ", ""), VERIFY.replace(", timebox: 10m", "")
    assert reported(*steps) == [
        "6:5 RUN004 runbook checkout-errors has 2 steps without a timebox: 1 and verify | "
        "add `timebox` to each step, for example `timebox: 10m`"
    ]


def test_each_step_has_one() -> None:
    assert reported(BACK, VERIFY) == []
