"""SLA004: an SLA without the approval of the provider or the consumer team."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM, TEAM_AND_PEOPLE, told

WEB = TEAM.replace("name: shop", "name: web")
FRONTEND = SERVICE.replace("checkout", "frontend").replace("owner: shop", "owner: web")
VENDOR = FRONTEND + "type: external\n"


def sla(approvers: str, consumer: str = "external: true") -> str:
    text = SLA.replace("approvers: [shop]", f"approvers: {approvers}").replace("external: true", consumer)
    return text.replace("approvers: \n", "") + TARGETS


def line(place: str, teams: str, names: str) -> str:
    return (
        f"{place} SLA004 SLA contract is published without the approval of {teams} | "
        f"add {names} to `approvers` after the approval; until then, set `status: draft`"
    )


@pytest.mark.parametrize(
    ("subject", "place", "teams", "names"),
    [
        pytest.param(sla(""), "3:7", "team shop", "shop", id="nobody"),
        pytest.param(sla("[web]"), "7:12", "team shop", "shop", id="not the provider"),
        pytest.param(sla("[shop]", "consumer: frontend"), "7:12", "team web", "web", id="not the consumer's team"),
        pytest.param(sla("[shop]", "consumer: team:web"), "7:12", "team web", "web", id="not the consuming team"),
        pytest.param(sla("[]", "consumer: frontend"), "3:7", "teams shop and web", "shop and web", id="neither"),
    ],
)
def test_reported(subject: str, place: str, teams: str, names: str) -> None:
    assert told(subject, SERVICE, FRONTEND, TEAM_AND_PEOPLE, WEB) == [line(place, teams, names)]


@pytest.mark.parametrize(
    ("subject", "consumer"),
    [
        pytest.param(sla("[shop]"), FRONTEND, id="consumers outside"),
        pytest.param(sla("[shop, web]", "consumer: frontend"), FRONTEND, id="both sides"),
        pytest.param(sla("[team:shop, team:web]", "consumer: team:web"), FRONTEND, id="a team as the consumer"),
        pytest.param(sla("[shop]", "consumer: frontend"), VENDOR, id="a consumer that others run"),
        pytest.param(sla("[shop]", "consumer: checkout"), FRONTEND, id="within one team"),
        pytest.param(sla("[]") + "status: draft\n", FRONTEND, id="a draft"),
    ],
)
def test_silent(subject: str, consumer: str) -> None:
    assert told(subject, SERVICE, consumer, TEAM_AND_PEOPLE, WEB) == []


def test_a_misspelt_approver_is_one_finding() -> None:
    found = told(sla("[shpo]"), SERVICE, TEAM_AND_PEOPLE)
    assert [line.split()[1] for line in found] == ["REF001"]
