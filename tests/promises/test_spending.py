"""What incidents used of an error budget, against hand calculation."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from ownercat.model import SLA, Incident
from ownercat.oncall.clock import to_instant
from ownercat.promises.objectives import find_strictest
from ownercat.promises.spending import SpentBudget, measure_spending
from tests.catalogs import loaded
from tests.rules.parts import doc, several

END = "2026-11-30T12:00"  # a Monday
WORK = "hours: {days: [mon-fri], from: '09:00', to: '17:00', timeZone: UTC}"


def down(start: str, end: str = "", severity: str = "sev1", *lines: str) -> str:
    times = [f"startedAt: {start}:00Z"] + [f"restoredAt: {end}:00Z"] * bool(end)
    return doc("Incident", f"down-{start[:10]}", "services: [shop]", f"severity: {severity}", *times, *lines)


def spend(*incidents: str, hours: str = "", window: str = "window: 28d", end: str = END) -> SpentBudget | None:
    sla = doc(
        "SLA", "promise", "service: shop", "external: true", *[hours] * bool(hours),
        "targets: {sev1: {ack: 10m, restore: 1h, impact: 0.5}, sev2: {ack: 1h}}",
        f"objectives: [{{sli: {{type: availability}}, target: 99.9, {window}}}]",
    )  # fmt: skip
    found = loaded({"catalog/a.yaml": several(doc("Service", "shop"), sla, *incidents)})
    strictest = find_strictest(list(found.catalog.of(SLA)))
    assert strictest
    at = to_instant(datetime.fromisoformat(f"{end}:00+00:00"))
    return measure_spending(found.policy, strictest, found.catalog.of(Incident), at)


@pytest.mark.parametrize(
    ("incident", "used"),
    [
        (down("2026-11-20T10:00", "2026-11-20T11:00"), 1_800),  # an hour × 0.5
        (down("2026-11-02T11:00", "2026-11-02T13:00"), 1_800),  # it was restored an hour after the window begins
        (down("2026-11-30T11:00", "2026-11-30T14:00"), 1_800),  # the window ends an hour after it started
        (down("2026-11-01T10:00", "2026-11-01T11:00"), 0),
        (down("2026-11-20T10:00", "2026-11-20T10:00"), 0),
        (down("2026-11-20T10:00", "2026-11-20T11:00", "sev1", "nearMiss: true"), 0),
    ],
)
def test_the_time_in_the_window(incident: str, used: int) -> None:
    found = spend(incident)
    assert found
    assert (found.used, len(found.incidents), found.left_out) == (used, used > 0, ())
    assert found.allowed == Decimal("2419.2")  # 28 days × 0.001


@pytest.mark.parametrize(
    ("incident", "used"),
    [
        (down("2026-11-20T16:30", "2026-11-20T18:30"), 900),  # half an hour before 17:00 × 0.5
        (down("2026-11-21T10:00", "2026-11-22T10:00"), 0),  # a weekend
    ],
)
def test_only_the_hours_of_the_sla_count(incident: str, used: int) -> None:
    found = spend(incident, hours=WORK)
    assert found
    assert (found.used, found.allowed) == (used, Decimal(20 * 8 * 3_600) / 1_000)


@pytest.mark.parametrize(
    "incident",
    [
        down("2026-11-20T10:00"),
        down("2026-11-20T10:00", "2026-11-20T09:00"),
        down("2026-11-20T10:00", "2026-11-20T11:00", "sev2"),
        down("2026-11-20T10:00", "2026-11-20T11:00", "sev3"),
    ],
)
def test_what_cannot_be_counted_is_named(incident: str) -> None:
    found = spend(incident)
    assert found
    assert (found.used, found.incidents, [each.name for each in found.left_out]) == (0, (), ["down-2026-11-20"])


@pytest.mark.parametrize(
    ("length", "allowed"),
    [("1w", 7), ("30d", 30), ("90d", 92), ("365d", 365)],  # November, and the fourth quarter
)
def test_a_calendar_window_has_its_real_length(length: str, allowed: int) -> None:
    found = spend(down("2026-11-30T10:00", "2026-11-30T11:00"), window=f"window: {length}, calendar: true")
    assert found
    assert (found.used, found.allowed) == (1_800, Decimal(allowed * 86_400) / 1_000)


def test_the_next_month_has_a_new_budget() -> None:
    month = "window: 30d, calendar: true"
    before = spend(down("2026-11-30T10:00", "2026-11-30T11:00"), window=month, end="2026-12-01T00:00")
    after = spend(down("2026-11-30T10:00", "2026-11-30T11:00"), window=month, end="2026-12-01T00:01")
    assert before and after
    assert (before.used, after.used) == (1_800, 0)


@pytest.mark.parametrize("end", ["0001-06-01T00:00", "9999-12-31T23:00"])
@pytest.mark.parametrize("window", ["window: 28d", "window: 365d, calendar: true", "window: 30d, calendar: false"])
def test_the_ends_of_the_calendar(end: str, window: str) -> None:
    assert spend(window=window, end=end) is None


@pytest.mark.parametrize("window", ["name: up", "window: 31d, calendar: true"])
def test_a_window_that_is_not_valid(window: str) -> None:
    assert spend(down("2026-11-20T10:00", "2026-11-20T11:00"), window=window) is None


def test_a_window_of_a_century() -> None:
    found = spend(down("1990-01-01T00:00", "1990-01-01T02:00"), window="window: 36500d", hours=WORK)
    assert found and found.used == 3_600
