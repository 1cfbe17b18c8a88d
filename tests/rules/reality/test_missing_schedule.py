"""REA103: a schedule that a complete list does not have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, ELSEWHERE, FOLDER, MONTH, listed, schedule, snapshot


def told(files: dict[str, str], code: str = "REA103") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


FOUND = (
    "catalog/r.yaml:5:37 error rotation shop-primary names schedule PX1, which PagerDuty does not have"
    " | set the id of the schedule in PagerDuty, or remove the link if the schedule was deleted"
)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (listed("schedules", {"id": "PX9"}), [FOUND]),
        (listed("schedules", {"id": "PX1"}), []),
        (schedule("PX9", (*MONTH, "PU1")), []),  # not the list of all schedules: it proves nothing
    ],
)
def test_only_a_complete_list_proves_absence(page: dict[str, Any], found: list[str]) -> None:
    assert told({**ELSEWHERE, FOLDER + "l.json": snapshot(page)}) == found
