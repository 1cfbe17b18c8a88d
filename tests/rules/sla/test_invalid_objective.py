"""SLA001: objectives that cannot be measured."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

BEGIN = "8:43 SLA001 objective `availability` of SLA contract has an invalid target:"
RANGE = "is not a percentage above 0 and below 100"
FRACTION = "is a fraction, not a percentage"


def sla(objective: str) -> str:
    return f"{SLA}objectives: [{{name: availability, {objective}}}]\n{TARGETS}"


@pytest.mark.parametrize(
    ("target", "shown", "why", "help"),
    [
        pytest.param("0.999", "0.999", FRACTION, "99.9", id="a fraction"),
        pytest.param("0.99995", "0.99995", FRACTION, "99.995", id="a fraction with many nines"),
        pytest.param("1", "1", FRACTION, "99.9", id="one"),
        pytest.param("100", "100", RANGE, "99.9", id="no error budget"),
        pytest.param("0", "0", RANGE, "99.9", id="nothing"),
        pytest.param("-99.9", "-99.9", RANGE, "99.9", id="below nothing"),
        pytest.param("999", "999", RANGE, "99.9", id="a lost decimal point"),
    ],
)
def test_the_target(target: str, shown: str, why: str, help: str) -> None:
    assert told(sla(f"target: {target}, window: 28d"), SERVICE, TEAM_AND_PEOPLE) == [
        f"{BEGIN} {shown} {why} | write `target: {help}`"
    ]


def test_a_huge_number_is_cut() -> None:
    [found] = told(sla("target: 1.0e+300, window: 28d"), SERVICE, TEAM_AND_PEOPLE)
    assert found.startswith(f"{BEGIN} 1{'0' * 38}… is not")


def test_no_window() -> None:
    assert told(sla("target: 99.9"), SERVICE, TEAM_AND_PEOPLE) == [
        "8:21 SLA001 objective `availability` of SLA contract has no measurement period (`window`) | "
        "add the period, for example `window: 28d`"
    ]


def test_no_target() -> None:
    assert told(sla("window: 28d"), SERVICE, TEAM_AND_PEOPLE) == [
        "8:21 SLA001 objective `availability` of SLA contract has no target | "
        "add the promised percentage, for example `target: 99.9`"
    ]


def test_a_journey_has_objectives_too() -> None:
    journey = (
        "apiVersion: ownercat/v1\nkind: Journey\nname: buy\nowner: shop\nobjectives: [{target: 0.5, window: 28d}]\n"
    )
    assert told(journey, TEAM_AND_PEOPLE) == [
        "5:23 SLA001 objective 1 of journey buy has an invalid target: 0.5 is a fraction, not a percentage | "
        "write `target: 50`"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(sla("target: 99.9, window: 28d"), id="a percentage and a window"),
        pytest.param(sla("target: 99.99999, window: 4w"), id="many nines"),
        pytest.param(sla("ref: 'https://slo.example/checkout'"), id="a URL may hold both"),
        pytest.param(sla("target: 0.999") + "status: retired\n", id="retired"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE) == []
