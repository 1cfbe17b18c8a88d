"""RUN005: an automatic step that acts without a checkpoint."""

from __future__ import annotations

import pytest

from tests.rules.runbook.books import BACK, CLIMB, VERIFY, asking, reported

AUTO = BACK.replace("do:", "mode: auto, do:")


@pytest.mark.parametrize("kind", ["contain", "rollback", "flag", "failover", "restart"])
def test_no_checkpoint_follows(kind: str) -> None:
    step = AUTO.replace("rollback", kind)
    assert reported(step, BACK.replace("id: back", "id: again"), VERIFY) == [
        f"6:5 RUN005 runbook checkout-errors has an automatic step without a checkpoint: step back ({kind}) | "
        "add `checkpoint: {ask: QUESTION, pass: STEP, fail: STEP}` to the step"
    ]


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param((BACK, VERIFY), id="manual"),
        pytest.param(
            (AUTO.replace("rollback", "diagnose"), BACK.replace("id: back", "id: b"), VERIFY), id="only looks"
        ),
        pytest.param((asking().replace("do:", "mode: auto, do:"), VERIFY, CLIMB), id="its own checkpoint"),
        pytest.param((AUTO, asking(kind="verify"), VERIFY, CLIMB), id="the next step has one"),
        pytest.param((AUTO, asking().replace("do:", "parallel: true, do:"), VERIFY, CLIMB), id="at the same time"),
    ],
)
def test_silent(steps: tuple[str, ...]) -> None:
    assert reported(*steps) == []
