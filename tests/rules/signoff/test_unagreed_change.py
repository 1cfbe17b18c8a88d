"""SGN010: the gate says at its line what has not been agreed to."""

from __future__ import annotations

from ownercat.diagnostics import Severity
from tests.catalogs import compare
from tests.changes.parts import BASE, edited
from tests.rules.parts import lines_of


def told(after: dict[str, str], gate: bool = True) -> list[str]:
    before = {f"catalog/{path}": text for path, text in BASE.items()}
    report = compare(before, {f"catalog/{path}": text for path, text in after.items()}, gate=gate)
    return lines_of(d for d in report.diagnostics if d.severity > Severity.WARNING and d.code == "SGN010")


def test_a_looser_promise_is_reported_at_its_value() -> None:
    assert told(edited(("sla.yaml", "restore: 30m", "restore: 50m"))) == [
        "sla.yaml:7:29 error[unagreed-change] service payment changed without the required approvals: SLA "
        "payment-for-checkout is looser: restore at sev1 from 30m to 50m",
        "  help: run `ownercat signoff check` to list the missing approvals",
    ]


def test_a_change_that_needs_nobody_is_silent() -> None:
    assert told(edited(("payment.yaml", "tier: 2", "tier: 2\nsystem: money"))) == []


def test_what_loosens_the_policy_is_for_another_rule() -> None:
    assert told({**BASE, "policy.yaml": BASE["policy.yaml"] + "signoff: {distinctHumans: 1}\n"}) == []


def test_without_the_gate_it_is_silent() -> None:
    assert told(edited(("sla.yaml", "restore: 30m", "restore: 50m")), gate=False) == []
