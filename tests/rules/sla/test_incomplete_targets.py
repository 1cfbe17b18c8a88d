"""SLA002: a major severity without ack or restore target."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

ALIASES = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nseverityAliases: {p1: sev1, p2: sev2}\n"


def sla(*targets: str) -> str:
    return SLA + "targets:\n" + "".join(f"  {target}\n" for target in targets)


def test_no_targets_at_all() -> None:
    assert told(SLA, SERVICE, TEAM_AND_PEOPLE) == [
        "3:7 SLA002 SLA contract has no targets for sev1 and sev2 | "
        "add targets for sev1 and sev2, for example `sev1: {ack: 15m, restore: 1h}`"
    ]


def test_one_severity_is_missing() -> None:
    assert told(sla("sev1: {ack: 5m, restore: 1h}"), SERVICE, TEAM_AND_PEOPLE) == [
        "8:1 SLA002 SLA contract has no targets for sev2 | "
        "add targets for sev2, for example `sev2: {ack: 15m, restore: 1h}`"
    ]


@pytest.mark.parametrize(
    ("target", "what", "help"),
    [
        pytest.param("{ack: 5m}", "restore", "`restore: 1h`", id="no restore"),
        pytest.param("{restore: 1h}", "ack", "`ack: 15m`", id="no ack"),
        pytest.param("{respond: 1h}", "ack or restore", "`ack: 15m` and `restore: 1h`", id="neither"),
    ],
)
def test_one_severity_is_incomplete(target: str, what: str, help: str) -> None:
    assert told(sla(f"sev1: {target}", "sev2: {ack: 1h, restore: 4h}"), SERVICE, TEAM_AND_PEOPLE) == [
        f"9:3 SLA002 SLA contract has no {what} target for sev1 | add the time to sev1, for example {help}"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(SLA + TARGETS, id="both"),
        pytest.param(sla("p1: {ack: 5m, restore: 1h}", "p2: {ack: 1h, restore: 4h}"), id="under other words"),
        pytest.param(SLA + "status: draft\n", id="a draft"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, SERVICE, TEAM_AND_PEOPLE, ALIASES) == []


def test_a_misspelt_severity_is_one_finding() -> None:
    found = told(sla("sev11: {ack: 5m, restore: 1h}", "sev2: {ack: 1h, restore: 4h}"), SERVICE, TEAM_AND_PEOPLE)
    assert [line.split()[1] for line in found] == ["REF001"]
