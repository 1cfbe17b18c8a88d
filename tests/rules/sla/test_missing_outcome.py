"""SLA003: an SLA without an outcome for the customer."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

WITHOUT = (SLA + TARGETS).replace("outcome: A customer can pay.\n", "")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(WITHOUT, id="no outcome"),
        pytest.param(WITHOUT + "outcome: ' '\n", id="a blank"),
        pytest.param(WITHOUT + "status: published\n", id="published, as it says"),
    ],
)
def test_reported(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE) == [
        "3:7 SLA003 SLA contract does not state what the customer gets: `outcome` is missing or blank | "
        "add a sentence in the words of the customer, such as `outcome: A customer with a valid card can pay.`"
    ]


@pytest.mark.parametrize(
    "subject",
    [SLA + TARGETS, WITHOUT + "status: draft\n", WITHOUT + "status: retired\n"],
    ids=["an outcome", "a draft", "retired"],
)
def test_silent(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE) == []
