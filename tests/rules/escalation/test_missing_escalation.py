"""ESC001: a tier that requires an escalation, and a service without one."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, PEOPLE, SERVICE, TEAM, TEAM_AND_PEOPLE, URGENT, told

NEEDS = SERVICE.replace("tier: 4", "tier: 3")


def test_neither_the_service_nor_the_team_has_one() -> None:
    assert told(NEEDS, TEAM_AND_PEOPLE) == [
        "3:7 ESC001 service checkout of tier 3 has no escalation, and team shop has no default one | "
        "write an Escalation for team shop, then name it under `escalation` here or in the team"
    ]


def test_the_help_names_the_escalation_that_the_team_keeps() -> None:
    assert told(NEEDS, PAGED, URGENT) == [
        "3:7 ESC001 service checkout of tier 3 has no escalation, and team shop has no default one | "
        "add `escalation: urgent` to the service, or to the team for all its services"
    ]


@pytest.mark.parametrize(
    ("service", "others"),
    [
        pytest.param(SERVICE, [TEAM_AND_PEOPLE], id="tier 4 does not require one"),
        pytest.param(NEEDS + "escalation: urgent\n", [PAGED, URGENT], id="its own"),
        pytest.param(
            NEEDS, [TEAM + "escalation: urgent\n", PAGED.replace(TEAM + "---\n", ""), URGENT], id="the team's"
        ),
        pytest.param(NEEDS + "lifecycle: retired\n", [TEAM_AND_PEOPLE], id="retired"),
        pytest.param(NEEDS + "type: external\n", [TEAM_AND_PEOPLE], id="run by others"),
        pytest.param(NEEDS + "type: library\n", [TEAM_AND_PEOPLE], id="a library"),
    ],
)
def test_silent(service: str, others: list[str]) -> None:
    assert told(service, *others) == []


@pytest.mark.parametrize(
    ("service", "others", "code"),
    [
        pytest.param(NEEDS.replace("owner: shop\n", ""), [TEAM_AND_PEOPLE], "OWN001", id="no owner"),
        pytest.param(NEEDS.replace("owner: shop", "owner: shp"), [TEAM_AND_PEOPLE], "OWN001", id="an unknown owner"),
        pytest.param(NEEDS, [TEAM, PEOPLE.replace("contacts", "active: false\ncontacts")], "OWN001", id="a dead owner"),
        pytest.param(NEEDS + "escalation: urgnt\n", [PAGED, URGENT], "REF001", id="an unknown escalation"),
        pytest.param(NEEDS, [TEAM + "escalation: urgnt\n", PEOPLE], "REF001", id="an unknown default of the team"),
    ],
)
def test_another_rule_speaks_alone(service: str, others: list[str], code: str) -> None:
    assert [line.split()[1] for line in told(service, *others)] == [code]


def test_nothing_is_known_while_the_policy_cannot_be_read() -> None:
    policy = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers: {\n"
    assert [line.split()[1] for line in told(NEEDS, TEAM_AND_PEOPLE, policy)] == ["SYN001"]
