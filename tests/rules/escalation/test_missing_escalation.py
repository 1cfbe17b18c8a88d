"""ESC001: a service without an escalation policy although its tier requires one."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, PEOPLE, SERVICE, TEAM, TEAM_AND_PEOPLE, URGENT, told

NEEDS = SERVICE.replace("tier: 4", "tier: 3")


def test_neither_the_service_nor_the_team_has_one() -> None:
    assert told(NEEDS, TEAM_AND_PEOPLE) == [
        "3:7 ESC001 service checkout (tier 3) has no escalation policy: neither the service nor team shop sets "
        "`escalation` | add an Escalation with `team: shop`, then set `escalation` in the service or the team: "
        "ownercat new escalation shop-pages --team shop"
    ]


def test_the_help_names_the_escalation_policy_of_the_team() -> None:
    assert told(NEEDS, PAGED, URGENT) == [
        "3:7 ESC001 service checkout (tier 3) has no escalation policy: neither the service nor team shop sets "
        "`escalation` | add `escalation: urgent` to the service, or to the team for all its services"
    ]


@pytest.mark.parametrize(
    ("service", "others"),
    [
        pytest.param(SERVICE, [TEAM_AND_PEOPLE], id="tier 4 does not require one"),
        pytest.param(NEEDS + "escalation: urgent\n", [PAGED, URGENT], id="the service sets it"),
        pytest.param(
            NEEDS, [TEAM + "escalation: urgent\n", PAGED.replace(TEAM + "---\n", ""), URGENT], id="the team sets it"
        ),
        pytest.param(NEEDS + "lifecycle: retired\n", [TEAM_AND_PEOPLE], id="retired"),
        pytest.param(NEEDS + "type: external\n", [TEAM_AND_PEOPLE], id="external"),
        pytest.param(NEEDS + "type: library\n", [TEAM_AND_PEOPLE], id="a library"),
    ],
)
def test_silent(service: str, others: list[str]) -> None:
    assert told(service, *others) == []


@pytest.mark.parametrize(
    ("service", "others", "code"),
    [
        pytest.param(NEEDS.replace("owner: shop\n", ""), [TEAM_AND_PEOPLE], "OWN001", id="no owner"),
        pytest.param(NEEDS.replace("owner: shop", "owner: shp"), [TEAM_AND_PEOPLE], "OWN001", id="an undefined owner"),
        pytest.param(
            NEEDS, [TEAM, PEOPLE.replace("contacts", "active: false\ncontacts")], "OWN001", id="no active owner"
        ),
        pytest.param(NEEDS + "escalation: urgnt\n", [PAGED, URGENT], "REF001", id="an undefined escalation policy"),
        pytest.param(
            NEEDS, [TEAM + "escalation: urgnt\n", PEOPLE], "REF001", id="an undefined escalation policy of the team"
        ),
    ],
)
def test_another_rule_reports_it(service: str, others: list[str], code: str) -> None:
    assert [line.split()[1] for line in told(service, *others)] == [code]


def test_an_unreadable_policy_is_one_finding() -> None:
    policy = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\ntiers: {\n"
    assert [line.split()[1] for line in told(NEEDS, TEAM_AND_PEOPLE, policy)] == ["SYN001"]
