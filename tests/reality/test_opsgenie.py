"""The timeline of Opsgenie: rotations side by side, nobody, and what cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.model import ExternalSnapshot
from ownercat.reality.sources.opsgenie import SOURCE

HEAD = {"_parent": {"id": "S1", "name": "Shop"}, "startDate": "2026-11-22T00:00:00Z", "endDate": "2026-11-23T00:00:00Z"}


def period(start: str, end: str, name: str, type: str = "user") -> dict[str, Any]:
    recipient = {"type": type, "id": "", "name": name}
    return {"startDate": f"2026-11-22T{start}:00Z", "endDate": f"2026-11-22T{end}:00Z", "recipient": recipient}


def read(*rotations: list[dict[str, Any]]) -> tuple[list[tuple[int, str]], str]:
    """The shifts as (hours, user), and the problem."""
    data = {**HEAD, "finalTimeline": {"rotations": [{"periods": periods} for periods in rotations]}}
    snapshot = ExternalSnapshot("a.json", "opsgenie", "timeline", 0, None, None, "", ({"data": data},))
    assert SOURCE.read_oncall is not None
    schedule = SOURCE.read_oncall([snapshot]).schedules["S1"]
    return [((shift.end - shift.start) // 3600, shift.user) for shift in schedule.shifts], schedule.problem


def test_the_rotations_of_a_schedule_are_one_timeline() -> None:
    shifts, problem = read(
        [period("00:00", "08:00", "a@x")], [period("08:00", "20:00", "b@x"), period("20:00", "23:00", "", "none")]
    )
    assert (shifts, problem) == ([(8, "a@x"), (12, "b@x")], "")


def test_two_people_at_once_cannot_be_used() -> None:
    assert read([period("00:00", "08:00", "a@x")], [period("07:00", "20:00", "b@x")]) == (
        [],
        "a@x and b@x are on call at the same time",
    )


def test_a_period_without_a_time_cannot_be_used() -> None:
    assert read([period("00:00", "xx:00", "a@x")]) == (
        [],
        "period 1 of a rotation has no valid `startDate`, `endDate` and `recipient`",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({**HEAD, "finalTimeline": {"rotations": []}}, ""),
        ({"finalTimeline": {"rotations": []}}, "page 1 has no valid `startDate` and `endDate`"),
    ],
)
def test_a_timeline_without_its_interval_is_incomplete(data: dict[str, Any], reason: str) -> None:
    assert SOURCE.find_call({"data": data}) == "timeline"
    assert SOURCE.explain_incomplete("timeline", [{"data": data}]) == reason


def test_an_error_of_opsgenie_is_no_answer() -> None:
    assert SOURCE.find_call({"message": "Could not authenticate", "took": 0.0}) == ""
