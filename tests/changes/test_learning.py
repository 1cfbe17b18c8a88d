"""Changes of incidents and drills: one for each of their services, and no approval for any."""

from __future__ import annotations

from ownercat.changes.kinds import KINDS
from ownercat.signoff.parties import TABLE
from tests.changes.parts import BASE, changes
from tests.rules.parts import doc

INCIDENT = doc(
    "Incident", "down", "services: [payment, checkout]", "severity: sev1", "startedAt: 2026-05-01T10:00:00Z",
    "customerImpact: Many.", "actions: [{id: a, what: Fix it., owner: person:ana, due: 2026-06-01}]",
)  # fmt: skip
DRILL = doc("Drill", "practice", "heldOn: 2026-05-01", "services: [payment]", "result: pass")
WITH = {**BASE, "incident.yaml": INCIDENT, "drill.yaml": DRILL}


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert old in WITH[path]
    return {**WITH, path: WITH[path].replace(old, new)}


def test_a_recorded_incident_is_a_change_of_each_of_its_services() -> None:
    found = [line for line in changes(WITH) if not line.startswith("  ")]
    assert found == [
        "incident-added: Incident down of checkout (down) @ incident.yaml:name",
        "drill-added: Drill practice of payment (practice) @ drill.yaml:name",
        "incident-added: Incident down of payment (down) @ incident.yaml:name",
    ]


def test_an_action_that_is_done() -> None:
    head = edited("incident.yaml", "due: 2026-06-01", "due: 2026-06-01, status: done")
    assert changes(head, WITH) == [
        "incident-changed: Incident down of checkout (down) @ incident.yaml:actions/0/status",
        "  action a.status: open -> done other",
        "incident-changed: Incident down of payment (down) @ incident.yaml:actions/0/status",
        "  action a.status: open -> done other",
    ]


def test_another_result_of_a_drill() -> None:
    assert changes(edited("drill.yaml", "pass", "fail"), WITH) == [
        "drill-changed: Drill practice of payment (practice) @ drill.yaml:result",
        "  result: pass -> fail other",
    ]


def test_a_removed_drill() -> None:
    head = {path: text for path, text in WITH.items() if path != "drill.yaml"}
    assert changes(head, WITH)[0] == "drill-removed: Drill practice of payment (practice) gone @ drill.yaml:name"


def test_another_text_or_order_is_no_change() -> None:
    assert changes(edited("incident.yaml", "Many.", "Few."), WITH) == []
    assert changes(edited("incident.yaml", "[payment, checkout]", "[checkout, payment]"), WITH) == []


def test_no_change_of_an_incident_or_a_drill_needs_an_approval() -> None:
    kinds = [kind for kind in KINDS if kind.startswith(("incident-", "drill-"))]
    assert len(kinds) == 6
    assert set(TABLE).isdisjoint(kinds)
