"""ESC107: one company down, everybody asleep."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, climb
from tests.rules.shop import PAGED, tier, told

CHANNELS = """\
apiVersion: ownercat/v1
kind: Policy
name: shop
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
  chat: {medium: chat, provider: mattermost}
"""
ASKED = CHANNELS + "rules:\n  options: {one-provider: {tiers: [4]}}\n"
SAFE = "failsafe: {via: [sms], to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}"
LAST = climb(tier("last", more="via: [sms, push]"), name="last")


def test_all_channels_of_one_provider() -> None:
    subject = climb(tier("on-call", more="via: [push, phone, chat]"))
    assert told(subject, PAGED, CHECKOUT, ASKED) == [
        "3:7 ESC107 escalation urgent wakes people only through pagerduty: push and phone fail together | "
        "add a channel of another provider to a tier, or a `failsafe` that goes through one"
    ]


@pytest.mark.parametrize(
    ("via", "says"),
    [("[push, chat]", "push of pagerduty"), ("[sms]", "sms")],
    ids=["a channel of a company", "a channel that is its own provider"],
)
def test_a_single_channel(via: str, says: str) -> None:
    found = told(
        climb(tier("on-call", more=f"via: {via}")), PAGED.replace("[push, phone]", "[push, sms]"), CHECKOUT, ASKED
    )
    assert [line.split(" | ")[0] for line in found] == [
        f"3:7 ESC107 escalation urgent wakes people only through {says}"
    ]


@pytest.mark.parametrize(
    ("subject", "policy"),
    [
        pytest.param(climb(tier("on-call")), CHANNELS, id="nobody asks"),
        pytest.param(climb(tier("on-call")), ASKED.replace("[4]", "[1, 2]"), id="another tier is asked for"),
        pytest.param(climb(tier("on-call", more="via: [push, sms]")), ASKED, id="two providers"),
        pytest.param(climb(tier("on-call"), head=SAFE), ASKED, id="the failsafe has another one"),
        pytest.param(climb(tier("on-call", more="wait: 5m")), ASKED, id="people's own rules decide"),
        pytest.param(
            climb(tier("on-call", more="via: [push], wait: 5m"), end="end: {handoff: last}"), ASKED, id="later"
        ),
    ],
)
def test_silent(subject: str, policy: str) -> None:
    assert told(subject, LAST, PAGED, CHECKOUT, policy) == []
