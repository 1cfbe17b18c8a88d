"""INC005: incidents missed a target, and no action follows."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import found, incident
from tests.rules.parts import doc

SLA = doc(
    "SLA", "promise", "service: shop", "external: true", "outcome: A customer can buy.", "approvers: [storefront]",
    "approvedOn: 2026-05-01", "targets: {sev1: {ack: 15m, restore: 1h}, sev2: {ack: 30m, restore: 4h}}",
)  # fmt: skip
LATE = ("triggeredAt: 2026-05-01T10:00:00Z", "acknowledgedAt: 2026-05-01T10:20:00Z")
LONG = ("startedAt: 2026-05-01T10:00:00Z", "restoredAt: 2026-05-01T12:20:00Z")


def test_two_incidents_of_a_severity_are_one_finding() -> None:
    assert found("INC005", incident(*LATE), incident(*LONG, name="again"), incident(name="other"), sla=SLA) == [
        "a.yaml:13:11 info[target-missed] 2 incidents of 3 with sev1 in tier 4 missed a target without an action: ack once, at worst 20m > 15m of service shop (down); restore once, at worst 2h20m > 1h of service shop (again)",
        "  help: add an action that makes it faster, or change the target in the SLA",
        "  a.yaml:3:7 incident down",
    ]


def test_one_incident() -> None:
    assert found("INC005", incident(*LATE), sla=SLA) == [
        "a.yaml:5:11 info[target-missed] 1 incident of 1 with sev1 in tier 4 missed a target without an action: ack once, at worst 20m > 15m of service shop (down)",
        "  help: add an action that makes it faster, or change the target in the SLA",
    ]


SILENT = {
    "exactly the target": lambda: found(
        "INC005", incident("triggeredAt: 2026-05-01T10:00:00Z", "acknowledgedAt: 2026-05-01T10:15:00Z"), sla=SLA
    ),
    "an action follows": lambda: found(
        "INC005", incident(*LATE, "actions: [{id: a, what: Page faster., status: done}]"), sla=SLA
    ),
    "a near miss": lambda: found("INC005", incident(*LATE, "nearMiss: true"), sla=SLA),
    "no target": lambda: found("INC005", incident(*LATE)),
    "a draft promises nothing": lambda: found("INC005", incident(*LATE), sla=SLA + "status: draft\n"),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
