"""RUN103: a runbook that was not exercised in time."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import POLICY, drill, found, incident
from tests.rules.parts import doc, service

DOWN = doc(
    "Runbook", "shop-down", "service: paid", "covers: [{symptom: down}]", "steps:",
    "  - {id: back, kind: rollback, do: Roll back., timebox: 5m}", "  - {id: verify, kind: verify, do: Look., timebox: 5m}",
)  # fmt: skip
PAID = service("paid", "symptoms: [{id: down, severity: sev3}]")


def test_no_drill() -> None:
    assert found("RUN103", DOWN, PAID, policy=POLICY) == [
        "a.yaml:3:7 warning[undrilled] runbook shop-down was not exercised within 180d, which service paid (tier 4) requires: no drill and no incident used it",
        "  help: exercise the runbook, then add a Drill with `heldOn: 2026-11-22` and `runbooks: [shop-down]`: ownercat drill paid",
    ]


def test_an_old_drill() -> None:
    assert found("RUN103", DOWN, PAID, drill("runbooks: [shop-down]", held="2026-02-01"), policy=POLICY) == [
        "a.yaml:3:7 warning[undrilled] runbook shop-down was not exercised within 180d, which service paid (tier 4) requires: the last drill or use was on 2026-02-01",
        "  help: exercise the runbook, then add a Drill with `heldOn: 2026-11-22` and `runbooks: [shop-down]`: ownercat drill paid",
    ]


SILENT = {
    "drilled": lambda: found("RUN103", DOWN, PAID, drill("runbooks: [shop-down]"), policy=POLICY),
    "an incident used it": lambda: found(
        "RUN103",
        DOWN,
        PAID,
        incident("symptom: down", "startedAt: 2026-10-01T10:00:00Z", severity="sev3").replace("[shop]", "[paid]"),
        policy=POLICY,
    ),
    "the policy requires no drill": lambda: found("RUN103", DOWN, PAID),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
