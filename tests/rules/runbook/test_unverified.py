"""RUN003: a runbook without a verify step."""

from __future__ import annotations

from tests.rules.runbook.books import BACK, CLIMB, VERIFY, asking, reported


def test_no_step_verifies() -> None:
    assert reported(BACK, CLIMB) == [
        "5:1 RUN003 runbook checkout-errors has no verify step | "
        "add a step with `kind: verify` that shows that customers can use the service again"
    ]


def test_a_verify_step() -> None:
    assert reported(BACK, VERIFY) == []


def test_a_missing_step_may_be_the_verify_step() -> None:
    assert [line.split()[1] for line in reported(asking(), CLIMB)] == ["RUN006"]
