"""The record that a walk through a runbook writes is an Incident without a finding."""

from __future__ import annotations

from ownercat.oncall.walking import RunbookWalk, WalkEvent
from ownercat.views import walk_record
from tests.catalogs import check, said
from tests.rules.parts import COMPANY, service

EVENTS = (
    WalkEvent("2026-11-20T02:45:00+01:00", "look", 'the bank says "no": wait'),
    WalkEvent("2026-11-20T02:50:00+01:00", "2", "done"),
)


def record(events: tuple[WalkEvent, ...]) -> str:
    started = "2026-11-20T02:41:00+01:00"
    return walk_record.render(RunbookWalk("shop", "shop-down", "down", "sev1", "", started, started, None, events))


def catalog(text: str) -> dict[str, str]:
    shop = service(
        "shop", "symptoms: [{id: down, severity: sev3}]", "links: [{type: runbook, url: 'https://a.example'}]"
    )
    files = {**COMPANY, "shop.yaml": shop, "incident.yaml": text}
    return {f"catalog/{path}": text for path, text in files.items()}


def test_the_record_has_no_finding() -> None:
    for events in (EVENTS, ()):
        assert [line for line in said(check(catalog(record(events)))) if "incident.yaml" in line] == []


def test_a_walk_whose_events_are_swapped_is_reported() -> None:
    found = [line for line in said(check(catalog(record(EVENTS[::-1])))) if "incident.yaml" in line]
    assert [line.split(" ")[1] for line in found] == ["error[disordered-timeline]"]
