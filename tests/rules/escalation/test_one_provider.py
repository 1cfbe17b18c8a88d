"""ESC107: an escalation whose waking channels have one provider."""

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
        "3:7 ESC107 escalation urgent has waking channels of only one provider: pagerduty (push and phone) | "
        "add a waking channel of another provider to `via` of a level or of `failsafe`"
    ]


@pytest.mark.parametrize(
    ("via", "channel"),
    [("[push, chat]", "push (pagerduty)"), ("[sms]", "sms")],
    ids=["a channel with a provider", "a channel that is its own provider"],
)
def test_a_single_channel(via: str, channel: str) -> None:
    found = told(
        climb(tier("on-call", more=f"via: {via}")), PAGED.replace("[push, phone]", "[push, sms]"), CHECKOUT, ASKED
    )
    assert [line.split(" | ")[0] for line in found] == [
        f"3:7 ESC107 escalation urgent has only one waking channel: {channel}"
    ]


@pytest.mark.parametrize(
    ("subject", "policy"),
    [
        pytest.param(climb(tier("on-call")), CHANNELS, id="no tier is configured"),
        pytest.param(climb(tier("on-call")), ASKED.replace("[4]", "[1, 2]"), id="another tier is configured"),
        pytest.param(climb(tier("on-call", more="via: [push, sms]")), ASKED, id="two providers"),
        pytest.param(climb(tier("on-call"), head=SAFE), ASKED, id="the failsafe has another provider"),
        pytest.param(climb(tier("on-call", more="wait: 5m")), ASKED, id="a level uses the rules of each person"),
        pytest.param(
            climb(tier("on-call", more="via: [push], wait: 5m"), end="end: {handoff: last}"),
            ASKED,
            id="the next escalation has another provider",
        ),
    ],
)
def test_silent(subject: str, policy: str) -> None:
    assert told(subject, LAST, PAGED, CHECKOUT, policy) == []
