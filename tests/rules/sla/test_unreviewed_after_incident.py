"""SLA202: a major incident after the last review of the SLA."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import POLICY, found, incident
from tests.rules.parts import doc

SLA = doc(
    "SLA", "promise", "service: shop", "external: true", "outcome: A customer can buy.", "approvers: [storefront]",
    "approvedOn: 2026-05-01", "targets: {sev1: {ack: 15m, restore: 1h}}",
)  # fmt: skip
HELD = "postmortem: {heldOn: 2026-05-05}"


def test_an_incident_after_the_approval() -> None:
    assert found("SLA202", incident("restoredAt: 2026-05-04T10:00:00Z", HELD), sla=SLA, policy=POLICY) == [
        "sla.yaml:3:7 warning[unreviewed-after-incident] SLA promise was not reviewed after incident down (sev1): it ended on 2026-05-04, and the last review was on 2026-05-01",
        "  help: compare the targets with the incident, then write `review: {lastDone: 2026-11-22}` or a new `approvedOn`",
        "  a.yaml:3:7 the incident",
    ]


SILENT = {
    "reviewed on the same day": lambda: found(
        "SLA202", incident("restoredAt: 2026-05-01T10:00:00Z", HELD), sla=SLA, policy=POLICY
    ),
    "reviewed later": lambda: found(
        "SLA202",
        incident("restoredAt: 2026-05-04T10:00:00Z", HELD),
        sla=SLA + "review: {lastDone: 2026-05-06}\n",
        policy=POLICY,
    ),
    "not major": lambda: found(
        "SLA202", incident("restoredAt: 2026-05-04T10:00:00Z", severity="sev3"), sla=SLA, policy=POLICY
    ),
    "time for the review": lambda: found(
        "SLA202", incident("restoredAt: 2026-11-20T10:00:00Z"), sla=SLA, policy=POLICY
    ),
    "a near miss": lambda: found(
        "SLA202", incident("restoredAt: 2026-05-04T10:00:00Z", "nearMiss: true"), sla=SLA, policy=POLICY
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
