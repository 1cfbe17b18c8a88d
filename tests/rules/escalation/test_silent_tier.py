"""ESC009: a tier that sleeps through a major incident."""

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
        "6:59 ESC009 tier on-call of escalation urgent takes sev1 pages of service checkout and wakes nobody: "
        "it goes only through chat and email | add a channel that wakes: push, phone or sms"
    ]


def test_low_urgency() -> None:
    assert told(policy(tier("on-call", more="via: [phone], urgency: low")), PAGED, ALL) == [
        "6:77 ESC009 tier on-call of escalation urgent takes sev1 pages of service checkout and wakes nobody: "
        "its urgency is low | set `urgency: high`, or leave it out"
    ]


def test_two_tiers_for_one_reason_are_one_finding() -> None:
    low = policy(
        tier("on-call", more="via: [phone], urgency: low"), tier("second", "[person:ana, person:bo]", "urgency: low")
    )
    assert told(low, PAGED, ALL) == [
        "6:77 ESC009 tier on-call and tier second of escalation urgent take sev1 pages of service checkout and wake nobody: "
        "their urgency is low | set `urgency: high`, or leave it out"
    ]


def test_a_page_that_is_handed_over_is_as_urgent_as_before() -> None:
    first = escalation("urgent", "tiers:", tier("on-call"), end="end: {handoff: last}")
    found = told(policy(tier("everyone", more=SILENT), name="last"), first, PAGED, ALL)
    assert [line.split(" | ")[0] for line in found] == [
        "6:60 ESC009 tier everyone of escalation last takes sev1 pages of service checkout and wakes nobody: "
        "it goes only through chat and email"
    ]


def test_a_route_by_symptom_takes_major_pages_too() -> None:
    found = told(policy(tier("on-call", more=SILENT)), LOUD, PAGED, SYMPTOM)
    assert [line.split()[1] for line in found] == ["ESC009"]


@pytest.mark.parametrize(
    ("subject", "service"),
    [
        pytest.param(policy(tier("on-call", more="via: [chat, push]")), ALL, id="one of the channels wakes"),
        pytest.param(policy(tier("on-call", more="wait: 5m")), ALL, id="everybody's own rules"),
        pytest.param(
            policy(tier("on-call"), tier("boss", more="via: [email], purpose: inform")), ALL, id="a tier that informs"
        ),
        pytest.param(policy(tier("on-call", more="via: [email]")), MINOR, id="minor pages only"),
        pytest.param(
            policy(tier("on-call", more="via: [email]")), ALL + "lifecycle: retired\n", id="a retired service"
        ),
    ],
)
def test_silent(subject: str, service: str) -> None:
    assert told(subject, LOUD, PAGED, service) == []


def test_a_channel_that_the_policy_does_not_know_is_left_to_the_reference_rule() -> None:
    found = told(policy(tier("on-call", more="via: [chat, phne]")), PAGED, ALL)
    assert [line.split()[1] for line in found] == ["REF001"]
