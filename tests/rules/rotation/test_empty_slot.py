"""ROT002: a layer, an override or an absence that ends at or before its start."""

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogs import TODAY
from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, told

HELP = "give `to` a later time than `from`; a date without a time includes the whole day"


def override(start: str, end: str, zone: str = "UTC") -> str:
    return ROTATION + f"overrides:\n  - {{from: {start}, to: {end}, timeZone: {zone}, remove: ana, add: bo}}\n"


@pytest.mark.parametrize("as_of", [TODAY, None], ids=["dated", "timeless"])
@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(
            override("2026-12-02", "2026-12-01"),
            "12:28 ROT002 override 1 of rotation shop-primary ends at or before its start: from 2026-12-02 to 2026-12-01",
            id="days",
        ),
        pytest.param(
            override("2026-12-02T09:00", "2026-12-02T09:00"),
            "12:34 ROT002 override 1 of rotation shop-primary ends at or before its start: "
            "from 2026-12-02T09:00 to 2026-12-02T09:00",
            id="the same minute",
        ),
        pytest.param(
            ROTATION + "    until: 2026-01-04\n",
            "11:12 ROT002 layer everyone of rotation shop-primary ends at or before its start: "
            "from 2026-01-05 until 2026-01-04",
            id="a layer",
        ),
    ],
)
def test_reported(subject: str, expected: str, as_of: date | None) -> None:
    help = HELP.replace("`to`", "`until`") if "layer" in expected else HELP
    assert told(subject, TEAM_AND_PEOPLE, as_of=as_of) == [f"{expected} | {help}"]


def test_an_absence() -> None:
    away = f"{TEAM_AND_PEOPLE}away: [{{from: 2026-12-10, to: 2026-12-01}}]\n"
    assert told(away, ROTATION) == [
        f"16:31 ROT002 absence 1 of person bo ends at or before its start: from 2026-12-10 to 2026-12-01 | {HELP}"
    ]
    assert "ROT002" not in str(told(away.replace("to: 2026-12-01", "to: 2026-12-10"), ROTATION))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(override("2026-11-25", "2026-11-25").replace("remove: ana, ", ""), id="one day"),
        pytest.param(override("2026-12-02", "2026-12-01") + "external: {provider: x}\n", id="an external schedule"),
        pytest.param(ROTATION.replace("    from", "    x-from"), id="no dates"),
    ],
)
def test_silent(subject: str) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE) if "ROT002" in line]


def test_an_hour_that_is_skipped_is_told_by_the_rule_about_such_hours() -> None:
    found = told(override("2027-03-28T02:10", "2027-03-28T02:40", "Europe/Madrid"), TEAM_AND_PEOPLE)
    assert {line.split()[1] for line in found} == {"ROT003"}
