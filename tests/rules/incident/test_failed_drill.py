"""INC006: a failed drill without an action."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import drill, found


def test_no_action() -> None:
    assert found("INC006", drill("result: fail")) == [
        "a.yaml:5:9 warning[failed-drill] drill practice of 2026-10-01 failed and has no action",
        "  help: add an action for each necessary change: `actions: [{id: …, what: …, owner: …, due: YYYY-MM-DD}]`",
    ]


SILENT = {
    "an action": lambda: found("INC006", drill("result: fail", "actions: [{id: a, what: Fix it., status: done}]")),
    "a partial result": lambda: found("INC006", drill("result: partial")),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
