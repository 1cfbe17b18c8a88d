"""ESC110: a failsafe on the same provider as the levels."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import climb
from tests.rules.shop import PAGED, tier, told

POLICY = """\
apiVersion: ownercat/v1
kind: Policy
name: shop
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
  sms: {medium: sms, provider: pagerduty}
  satellite: {medium: phone, provider: iridium}
"""


def page(via: str, more: str = "via: [push, phone]") -> str:
    safe = f"failsafe: {{via: {via}, to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}}"
    return climb(tier("on-call", more=more), head=safe)


def test_one_provider_for_levels_and_failsafe() -> None:
    assert told(page("[sms]"), PAGED, POLICY) == [
        "5:17 ESC110 escalation urgent has a failsafe on the same provider as level on-call: sms (pagerduty) | "
        "add a channel of another provider to `failsafe.via`, for example satellite"
    ]


def test_the_same_channel_under_the_default_policy() -> None:
    assert told(page("[phone]"), PAGED) == [
        "5:17 ESC110 escalation urgent has a failsafe on the same provider as level on-call: phone | "
        "add a channel of another provider to `failsafe.via`, for example sms"
    ]


def test_each_level_with_the_provider_is_named() -> None:
    safe = "failsafe: {via: [phone], to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}"
    two = climb(tier("on-call", more="via: [phone]"), tier("second", more="via: [phone]"), head=safe)
    [found] = [line for line in told(two, PAGED) if "ESC110" in line]
    assert "on the same provider as level on-call and level second: phone |" in found


@pytest.mark.parametrize(
    ("subject", "policy"),
    [
        pytest.param(page("[satellite]"), POLICY, id="another provider"),
        pytest.param(page("[sms, satellite]"), POLICY, id="one of them is of another provider"),
        pytest.param(page("[sms]", "urgency: high"), POLICY, id="the level uses the rules of each person"),
        pytest.param(climb(tier("on-call")), POLICY, id="no failsafe"),
        pytest.param(page("[sms]"), "", id="each channel has its own provider by default"),
    ],
)
def test_silent(subject: str, policy: str) -> None:
    assert told(subject, PAGED, *([policy] if policy else [])) == []


def test_an_undefined_channel_has_no_finding_of_this_rule() -> None:
    assert [line.split()[1] for line in told(page("[smms]"), PAGED, POLICY)] == ["REF001"]
