"""INC009: the same contributing factor twice."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import found, incident

FIRST = incident("startedAt: 2026-05-01T10:00:00Z", "contributingFactors: [one disk]")


def test_another_case_is_the_same_factor() -> None:
    assert found(
        "INC009",
        FIRST,
        incident("startedAt: 2026-06-01T10:00:00Z", "contributingFactors: [x, One  Disk]", name="again"),
    ) == [
        "a.yaml:15:26 info[repeated-cause] incident again has the same contributing factor as incident down, 31 days before (limit 180d): One  Disk",
        "  help: compare the actions of both incidents, and add an action with `kind: prevent` to again",
        "  a.yaml:3:7 earlier incident",
    ]


SILENT = {
    "another factor": lambda: found(
        "INC009", FIRST, incident("startedAt: 2026-06-01T10:00:00Z", "contributingFactors: [two disks]", name="again")
    ),
    "too long ago": lambda: found(
        "INC009", FIRST, incident("startedAt: 2026-11-01T10:00:00Z", "contributingFactors: [one disk]", name="again")
    ),
    "no times": lambda: found("INC009", FIRST, incident("contributingFactors: [one disk]", name="again")),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
