"""SLA008: targets that contradict each other."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TEAM_AND_PEOPLE, told

SEV2 = "sev2: {ack: 1h, restore: 2d}"


def sla(*targets: str) -> str:
    return SLA + "targets:\n" + "".join(f"  {target}\n" for target in targets)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        pytest.param(
            ["sev1: {ack: 2h, restore: 90m}", "sev2: {ack: 2h, restore: 4h}"],
            "9:28 SLA008 SLA contract promises sev1 restore before ack: ack 2h is longer than restore 90m | "
            "set `ack` to at most 90m, or `restore` to at least 2h",
            id="restored before it is acknowledged",
        ),
        pytest.param(
            ["sev1: {ack: 5m, respond: 1h, restore: 30m, resolve: 5d}", SEV2],
            "9:41 SLA008 SLA contract promises sev1 restore before respond: respond 1h is longer than restore 30m | "
            "set `respond` to at most 30m, or `restore` to at least 1h",
            id="restored before a response",
        ),
        pytest.param(
            ["sev1: {ack: 5m, restore: 3d}", SEV2],
            "9:28 SLA008 SLA contract promises a slower restore for sev1 than for the less severe sev2: 3d is longer than 2d | "
            "set `restore` of sev1 to at most 2d, or `restore` of sev2 to at least 3d",
            id="the worse incident takes longer",
        ),
        pytest.param(
            [SEV2, "sev1: {ack: 5m, restore: 3d}"],
            "10:28 SLA008 SLA contract promises a slower restore for sev1 than for the less severe sev2: 3d is longer than 2d | "
            "set `restore` of sev1 to at most 2d, or `restore` of sev2 to at least 3d",
            id="whatever the order in the file",
        ),
        pytest.param(
            ["sev1: {ack: 5m, restore: 1h, updateEvery: 1h}", "sev2: {ack: 1h, restore: 2d, updateEvery: 30m}"],
            "9:45 SLA008 SLA contract promises a slower updateEvery for sev1 than for the less severe sev2: "
            "1h is longer than 30m | set `updateEvery` of sev1 to at most 30m, or `updateEvery` of sev2 to at least 1h",
            id="updated less often",
        ),
        pytest.param(
            ["sev1: {ack: 5m, restore: 9h}", "sev2: {ack: 1h, restore: 9h}", "sev4: {restore: 8h}"],
            "10:28 SLA008 SLA contract promises a slower restore for sev2 than for the less severe sev4: 9h is longer than 8h | "
            "set `restore` of sev2 to at most 8h, or `restore` of sev4 to at least 9h",
            id="one step of three, over a gap",
        ),
    ],
)
def test_reported(targets: list[str], expected: str) -> None:
    assert told(sla(*targets), SERVICE, TEAM_AND_PEOPLE) == [expected]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(sla("sev1: {ack: 1h, respond: 60m, restore: 1h, resolve: 1h}", SEV2), id="equal"),
        pytest.param(sla("sev1: {ack: 1h, restore: 2d}", "sev2: {ack: 60m, restore: 48h}"), id="equal in other units"),
        pytest.param(sla("sev1: {ack: 2h, restore: 1h}", "sev2: {ack: 1h}") + "status: retired\n", id="retired"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE) == []
