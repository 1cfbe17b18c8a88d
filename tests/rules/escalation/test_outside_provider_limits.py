"""ESC004: values that a paging product does not accept."""

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


def line(place: str, name: str, value: str, provider: str, limit: str, nearest: str) -> str:
    message = f"escalation urgent has a value that {provider} does not accept: {name} is {value}, limit {limit}"
    return f"{place} ESC004 {message} (August 2026) | set {name} to {nearest}"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(
            of("pagerduty", wait("30s")),
            line(
                "7:80",
                "`wait` of level on-call",
                "30s",
                "pagerduty",
                "at least 1m in steps of 1m",
                "1m",
            ),
            id="a wait that is too short",
        ),
        pytest.param(
            of("goalert", wait("150s")),
            line(
                "7:80",
                "`wait` of level on-call",
                "150s",
                "goalert",
                "1m to 6d6h in steps of 1m",
                "2m",
            ),
            id="a wait with half a minute",
        ),
        pytest.param(
            of("grafana", wait("25h")),
            line("7:80", "`wait` of level on-call", "25h", "grafana", "1m to 1d", "1d"),
            id="a wait that is too long",
        ),
        pytest.param(
            of("PagerDuty", wait("5m"), 10),
            line("9:17", "`repeat.times`", "10", "PagerDuty", "0 to 9", "9"),
            id="too many rounds",
        ),
        pytest.param(
            of("incident.io", wait("5m") + ", attempts: {times: 3, every: 90s}"),
            line(
                "7:112",
                "`attempts.every` of level on-call",
                "90s",
                "incident.io",
                "at least 1m in steps of 1m",
                "1m",
            ),
            id="attempts that are not whole minutes apart",
        ),
    ],
)
def test_reported(subject: str, expected: str) -> None:
    assert told(subject, PAGED, SECOND) == [expected]


@pytest.mark.parametrize(
    ("subject", "without"),
    [
        pytest.param(of("pagerduty", wait("1m"), 9), "", id="exactly at the limits"),
        pytest.param(of("somebody-else", wait("1s"), 90), "", id="a product without known limits"),
        pytest.param(climb(tier("on-call", more=wait("1s")), TWO), "", id="an escalation without a product"),
        pytest.param(of("pagerduty", wait("30s")), "pagerduty.wait", id="a limit that no longer holds"),
        pytest.param(of("pagerduty", wait("30s"), 10), "pagerduty", id="all limits of one product"),
    ],
)
def test_silent(subject: str, without: str) -> None:
    assert told(subject, PAGED, SECOND, POLICY % without) == []
