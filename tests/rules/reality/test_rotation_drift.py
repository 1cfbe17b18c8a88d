"""REA102: turns that differ from the schedule in the paging system."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, rotation, schedule, snapshot, users


def told(files: dict[str, str], code: str = "REA102") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


LAYER = "layers: [{id: weekly, timeZone: UTC, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: '09:00'}}, from: 2026-11-16}]"
OURS = {"catalog/r.yaml": rotation("shop-primary", "handles: {pagerduty: PX1}", LAYER)}
USERS = {FOLDER + "u.json": snapshot(users(PU1="ana@shop.example", PU2="bo@shop.example"))}
FIRST, SECOND = ("2026-11-22T00:00:00Z", "2026-11-23T09:00:00Z"), ("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z")


def compared(*base: tuple[str, str, str]) -> list[str]:
    answer = schedule("PX1", (FIRST[0], SECOND[1], "PU9"), base=list(base))
    return told({**OURS, **USERS, FOLDER + "s.json": snapshot(answer)})


def test_the_same_turns_are_silent_whatever_overrides_say() -> None:
    assert compared((*FIRST, "PU1"), (*SECOND, "PU2")) == []


def test_other_turns() -> None:
    assert compared((*FIRST, "PU2"), (*SECOND, "PU1")) == [
        "catalog/r.yaml:5:22 warning rotation shop-primary has other turns than schedule PX1 of PagerDuty: ana here, bo there,"
        " Sun 2026-11-22 00:00 to 2026-11-23 09:00 UTC, first of 2 differences"
        " | change the turns in PagerDuty, or those of rotation shop-primary, so that both are the same"
    ]


def test_a_user_who_matches_no_person_is_not_compared() -> None:
    assert compared((*FIRST, "PU7"), (*SECOND, "PU2")) == []
