"""ESC009: a level that wakes nobody for pages of a major severity."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, SERVICE, escalation, tier, told

ALL = SERVICE + "escalation: urgent\n"
MINOR = SERVICE + "escalation:\n  - {severity: [sev1, sev2], policy: loud}\n  - {policy: urgent}\n"
SYMPTOM = SERVICE + (
    "symptoms: [{id: slow, severity: sev3}]\nescalation:\n  - {symptom: slow, policy: urgent}\n  - {policy: loud}\n"
)
LOUD = escalation("loud", "tiers:", tier("on-call"))
SILENT = "via: [chat, email]"


def policy(*tiers: str, name: str = "urgent") -> str:
    return escalation(name, "tiers:", *tiers)


def test_channels_that_wake_nobody() -> None:
    assert told(policy(tier("on-call", more=SILENT)), PAGED, ALL) == [
        "6:59 ESC009 level on-call of escalation urgent has no waking channel for sev1 pages of service checkout: "
        "chat and email | add a waking channel to `via`: push, phone or sms"
    ]


def test_low_urgency() -> None:
    assert told(policy(tier("on-call", more="via: [phone], urgency: low")), PAGED, ALL) == [
        "6:77 ESC009 level on-call of escalation urgent wakes nobody for sev1 pages of service checkout: `urgency: low` | "
        "set `urgency: high`, or remove `urgency`"
    ]


def test_two_levels_with_one_cause_are_one_finding() -> None:
    low = policy(
        tier("on-call", more="via: [phone], urgency: low"), tier("second", "[person:ana, person:bo]", "urgency: low")
    )
    assert told(low, PAGED, ALL) == [
        "6:77 ESC009 level on-call and level second of escalation urgent wake nobody for sev1 pages of service checkout: "
        "`urgency: low` | set `urgency: high`, or remove `urgency`"
    ]


def test_an_escalation_that_follows_is_checked_too() -> None:
    first = escalation("urgent", "tiers:", tier("on-call"), end="end: {handoff: last}")
    found = told(policy(tier("everyone", more=SILENT), name="last"), first, PAGED, ALL)
    assert [line.split(" | ")[0] for line in found] == [
        "6:60 ESC009 level everyone of escalation last has no waking channel for sev1 pages of service checkout: "
        "chat and email"
    ]


def test_a_route_by_symptom_also_receives_major_pages() -> None:
    found = told(policy(tier("on-call", more=SILENT)), LOUD, PAGED, SYMPTOM)
    assert [line.split()[1] for line in found] == ["ESC009"]


@pytest.mark.parametrize(
    ("subject", "service"),
    [
        pytest.param(policy(tier("on-call", more="via: [chat, push]")), ALL, id="one of the channels wakes"),
        pytest.param(policy(tier("on-call", more="wait: 5m")), ALL, id="the rules of each person"),
        pytest.param(
            policy(tier("on-call"), tier("boss", more="via: [email], purpose: inform")), ALL, id="a level that informs"
        ),
        pytest.param(policy(tier("on-call", more="via: [email]")), MINOR, id="minor pages only"),
        pytest.param(
            policy(tier("on-call", more="via: [email]")), ALL + "lifecycle: retired\n", id="a retired service"
        ),
    ],
)
def test_silent(subject: str, service: str) -> None:
    assert told(subject, LOUD, PAGED, service) == []


def test_an_undefined_channel_has_no_finding_of_this_rule() -> None:
    found = told(policy(tier("on-call", more="via: [chat, phne]")), PAGED, ALL)
    assert [line.split()[1] for line in found] == ["REF001"]
