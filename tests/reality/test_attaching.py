"""A schedule in a snapshot becomes the timeline of its rotation, inside the window of the snapshot."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.model import Rotation
from ownercat.oncall.calendar import build_calendar, build_calendar_between
from ownercat.oncall.clock import DAY, get_day_start
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Slot
from ownercat.oncall.wording import format_instant
from tests.catalogs import TODAY, check, loaded, observe
from tests.rules.reality.answers import COMPANY, ELSEWHERE, FOLDER, rotation, schedule, snapshot, users

USERS = {FOLDER + "u.json": snapshot(users(PU1="ana@shop.example", PU2="bo@shop.example"))}
GAP = [("2026-11-22T00:00:00Z", "2026-11-25T22:00:00Z", "PU1"), ("2026-11-26T06:00:00Z", "2026-11-29T00:00:00Z", "PU2")]
LAYER = "layers: [{id: always, timeZone: UTC, members: [bo], from: 2026-11-01}]"


def slots(files: dict[str, str], day: date | None = TODAY) -> list[str]:
    """The slots of the rotation in the ten days from 2026-11-21."""
    whole = {**COMPANY, **USERS, **files}
    catalog = observe(loaded(whole), whole, day).catalog
    start = get_day_start(date(2026, 11, 21))
    calendar = build_calendar_between(catalog, start, start + 10 * DAY)
    [found] = [each for each in catalog.of(Rotation) if isinstance(each, Rotation)]
    return [_format(slot) for slot in build_timeline(calendar, found).slots]


def _format(slot: Slot) -> str:
    about = f" {slot.about}" if slot.about else ""
    return f"{format_instant(slot.start, 'UTC')[4:20]} {slot.person or 'nobody'} {slot.why}{about}"


def test_the_shifts_count_inside_the_window_only() -> None:
    window = {"from": "2026-11-22T00:00:00Z", "to": "2026-11-30T00:00:00Z"}
    assert slots({**ELSEWHERE, FOLDER + "s.json": snapshot(schedule("PX1", *GAP), window=window)}) == [
        "2026-11-21 00:00 nobody external",
        "2026-11-22 00:00 ana snapshot",
        "2026-11-25 22:00 nobody unscheduled",
        "2026-11-26 06:00 bo snapshot",
        "2026-11-29 00:00 nobody unscheduled",
        "2026-11-30 00:00 nobody external",
    ]


def test_without_a_window_nothing_is_known_outside_of_the_shifts() -> None:
    found = slots({**ELSEWHERE, FOLDER + "s.json": snapshot(schedule("PX1", *GAP))})
    assert found[-1] == "2026-11-29 00:00 nobody external"


def test_a_user_without_a_person_is_an_unknown_person() -> None:
    shift = (*GAP[0][:2], "PU9")
    assert slots({**ELSEWHERE, FOLDER + "s.json": snapshot(schedule("PX1", shift))})[1] == (
        "2026-11-22 00:00 nobody external PU9"
    )


def test_overrides_of_the_system_win_over_the_turns_of_the_catalog() -> None:
    own = {"catalog/r.yaml": rotation("shop-primary", "handles: {pagerduty: PX1}", LAYER)}
    assert slots({**own, FOLDER + "s.json": snapshot(schedule("PX1", GAP[0]))}) == [
        "2026-11-21 00:00 bo turn",
        "2026-11-22 00:00 ana snapshot",
        "2026-11-25 22:00 bo turn",
    ]


@pytest.mark.parametrize(
    "text",
    [
        snapshot(schedule("PX1", *GAP), fetched="2026-10-01T00:00:00Z"),  # stale
        snapshot(schedule("PX9", *GAP)),  # another schedule
        snapshot(schedule("PX1", *GAP))[:-1],  # cut off
    ],
)
def test_what_is_not_usable_leaves_the_schedule_assumed(text: str) -> None:
    assert slots({**ELSEWHERE, FOLDER + "s.json": text}) == ["2026-11-21 00:00 nobody external"]


def test_a_person_who_has_left_is_nobody() -> None:
    gone = {
        "catalog/company.yaml": COMPANY["catalog/company.yaml"].replace("name: ana\n", "name: ana\nactive: false\n")
    }
    found = slots({**gone, **ELSEWHERE, FOLDER + "s.json": snapshot(schedule("PX1", *GAP))})
    assert found[1] == "2026-11-22 00:00 nobody inactive ana"


def test_the_newest_answer_wins() -> None:
    files = {
        FOLDER + "a.json": snapshot(schedule("PX1", GAP[0]), fetched="2026-11-22T03:00:00Z"),
        FOLDER + "b.json": snapshot(schedule("PX1", (*GAP[0][:2], "PU2")), fetched="2026-11-22T01:00:00Z"),
    }
    assert slots({**ELSEWHERE, **files})[1] == "2026-11-22 00:00 ana snapshot"


def test_a_gap_in_the_other_system_is_reported_like_an_own_gap() -> None:
    window = {"from": "2026-11-22T00:00:00Z", "to": "2026-11-29T00:00:00Z"}
    files = {**COMPANY, **USERS, **ELSEWHERE, FOLDER + "s.json": snapshot(schedule("PX1", *GAP), window=window)}
    found = [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.message} | {d.help}"
        for d in check(files).diagnostics
        if d.code == "ROT101"
    ]
    assert found == [
        "catalog/r.yaml:3:7 rotation shop-primary has 1 coverage gap: 8 h in 400 days from 2026-11-22,"
        " Wed 2026-11-25 23:00–07:00 Europe/Madrid (22:00–06:00 UTC);"
        " cause: nobody is scheduled in PagerDuty (PX1), fetched Sun 2026-11-22 02:00 UTC"
        " | schedule a person for these hours in PagerDuty (PX1)"
    ]


def test_without_a_date_the_schedule_is_assumed() -> None:
    files = {**COMPANY, **USERS, **ELSEWHERE, FOLDER + "s.json": snapshot(schedule("PX1", *GAP))}
    catalog = observe(loaded(files), files, TODAY).catalog
    [found] = list(catalog.of(Rotation))
    assert [slot.why for slot in build_timeline(build_calendar(catalog, None), found).slots] == ["external"]
