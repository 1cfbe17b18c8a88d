"""SLA006: an SLA without a dashboard or a release calendar."""

from __future__ import annotations

import pytest

from tests.rules.shop import SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, told

BARE = SLA + TARGETS
DASHBOARD = "dashboards: [https://grafana.shop.example/d/1]\n"
CALENDAR = "releaseCalendar: https://calendar.shop.example\n"
SHOW, PLAN = "`dashboards: [https://grafana.example/d/1]`", "`releaseCalendar: https://calendar.example`"
NO_DASHBOARD = f"3:7 SLA006 SLA contract links no dashboard | add the link, for example {SHOW}"
NO_CALENDAR = f"3:7 SLA006 SLA contract links no release calendar | add the link, for example {PLAN}"


OTHER = BARE.replace("name: contract", "name: contract-of-mail").replace("service: checkout", "service: mail")
MAIL = SERVICE.replace("name: checkout", "name: mail")


def found(subject: str, service: str = SERVICE, other: str = OTHER + DASHBOARD + CALENDAR) -> list[str]:
    return told(subject, service, TEAM_AND_PEOPLE, other, MAIL, about="unlinked-sla")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(BARE + CALENDAR, NO_DASHBOARD, id="no dashboard"),
        pytest.param(BARE + DASHBOARD, NO_CALENDAR, id="no calendar"),
        pytest.param(
            BARE,
            "3:7 SLA006 SLA contract links no dashboard and no release calendar | "
            f"add the link, for example {SHOW} and {PLAN}",
            id="neither",
        ),
    ],
)
def test_reported(subject: str, expected: str) -> None:
    assert found(subject) == [expected]


LINK = "links: [{type: dashboard, url: https://grafana.shop.example/d/1}]\n"


@pytest.mark.parametrize(
    ("subject", "service"),
    [
        pytest.param(BARE + DASHBOARD + CALENDAR, SERVICE, id="both"),
        pytest.param(BARE + LINK + CALENDAR, SERVICE, id="a link of the SLA"),
        pytest.param(BARE + CALENDAR, SERVICE + LINK, id="a link of the service"),
        pytest.param(
            BARE + CALENDAR, SERVICE + "telemetry: {dashboard: https://grafana.shop.example/d/1}\n", id="telemetry"
        ),
        pytest.param(
            BARE + DASHBOARD, SERVICE + "change: {releaseCalendar: https://calendar.shop.example}\n", id="service"
        ),
        pytest.param(BARE + "status: draft\n", SERVICE, id="a draft"),
        pytest.param(BARE + "status: retired\n", SERVICE, id="retired"),
        pytest.param(BARE, SERVICE.replace("name: checkout", "name: cart"), id="no such service"),
    ],
)
def test_silent(subject: str, service: str) -> None:
    assert [line for line in found(subject, service) if "SLA006" in line] == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [(OTHER, []), (OTHER + DASHBOARD, [NO_DASHBOARD]), (OTHER + CALENDAR, [NO_CALENDAR])],
    ids=["nothing", "dashboards", "calendars"],
)
def test_only_a_link_that_another_sla_has_is_missing(other: str, expected: list[str]) -> None:
    assert found(BARE, other=other) == expected
