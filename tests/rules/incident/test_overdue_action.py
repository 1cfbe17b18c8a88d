"""INC004: an open action after its due date."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import found, incident

A = "actions: [{id: a, what: Fix it."


def test_a_day_late() -> None:
    assert found("INC004", incident(A + ", owner: person:ana, due: 2026-11-21}]")) == [
        "a.yaml:6:58 warning[overdue-action] action a of incident down is open after its due date: due on 2026-11-21, 1 day ago, owner person:ana",
        "  help: do the work and write `status: done, doneOn: 2026-11-22`, or agree on a later `due`",
    ]


SILENT = {
    "the last day": lambda: found("INC004", incident(A + ", owner: person:ana, due: 2026-11-22}]")),
    "done": lambda: found("INC004", incident(A + ", owner: person:ana, due: 2026-11-21, status: done}]")),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
