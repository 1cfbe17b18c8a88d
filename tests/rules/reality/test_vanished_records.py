"""REA005: a list that lacks most linked schedules proves nothing."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, listed, rotation, snapshot


def told(files: dict[str, str], code: str = "REA005") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


THREE = {f"catalog/{n}.yaml": rotation(f"shop-{n}", f"external: {{provider: pagerduty, id: PX{n}}}") for n in (1, 2, 3)}


def test_all_of_three_are_absent() -> None:
    files = {**THREE, FOLDER + "l.json": snapshot(listed("schedules", {"id": "PX9"}))}
    assert told(files) == [
        f"{FOLDER}l.json:1:1 error snapshot {FOLDER}l.json of PagerDuty lacks 3 of 3 linked schedules (shop-1, shop-2 and shop-3):"
        " none is reported as missing"
        " | give the job that fetches the list access to all schedules, and fetch the list again"
    ]
    assert told(files, "REA103") == []


def test_two_of_three_are_reported_one_by_one() -> None:
    files = {**THREE, FOLDER + "l.json": snapshot(listed("schedules", {"id": "PX2"}))}
    assert told(files) == []
    assert len(told(files, "REA103")) == 2
