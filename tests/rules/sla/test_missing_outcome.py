"""SLA003: numbers without a meaning."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

WITHOUT = (SLA + TARGETS).replace("outcome: A customer can pay.\n", "")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(WITHOUT, id="no outcome"),
        pytest.param(WITHOUT + "outcome: ' '\n", id="a blank"),
        pytest.param(WITHOUT + "status: draft\n", id="a draft begins with it"),
    ],
)
def test_reported(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE) == [
        "3:7 SLA003 SLA contract does not say what the customer gets | "
        "add it in the customer's words, such as `outcome: A customer with a valid card can pay.`"
    ]


@pytest.mark.parametrize("subject", [SLA + TARGETS, WITHOUT + "status: retired\n"], ids=["an outcome", "retired"])
def test_silent(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE) == []
