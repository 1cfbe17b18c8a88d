"""ESC104: an `ackTimeout` longer than the restore target."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CONTRACT, ON_CALL, TWO, climb, paged


def timeout(text: str) -> str:
    return climb(ON_CALL, TWO, head=f"ackTimeout: {text}")


def test_longer_than_the_restore() -> None:
    assert paged(timeout("2h")) == [
        "5:13 ESC104 escalation urgent has an `ackTimeout` longer than the restore target: 2h, but restore 1h is promised "
        "for sev1 incidents of service checkout | set `ackTimeout` of escalation urgent to well below 1h"
    ]


@pytest.mark.parametrize(
    ("subject", "sla"),
    [
        pytest.param(timeout("1h"), CONTRACT, id="as long as the restore target"),
        pytest.param(climb(ON_CALL, TWO), CONTRACT, id="no timeout"),
        pytest.param(timeout("2h"), CONTRACT + "status: draft\n", id="a draft of an SLA"),
    ],
)
def test_silent(subject: str, sla: str) -> None:
    assert paged(subject, sla=sla) == []
