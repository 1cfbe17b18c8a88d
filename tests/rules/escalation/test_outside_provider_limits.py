"""ESC004: what the paging product does not take."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import PRIMARY, SECOND, TWO, climb, wait
from tests.rules.shop import PAGED, tier, told

POLICY = (
    "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nrules:\n  options: {outside-provider-limits: {without: [%s]}}\n"
)


def of(provider: str, more: str, repeat: int = 3) -> str:
    first = tier("on-call", PRIMARY, more)
    end = f"repeat: {{times: {repeat}, every: 10m}}\nend: stop"
    return climb(first, TWO, end=end, head=f"provider: {provider}")


def line(place: str, what: str, provider: str, limits: str, help: str) -> str:
    return f"{place} ESC004 {what}, which {provider} refuses (limits of August 2026): {limits} | use {help}"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(
            of("pagerduty", wait("30s")),
            line(
                "7:80",
                "the wait of tier on-call in escalation urgent is 30s",
                "pagerduty",
                "at least 1m, in steps of 1m",
                "1m",
            ),
            id="too short a wait",
        ),
        pytest.param(
            of("goalert", wait("150s")),
            line(
                "7:80",
                "the wait of tier on-call in escalation urgent is 150s",
                "goalert",
                "1m to 6d6h, in steps of 1m",
                "2m",
            ),
            id="half a minute",
        ),
        pytest.param(
            of("grafana", wait("25h")),
            line("7:80", "the wait of tier on-call in escalation urgent is 25h", "grafana", "1m to 1d", "1d"),
            id="too long a wait",
        ),
        pytest.param(
            of("PagerDuty", wait("5m"), 10),
            line("9:17", "the number of repeats in escalation urgent is 10", "PagerDuty", "0 to 9", "9"),
            id="too many rounds",
        ),
        pytest.param(
            of("incident.io", wait("5m") + ", attempts: {times: 3, every: 90s}"),
            line(
                "7:112",
                "the time between attempts of tier on-call in escalation urgent is 90s",
                "incident.io",
                "at least 1m, in steps of 1m",
                "1m",
            ),
            id="no whole minutes",
        ),
    ],
)
def test_reported(subject: str, expected: str) -> None:
    assert told(subject, PAGED, SECOND) == [expected]


@pytest.mark.parametrize(
    ("subject", "without"),
    [
        pytest.param(of("pagerduty", wait("1m"), 9), "", id="just inside"),
        pytest.param(of("somebody-else", wait("1s"), 90), "", id="a product that nobody has read"),
        pytest.param(climb(tier("on-call", more=wait("1s")), TWO), "", id="no product"),
        pytest.param(of("pagerduty", wait("30s")), "pagerduty.wait", id="a limit that no longer holds"),
        pytest.param(of("pagerduty", wait("30s"), 10), "pagerduty", id="all limits of one product"),
    ],
)
def test_silent(subject: str, without: str) -> None:
    assert told(subject, PAGED, SECOND, POLICY % without) == []
