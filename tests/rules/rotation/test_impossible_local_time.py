"""ROT003: a local time that does not exist or occurs twice."""

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogs import TODAY
from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

SPRING, AUTUMN = "2027-03-28T02:30", "2027-10-31T02:30"


def override(start: str, end: str, zone: str = "Europe/Madrid", add: str = "add: bo") -> str:
    return ROTATION + f"overrides:\n  - {{from: {start}, to: {end}, timeZone: {zone}, {add}}}\n"


@pytest.mark.parametrize("as_of", [TODAY, None], ids=["dated", "timeless"])
@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(
            override(SPRING, "2027-03-28T09:00"),
            "12:12 ROT003 override 1 of rotation shop-primary starts at a local time that does not exist in Europe/Madrid: "
            "2027-03-28T02:30, skipped when clocks go forward | write `from: 2027-03-28T01:30` or `from: 2027-03-28T03:30`",
            id="skipped",
        ),
        pytest.param(
            override("2027-10-31", AUTUMN),
            "12:28 ROT003 override 1 of rotation shop-primary ends at a local time that occurs twice in Europe/Madrid: "
            "2027-10-31T02:30, repeated when clocks go back | write `to: 2027-10-31T02:30+02:00` for the first time or "
            "`to: 2027-10-31T02:30+01:00` for the second",
            id="twice",
        ),
        pytest.param(
            override("2027-04-04T01:45", "2027-04-04T09:00", "Australia/Lord_Howe"),
            "12:12 ROT003 override 1 of rotation shop-primary starts at a local time that occurs twice in "
            "Australia/Lord_Howe: 2027-04-04T01:45, repeated when clocks go back | write `from: 2027-04-04T01:45+11:00` for "
            "the first time or `from: 2027-04-04T01:45+10:30` for the second",
            id="half an hour",
        ),
        pytest.param(
            override("2011-12-30T12:00", "2011-12-31T09:00", "Pacific/Apia"),
            "12:12 ROT003 override 1 of rotation shop-primary starts at a local time that does not exist in Pacific/Apia: "
            "2011-12-30T12:00, skipped when clocks go forward | write `from: 2011-12-29T12:00` or `from: 2011-12-31T12:00`",
            id="a whole day",
        ),
        pytest.param(
            ROTATION.replace("2026-01-05", "2026-03-29T02:00"),
            "10:11 ROT003 layer everyone of rotation shop-primary starts at a local time that does not exist in "
            "Europe/Madrid: 2026-03-29T02:00, skipped when clocks go forward | write `from: 2026-03-29T01:00` or "
            "`from: 2026-03-29T03:00`",
            id="the start of a layer",
        ),
        pytest.param(
            ROTATION + f"    until: {SPRING}\n",
            "11:12 ROT003 layer everyone of rotation shop-primary ends at a local time that does not exist in "
            "Europe/Madrid: 2027-03-28T02:30, skipped when clocks go forward | write `until: 2027-03-28T01:30` or "
            "`until: 2027-03-28T03:30`",
            id="the end of a layer",
        ),
    ],
)
def test_reported(subject: str, expected: str, as_of: date | None) -> None:
    assert [line for line in told(subject, TEAM_AND_PEOPLE, as_of=as_of) if "ROT101" not in line] == [expected]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(override("2027-03-28T03:00", "2027-03-28T09:00"), id="the first minute after the gap"),
        pytest.param(override("2027-03-28T01:59", "2027-03-28T09:00"), id="the last minute before the gap"),
        pytest.param(override("2027-10-31T02:30+02:00", "2027-10-31T09:00"), id="an offset says which"),
        pytest.param(override("2027-03-28T02:30", "2027-03-28T09:00", "UTC"), id="a zone that keeps its clocks"),
        pytest.param(override("2027-03-28", "2027-03-28"), id="days"),
        pytest.param(ROTATION.replace('"09:00"', '"02:30"').replace("day: mon", "day: sun"), id="a handoff"),
        pytest.param(override(SPRING, AUTUMN) + "external: {provider: x}\n", id="an external schedule"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == []


def test_an_absence() -> None:
    away = f"{TEAM_AND_PEOPLE}timeZone: Europe/Madrid\naway: [{{from: {SPRING}, to: 2027-03-28T04:00}}]\n"
    assert [line for line in told(away, ROTATION) if "ROT003" in line] == [
        "17:15 ROT003 absence 1 of person bo starts at a local time that does not exist in Europe/Madrid: "
        "2027-03-28T02:30, skipped when clocks go forward | write `from: 2027-03-28T01:30` or `from: 2027-03-28T03:30`"
    ]
    assert "ROT003" not in str(told(away.replace(SPRING, f"{SPRING}+01:00"), ROTATION))
