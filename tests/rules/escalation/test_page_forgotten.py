"""ESC104: acknowledged, and asleep again."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CONTRACT, ON_CALL, TWO, climb, paged


def timeout(text: str) -> str:
    return climb(ON_CALL, TWO, head=f"ackTimeout: {text}")


def test_longer_than_the_restore() -> None:
    assert paged(timeout("2h")) == [
        "5:13 ESC104 a sev1 page of service checkout that is acknowledged and forgotten comes back only after the time to "
        "restore: ackTimeout 2h > restore 1h | lower the `ackTimeout` of escalation urgent to well below 1h"
    ]


@pytest.mark.parametrize(
    ("subject", "sla"),
    [
        pytest.param(timeout("1h"), CONTRACT, id="as long as the restore"),
        pytest.param(climb(ON_CALL, TWO), CONTRACT, id="not stated"),
        pytest.param(timeout("2h"), CONTRACT + "status: draft\n", id="a promise that is not made yet"),
    ],
)
def test_silent(subject: str, sla: str) -> None:
    assert paged(subject, sla=sla) == []
