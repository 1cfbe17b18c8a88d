"""ESC108: a champion, communicator or hotfix authority who cannot be reached in time."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import (
    AGAIN,
    BY_DAY,
    CHECKOUT,
    CONTRACT,
    ON_CALL,
    SECONDARY,
    TWO,
    climb,
    paged,
    wait,
)
from tests.rules.shop import PEOPLE, ROTATION, TEAM, TEAM_AND_PEOPLE, tier

LEADERS = ROTATION.replace("shop-primary\nteam: shop", "leads\nteam: shop\nrole: manager").replace("ana, bo", "cy, dan")
BY_DAY_ONLY = LEADERS + BY_DAY.removeprefix(ROTATION)
LUNCH = (
    LEADERS.replace("name: leads", "name: lunch")
    + '    windows: [{from: "13:00", to: "12:00"}]\nrequired: {timeZone: Europe/Madrid, from: "13:00", to: "12:00"}\n'
)
CY, DAN = (
    f"---\napiVersion: ownercat/v1\nkind: Person\nname: {name}\ncontacts: [push, phone]\n" for name in ("cy", "dan")
)
CREW = TEAM.replace("ana, bo", "ana, bo, cy, dan") + "---\n" + PEOPLE
LEAD = "roles: {champion: rotation:leads}\n"
CURE = "cover the hours of the SLA in rotation:leads, or name a person or rotation that covers them"
GAP = "for 32 h from Sun 2026-11-22 01:00 Europe/Madrid (00:00 UTC), longer than restore 1h"
HOTFIX = "authorise: {hotfix: [rotation:shop-primary]}\n"
OFFICE = 'hours: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}\n'


def roles(
    more: str,
    *others: str,
    leads: str = BY_DAY_ONLY,
    sla: str = CONTRACT,
    extra: str = "",
    people: str = CREW + CY + DAN,
) -> list[str]:
    """Return all findings of a service with these roles; its roles begin on line 8."""
    service = CHECKOUT + more + extra
    return paged(climb(ON_CALL, TWO), leads, *others, service=service, sla=sla, people=people)


def may(*names: str) -> str:
    """Return the company with some people who may authorise a hotfix."""
    text = CREW + CY + DAN
    for name in names:
        text = text.replace(f"\nname: {name}\n", f"\nname: {name}\nmay: [hotfix]\n")
    return text


def test_a_champion_by_day_and_an_sla_at_night() -> None:
    assert roles(LEAD) == [
        f"8:19 ESC108 service checkout has no reachable champion {GAP}: "
        f"rotation:leads has nobody on call (first of 286 times) | {CURE}"
    ]


def test_all_roles_of_one_rotation_are_one_finding() -> None:
    more = "roles: {champion: rotation:leads, communicate: {customers: rotation:leads}}\n"
    till = CHECKOUT.replace("name: checkout", "name: till") + LEAD
    promise = CONTRACT.replace("name: contract\nservice: checkout", "name: other\nservice: till")
    assert roles(more, promise, extra=f"---\n{till}") == [
        "8:19 ESC108 service checkout (and 1 other service) has no reachable champion or communicator to customers "
        f"{GAP}: rotation:leads has nobody on call (first of 286 times) | {CURE}"
    ]


def test_a_person_on_call_without_the_hotfix_authority() -> None:
    three = ROTATION.replace("ana, bo", "ana, cy, bo")
    found = paged(
        climb(ON_CALL, TWO.replace("shop-secondary", "leads")),
        service=CHECKOUT + HOTFIX,
        rotations=(three, LEADERS.replace("cy, dan", "dan")),
        people=may("ana", "bo"),
    )
    assert [line for line in found if "ROT103" not in line] == [
        "8:21 ESC108 service checkout has no reachable hotfix authority for 168 h from Mon 2026-11-23 09:00 Europe/Madrid "
        "(08:00 UTC), longer than restore 1h: cy is on call without authority `hotfix` (first of 19 times) | "
        "add `hotfix` to `may` of cy"
    ]


@pytest.mark.parametrize(
    ("person", "why", "cure"),
    [
        pytest.param(
            "away: [{from: 2026-12-24, to: 2027-01-02}]",
            "for 240 h from Thu 2026-12-24 00:00 UTC, longer than restore 1h: cy is away from 2026-12-24 to 2027-01-02",
            "name a rotation instead of a person",
            id="away",
        ),
        pytest.param(
            "leavesOn: 2027-02-28",
            "for at least 7,224 h from Mon 2027-03-01 00:00 UTC, longer than restore 1h: cy leaves on 2027-02-28",
            "name a rotation instead of a person",
            id="leaving",
        ),
        pytest.param(
            "contacts: [chat]",
            "at any time, but restore 1h is promised for sev1: cy has no waking channel",
            "add a waking channel to `contacts` of cy",
            id="no waking channel",
        ),
    ],
)
def test_a_single_person(person: str, why: str, cure: str) -> None:
    cy = CY if "contacts" not in person else CY.replace("contacts: [push, phone]\n", "")
    found = roles("roles: {champion: person:cy}\n", leads=LEADERS, people=CREW + cy + f"{person}\n" + DAN)
    assert [line for line in found if "ESC108" in line] == [
        f"8:19 ESC108 service checkout has no reachable champion {why} | {cure}"
    ]


def test_a_page_wakes_a_person_of_the_role_in_time() -> None:
    second = tier("second", "[person:cy]", wait("5m"))
    service = CHECKOUT + LEAD
    assert paged(climb(ON_CALL, second), BY_DAY_ONLY, service=service, people=CREW + CY + DAN) == []


def test_a_page_wakes_a_person_of_the_role_too_late() -> None:
    last = tier("last", "[person:cy]", wait("5m"))
    second = tier("second", SECONDARY, wait("70m"))
    found = paged(climb(ON_CALL, second, last, end=AGAIN), BY_DAY_ONLY, service=CHECKOUT + LEAD, people=CREW + CY + DAN)
    assert [line.split()[1] for line in found] == ["ESC108"]


@pytest.mark.parametrize(
    ("more", "options"),
    [
        pytest.param(LEAD, {"leads": LEADERS}, id="on call at all hours"),
        pytest.param(LEAD, {"sla": CONTRACT + OFFICE}, id="on call in the hours of the SLA"),
        pytest.param("roles: {champion: rotation:lunch}\n", {"leads": LUNCH}, id="a gap shorter than restore"),
        pytest.param(LEAD, {"sla": CONTRACT + "status: draft\n"}, id="a draft of an SLA"),
        pytest.param("", {}, id="no roles"),
        pytest.param("roles: {scribe: rotation:leads}\n", {}, id="another role"),
        pytest.param("roles: {champion: team:shop}\n", {"leads": LEADERS}, id="a team by its rotation"),
        pytest.param(LEAD, {"leads": LEADERS + "external: {provider: pagerduty}\n"}, id="an external rotation"),
        pytest.param(
            HOTFIX, {"leads": LEADERS, "people": may("ana", "bo")}, id="each person on call has the authority"
        ),
        pytest.param(HOTFIX, {"leads": LEADERS}, id="no person has the authority"),
        pytest.param("authorise: {rollback: [rotation:leads]}\n", {}, id="another authority"),
    ],
)
def test_silent(more: str, options: dict[str, str]) -> None:
    assert roles(more, **options) == []


@pytest.mark.parametrize(
    ("code", "more", "options"),
    [
        pytest.param("ROT101", LEAD, {"leads": BY_DAY_ONLY.split("required:")[0]}, id="a rotation with gaps"),
        pytest.param("REF001", "roles: {champion: rotation:lead}\n", {"leads": LEADERS}, id="an unknown name"),
        pytest.param("ROT111", LEAD, {"leads": LEADERS.replace("cy, dan", "none")}, id="a rotation without members"),
        pytest.param(
            "OWN013", HOTFIX, {"leads": LEADERS, "people": may("ana", "cy")}, id="one person with the authority"
        ),
        pytest.param("OWN012", HOTFIX, {"leads": LEADERS, "people": may("cy")}, id="nobody on call with the authority"),
        pytest.param(
            "ROT001",
            LEAD,
            {"leads": LEADERS, "people": TEAM_AND_PEOPLE + CY + "active: false\n" + DAN},
            id="a person who left",
        ),
    ],
)
def test_another_rule_reports_the_cause(code: str, more: str, options: dict[str, str]) -> None:
    assert [line.split()[1] for line in roles(more, **options)] == [code]


def test_a_person_without_a_waking_channel_is_one_finding() -> None:
    deaf = TEAM + "---\n" + PEOPLE.replace("contacts: [push, phone]", "contacts: [chat]", 1)
    found = paged(climb(ON_CALL, TWO), service=CHECKOUT + "roles: {champion: rotation:shop-primary}\n", people=deaf)
    assert [line.split()[1] for line in found] == ["ESC014"]


def test_an_escalation_with_nobody_at_night_is_one_finding() -> None:
    others = BY_DAY_ONLY.replace("name: leads", "name: others").replace("cy, dan", "dan, cy")
    alone = climb(tier("on-call", "[rotation:leads]", wait("5m")), tier("second", "[rotation:others]"))
    found = paged(alone, BY_DAY_ONLY, others, service=CHECKOUT + LEAD, people=CREW + CY + DAN)
    assert [line.split()[1] for line in found] == ["ROT102"]


def test_the_rule_also_applies_without_dates() -> None:
    service = CHECKOUT + LEAD
    found = paged(climb(ON_CALL, TWO), BY_DAY_ONLY, service=service, people=CREW + CY + DAN, as_of=None)
    assert [line.split()[1] for line in found] == ["ESC108"]


def test_everyone_without_the_authority_is_named() -> None:
    four = ROTATION.replace("ana, bo", "ana, cy, dan, bo")
    found = paged(
        climb(ON_CALL, TWO.replace("shop-secondary", "leads")),
        service=CHECKOUT + HOTFIX,
        rotations=(four, LEADERS.replace("cy, dan", "dan")),
        people=may("ana", "bo"),
    )
    [line] = [line for line in found if " ESC108 " in line]
    assert "cy is on call without authority `hotfix`" in line
    assert "dan is on call without authority `hotfix`" in line
    assert "add `hotfix` to `may` of cy" in line
    assert "add `hotfix` to `may` of dan" in line
