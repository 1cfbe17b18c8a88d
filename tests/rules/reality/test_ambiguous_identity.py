"""REA004: one user who is several people."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, ELSEWHERE, FOLDER, MONTH, schedule, snapshot


def told(files: dict[str, str], code: str = "REA004") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


SHIFTS = {FOLDER + "s.json": snapshot(schedule("PX1", (*MONTH, "PU1")))}


def person(name: str, handle: str) -> str:
    return f"apiVersion: ownercat/v1\nkind: Person\nname: {name}\nhandles: {{pagerduty: {handle}}}\n"


def test_two_people_with_one_handle() -> None:
    both = f"{person('cy', 'PU1')}---\n{person('di', 'PU1')}"
    assert told({**ELSEWHERE, **SHIFTS, "catalog/p.yaml": both}) == [
        "catalog/p.yaml:9:10 error user PU1 of PagerDuty is several people: cy and di"
        " | remove `handles` from each person who is not this user"
    ]


def test_two_people_with_two_handles_are_silent() -> None:
    both = f"{person('cy', 'PU1')}---\n{person('di', 'PU2')}"
    assert told({**ELSEWHERE, **SHIFTS, "catalog/p.yaml": both}) == []
