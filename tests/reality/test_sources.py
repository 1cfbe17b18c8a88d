"""Grafana OnCall and incident.io: who is on call, and what cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.model import ExternalSnapshot
from ownercat.reality.sources import load_source
from ownercat.reality.values import ExternalSchedule


def shift(start: str, end: str, user: str) -> dict[str, Any]:
    """A shift of Grafana on one day."""
    return {
        "user_pk": user, "user_email": f"{user}@shop.example", "user_username": user,
        "shift_start": f"2026-11-22T{start}:00Z", "shift_end": f"2026-11-22T{end}:00Z",
    }  # fmt: skip


def entry(start: str, end: str, user: str) -> dict[str, Any]:
    """An entry of incident.io on one day."""
    who = {"id": user, "name": user, "email": f"{user}@shop.example"} if user else None
    return {"start_at": f"2026-11-22T{start}:00Z", "end_at": f"2026-11-22T{end}:00Z", "user": who}


def read(source: str, *pages: Any, about: str = "S1") -> ExternalSchedule:
    read_oncall = load_source(source).read_oncall
    assert read_oncall is not None
    snapshot = ExternalSnapshot("a.json", source, "", 0, None, None, "", pages, about)
    facts = read_oncall([snapshot])
    assert {user.email for user in facts.users.values()} <= {"", "A@shop.example", "B@shop.example"}
    return facts.schedules["S1"]


def shown(schedule: ExternalSchedule) -> list[tuple[int, str]]:
    return [((each.end - each.start) // 3600, each.user) for each in schedule.shifts]


def grafana(*shifts: dict[str, Any], next: str | None = None) -> dict[str, Any]:
    return {"count": len(shifts), "next": next, "results": list(shifts)}


def incidentio(*final: dict[str, Any], scheduled: tuple[dict[str, Any], ...] = (), after: str = "") -> dict[str, Any]:
    entries = {"final": list(final), "overrides": [], "scheduled": list(scheduled)}
    return {"schedule_entries": entries, "pagination_meta": {"after": after, "page_size": 25}}


def test_the_final_shifts_of_grafana() -> None:
    found = read("grafana", grafana(shift("08:00", "20:00", "B"), next="page2"), grafana(shift("00:00", "08:00", "A")))
    assert (shown(found), found.problem, found.base) == ([(8, "A"), (12, "B")], "", None)


def test_the_entries_of_incidentio_and_their_turns() -> None:
    scheduled = (entry("00:00", "20:00", "A"),)
    found = read(
        "incidentio", incidentio(entry("00:00", "08:00", "A"), entry("08:00", "20:00", "B"), scheduled=scheduled)
    )
    assert (shown(found), found.problem) == ([(8, "A"), (12, "B")], "")
    assert found.base is not None
    assert [each.user for each in found.base] == ["A"]


def test_an_entry_without_a_user_is_nobody() -> None:
    assert shown(read("incidentio", incidentio(entry("00:00", "08:00", ""), entry("08:00", "20:00", "B")))) == [
        (12, "B")
    ]


@pytest.mark.parametrize(
    ("source", "page", "problem"),
    [
        (
            "grafana",
            grafana(shift("00:00", "09:00", "A"), shift("08:00", "20:00", "B")),
            "A and B are on call at the same time",
        ),
        (
            "grafana",
            grafana(shift("00:00", "xx:00", "A")),
            "shift 1 has no valid `shift_start`, `shift_end` and `user_pk`",
        ),
        (
            "incidentio",
            incidentio(entry("00:00", "09:00", "A"), entry("08:00", "20:00", "B")),
            "A and B are on call at the same time",
        ),
        ("incidentio", incidentio(entry("09:00", "08:00", "A")), "entry 1 has no valid `start_at` and `end_at`"),
    ],
)
def test_what_cannot_be_used(source: str, page: dict[str, Any], problem: str) -> None:
    found = read(source, page)
    assert (found.problem, found.shifts) == (problem, ())


@pytest.mark.parametrize(
    ("source", "pages", "reason"),
    [
        ("grafana", [grafana(next="page2"), grafana()], ""),
        ("grafana", [grafana(next="page2")], "the last page has a `next` that was not followed"),
        ("grafana", [grafana(), grafana()], "page 1 of 2 says that it is the last one"),
        ("incidentio", [incidentio()], ""),
        ("incidentio", [incidentio(after="01FCND")], "the last page has `pagination_meta.after`: more entries follow"),
    ],
)
def test_pages_that_are_missing(source: str, pages: list[dict[str, Any]], reason: str) -> None:
    known = load_source(source)
    assert [known.find_call(page) for page in pages] == [
        {"grafana": "final-shifts", "incidentio": "schedule-entries"}[source]
    ] * len(pages)
    assert known.explain_incomplete("", pages) == reason


@pytest.mark.parametrize("source", ["grafana", "incidentio"])
@pytest.mark.parametrize("page", [{"detail": "Invalid token."}, {"results": [1]}, [], None, {"schedule_entries": None}])
def test_an_error_is_no_answer(source: str, page: Any) -> None:
    assert load_source(source).find_call(page) == ""
