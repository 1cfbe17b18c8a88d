"""REA003: users on call who match no person, with one finding per source."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, ELSEWHERE, FOLDER, MONTH, rotation, schedule, snapshot, users


def told(files: dict[str, str], code: str = "REA003") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


SHIFTS = {FOLDER + "s.json": snapshot(schedule("PX1", (*MONTH, "PU1")))}
HELP = "run ownercat match pagerduty, and add the lines that it prints"


def test_a_user_with_the_email_address_of_a_person_is_silent() -> None:
    assert told({**ELSEWHERE, **SHIFTS, FOLDER + "u.json": snapshot(users(PU1="ANA@shop.example"))}) == []


def test_a_user_with_the_handle_of_a_person_is_silent() -> None:
    person = "apiVersion: ownercat/v1\nkind: Person\nname: cy\nhandles: {pagerduty: PU1}\n"
    assert told({**ELSEWHERE, **SHIFTS, "catalog/cy.yaml": person}) == []


def test_a_display_name_is_no_match() -> None:
    page = users(PU1="someone@else.example")
    page["users"][0]["name"] = "ana"
    assert told({**ELSEWHERE, **SHIFTS, FOLDER + "u.json": snapshot(page)}) == [
        "catalog/r.yaml:5:1 warning 1 user of PagerDuty on call for rotation shop-primary without a person in the catalog:"
        f" PU1 (someone@else.example) | {HELP}"
    ]


def test_the_users_of_several_schedules_are_one_finding() -> None:
    files = {
        **ELSEWHERE,
        "catalog/s.yaml": rotation("shop-secondary", "role: secondary", "external: {provider: PagerDuty, id: PX2}"),
        FOLDER + "s.json": snapshot(schedule("PX1", (*MONTH, "PU1")), schedule("PX2", (*MONTH, "PU2"))),
    }
    assert told(files) == [
        f"catalog/r.yaml:5:1 warning 2 users of PagerDuty without a person in the catalog: PU1 and PU2 | {HELP}"
    ]


def test_users_of_schedules_that_no_rotation_links_are_silent() -> None:
    assert told({FOLDER + "s.json": snapshot(schedule("PX9", (*MONTH, "PU1")))}) == []
