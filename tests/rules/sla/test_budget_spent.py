"""SLA203: the error budget is spent, and no action follows. 99.9 % over 28 days allow 40.32 minutes."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import found, incident
from tests.rules.parts import doc, service

SLA = doc(
    "SLA", "promise", "service: shop", "external: true", "outcome: A customer can buy.", "approvers: [storefront]",
    "approvedOn: 2026-11-20", "targets: {sev1: {ack: 15m, restore: 20m, impact: 0.5}, sev2: {ack: 30m, restore: 4h}}",
    "objectives: [{name: up, sli: {type: availability}, target: 99.9, window: 28d}]",
    "errorBudget: {onExhausted: Only fixes are released.}",
)  # fmt: skip


def down(minutes: int, *lines: str, day: str = "2026-11-12", name: str = "down", severity: str = "sev1") -> str:
    times = f"startedAt: {day}T02:00:00Z", f"restoredAt: {day}T{2 + minutes // 60:02}:{minutes % 60:02}:00Z"
    return incident(*times, *lines, name=name, severity=severity)


def test_two_incidents_together() -> None:
    assert found("SLA203", down(60), down(22, name="again"), sla=SLA) == [
        "sla.yaml:10:60 warning[budget-spent] SLA promise: 2 incidents of the last 28d used 41 min, more than the error"
        " budget of 40.3 min (99.9 % over 28d), and no action records the consequence: Only fixes are released.",
        "  help: add an action that applies the consequence to incident again",
        "  a.yaml:3:7 incident down",
        "  a.yaml:11:7 incident again",
    ]


CALENDAR = SLA.replace("window: 28d", "window: 30d, calendar: true")


def test_the_month_of_the_day_has_its_own_incidents_and_its_own_length() -> None:
    assert found("SLA203", down(87), sla=CALENDAR) == [  # 99.9 % over 30 days: 43.2 min
        "sla.yaml:10:60 warning[budget-spent] SLA promise: 1 incident of this month used 43.5 min, more than the error"
        " budget of 43.2 min (99.9 % over 30d), and no action records the consequence: Only fixes are released.",
        "  help: add an action that applies the consequence to incident down",
        "  a.yaml:3:7 incident down",
    ]


def test_a_freeze_of_every_year_is_not_the_consequence() -> None:
    lines = found("SLA203", down(120), sla=SLA, shop=frozen("'From 20 November, last changed 2026-11-11.'"))
    assert [line.split()[1] for line in lines if " warning" in line] == ["warning[budget-spent]"]


def frozen(written: str) -> str:
    return service("shop", f"change: {{freeze: {written}}}")


HOURS = "hours: {days: [mon-fri], from: '06:00', to: '23:00', timeZone: Europe/Madrid}\n"
ACTION = "actions: [{id: a, what: Release only fixes., status: done}]"
SILENT = {
    "within the budget": lambda: found("SLA203", down(80), sla=SLA),
    "an action follows": lambda: found("SLA203", down(120, ACTION), sla=SLA),
    "before the window": lambda: found("SLA203", down(120, day="2026-10-20"), sla=SLA),
    "no impact": lambda: found("SLA203", down(120, severity="sev2"), sla=SLA),
    "a near miss": lambda: found("SLA203", down(120, "nearMiss: true"), sla=SLA),
    "no agreed consequence": lambda: found("SLA203", down(120), sla=SLA.replace("errorBudget", "x-errorBudget")),
    "within the month": lambda: found("SLA203", down(86), sla=CALENDAR),
    "before the month": lambda: found("SLA203", down(120, day="2026-10-31"), sla=CALENDAR),
    "outside of the hours": lambda: found("SLA203", down(120), sla=SLA + HOURS),
    "a freeze": lambda: found("SLA203", down(120), sla=SLA, shop=frozen("From 2026-11-13 on.")),
    "a list of freezes": lambda: found("SLA203", down(120), sla=SLA, shop=frozen("[Each May, From 2026-11-12 on]")),
    "a draft": lambda: found("SLA203", down(120), sla=SLA + "status: draft\n"),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
