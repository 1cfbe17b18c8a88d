"""GOV010 future-date; the check is as of 2026-11-22."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

TOMORROW, TODAY = "2026-11-23", "2026-11-22"


def sla(*lines: str) -> str:
    own = ("service: shop", "external: true", "outcome: A customer can buy.", "approvers: [storefront]")
    return doc(
        "SLA", "promise", *own, "targets: {sev1: {ack: 15m, restore: 1h}, sev2: {ack: 30m, restore: 4h}}", *lines
    )


def escalation(day: str) -> str:
    told_all = "inform: [severity, service, timeline, workarounds]"
    rows = [f"  - {{name: {n}, notify: [person:{n}], via: [push], wait: 5m, {told_all}}}" for n in ("ana", "bo")]
    failsafe = f"failsafe: {{via: [sms], to: person:ana, after: 15m, testedOn: {day}}}"
    return doc("Escalation", "night", "team: storefront", "tiers:", *rows, failsafe, "end: stop")


def files(day: str) -> dict[str, dict[str, str]]:
    return {
        "approvedOn": {"p.yaml": sla(f"approvedOn: {day}")},
        "doneOn": {
            "p.yaml": sla("milestones:", "  - {title: Signed, due: 2026-01-01}", f"  - {{title: Live, doneOn: {day}}}")
        },
        "lastDone": {"p.yaml": service("a", f"review: {{every: 90d, lastDone: {day}}}")},
        "testedOn": {"p.yaml": escalation(day)},
        "heldOn": {"p.yaml": doc("Drill", "practice", f"heldOn: {day}")},
        "resolvedAt": {
            "p.yaml": doc(
                "Incident",
                "down",
                "services: [shop]",
                "severity: sev3",
                f"startedAt: {day}T01:00:00+02:00",
                f"resolvedAt: {day}T02:30:00+02:00",
            )
        },
        "postmortem": {
            "p.yaml": doc("Incident", "down", "services: [shop]", "severity: sev3", f"postmortem: {{heldOn: {day}}}")
        },
        "action": {
            "p.yaml": doc(
                "Incident",
                "down",
                "services: [shop]",
                "severity: sev3",
                "actions:",
                f"  - {{id: a, what: Fix it., owner: person:ana, due: 2026-11-01, status: done, doneOn: {day}}}",
            )
        },
        "reviewedOn": {"p.yaml": service("a", f"capacity: {{reviewedOn: {day}}}")},
    }


REPORTED = {
    "approvedOn": [
        "p.yaml:9:13 warning[future-date] SLA promise has a date in the future: `approvedOn` is 2026-11-23, and the check"
        " is as of 2026-11-22",
        "  help: write the day of the approval, or remove `approvedOn`",
    ],
    "doneOn": [
        "p.yaml:11:27 warning[future-date] SLA promise has a date in the future: `milestones[1].doneOn` is 2026-11-23, and"
        " the check is as of 2026-11-22",
        "  help: write the day of the completion, or remove `doneOn`",
    ],
    "lastDone": [
        "p.yaml:7:32 warning[future-date] service a has a date in the future: `review.lastDone` is 2026-11-23, and the"
        " check is as of 2026-11-22",
        "  help: write the day of the last review, or remove `lastDone`",
    ],
    "testedOn": [
        "p.yaml:8:62 warning[future-date] escalation night has a date in the future: `failsafe.testedOn` is 2026-11-23,"
        " and the check is as of 2026-11-22",
        "  help: write the day of the last test, or remove `testedOn`",
    ],
    "heldOn": [
        "p.yaml:4:9 warning[future-date] drill practice has a date in the future: `heldOn` is 2026-11-23, and the check"
        " is as of 2026-11-22",
        "  help: write the day of the drill, or remove `heldOn`",
    ],
    "resolvedAt": [
        "p.yaml:7:13 warning[future-date] incident down has a date in the future: `resolvedAt` is 2026-11-23, and the"
        " check is as of 2026-11-22",
        "  help: write the day of the incident, or remove `resolvedAt`",
    ],
    "postmortem": [
        "p.yaml:6:22 warning[future-date] incident down has a date in the future: `postmortem.heldOn` is 2026-11-23, and"
        " the check is as of 2026-11-22",
        "  help: write the day of the review, or remove `heldOn`",
    ],
    "action": [
        "p.yaml:7:86 warning[future-date] incident down has a date in the future: `actions[0].doneOn` is 2026-11-23, and"
        " the check is as of 2026-11-22",
        "  help: write the day of the completion, or remove `doneOn`",
    ],
    "reviewedOn": [
        "p.yaml:7:24 warning[future-date] service a has a date in the future: `capacity.reviewedOn` is 2026-11-23, and the"
        " check is as of 2026-11-22",
        "  help: write the day of the last capacity review, or remove `reviewedOn`",
    ],
}


def only(lines: list[str]) -> list[str]:
    kept: list[str] = []
    mine = False
    for line in lines:
        mine = "[future-date]" in line if not line.startswith(" ") else mine
        kept += [line] if mine else []
    return kept


@pytest.mark.parametrize("key", REPORTED)
def test_reported(key: str) -> None:
    assert only(told("GOV010", {**COMPANY, "shop.yaml": service("shop"), **files(TOMORROW)[key]})) == REPORTED[key]


@pytest.mark.parametrize("key", REPORTED)
def test_today_is_silent(key: str) -> None:
    assert only(told("GOV010", {**COMPANY, "shop.yaml": service("shop"), **files(TODAY)[key]})) == []


def test_timeless_is_silent() -> None:
    assert only(told("GOV010", {**COMPANY, "shop.yaml": service("shop"), **files(TOMORROW)["approvedOn"]}, None)) == []
