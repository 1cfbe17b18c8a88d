"""INC007: a path that was not drilled in time."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import POLICY, drill, found, incident
from tests.rules.parts import doc, service

PEOPLE = doc("Person", "eve", "contacts: [push, sms]")
NIGHT = doc(
    "Escalation", "night", "team: storefront", "tiers:",
    "  - {name: first, notify: [person:eve], via: [push], inform: [severity, service, timeline, workarounds]}",
    "failsafe: {via: [sms], to: person:eve, after: 15m, testedOn: 2026-03-01}", "end: stop",
)  # fmt: skip
PAID = service("paid", "escalation: night")


def test_no_drill_and_an_old_failsafe_are_one_finding() -> None:
    assert found("INC007", NIGHT, PAID, PEOPLE, policy=POLICY) == [
        "a.yaml:3:7 warning[undrilled-path] escalation night was not drilled within 180d, which service paid (tier 4) requires: no drill lists it and the last test of failsafe channel sms was on 2026-03-01",
        "  help: exercise the escalation, then add a Drill with `heldOn: 2026-11-22` and `escalations: [night]`: ownercat drill paid",
    ]


def test_an_old_drill() -> None:
    assert found(
        "INC007",
        NIGHT.replace("2026-03-01", "2026-09-01"),
        PAID,
        PEOPLE,
        drill("escalations: [night]", held="2026-02-01"),
        policy=POLICY,
    ) == [
        "a.yaml:3:7 warning[undrilled-path] escalation night was not drilled within 180d, which service paid (tier 4) requires: the last drill or page was on 2026-02-01",
        "  help: exercise the escalation, then add a Drill with `heldOn: 2026-11-22` and `escalations: [night]`: ownercat drill paid",
    ]


SILENT = {
    "drilled with its failsafe": lambda: found(
        "INC007", NIGHT, PAID, PEOPLE, drill("escalations: [night]", "channels: [sms]"), policy=POLICY
    ),
    "an incident paged it": lambda: found(
        "INC007",
        NIGHT.replace("2026-03-01", "2026-09-01"),
        PAID,
        PEOPLE,
        incident(
            "startedAt: 2026-10-01T10:00:00Z", "paged: [{tier: first, at: 2026-10-01T10:05:00Z}]", severity="sev3"
        ).replace("[shop]", "[paid]"),
        policy=POLICY,
    ),
    "the policy requires no drill": lambda: found("INC007", NIGHT, PAID, PEOPLE),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
