"""ESC014: somebody on call whom no page wakes."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, climb
from tests.rules.shop import ROTATION, SERVICE, TEAM, TEAM_AND_PEOPLE, tier, told

PAGE = "sev1 pages to tier on-call of escalation urgent"
URGENT, OWN_RULES = climb(tier("on-call")), climb(tier("on-call", more="wait: 5m"))
ELSEWHERE = ROTATION[: ROTATION.index("layers:")] + "external: {provider: pagerduty, id: P1}\n"


def bo(contacts: str, more: str = "") -> str:
    return (
        f"apiVersion: ownercat/v1\nkind: Person\nname: bo\n{contacts}{more}---\n" + TEAM_AND_PEOPLE.rsplit("---", 1)[0]
    )


def test_contacts_that_wake_nobody() -> None:
    assert told(bo("contacts: [email, chat]\n"), ROTATION, URGENT, CHECKOUT) == [
        f"4:11 ESC014 person bo cannot be woken by {PAGE}: it goes through push or phone, and they have email and chat | "
        "add push or phone to `contacts` of bo, or page the tier through what everybody has"
    ]


def test_no_contacts_at_all() -> None:
    assert told(bo(""), ROTATION, URGENT, CHECKOUT) == [
        f"3:7 ESC014 person bo cannot be woken by {PAGE}: it goes through push or phone, and they have no contacts | "
        "add push or phone to `contacts` of bo"
    ]


def test_another_channel_than_the_tier_uses() -> None:
    found = told(bo("contacts: [sms]\n"), ROTATION, URGENT, CHECKOUT)
    assert [line.split(" | ")[0] for line in found] == [
        f"4:11 ESC014 person bo cannot be woken by {PAGE}: it goes through push or phone, and they have sms"
    ]


def test_a_channel_that_nobody_has_is_one_finding_at_the_tier() -> None:
    assert told(climb(tier("on-call", more="via: [sms]")), TEAM_AND_PEOPLE, ROTATION, CHECKOUT) == [
        "6:59 ESC014 tier on-call of escalation urgent wakes none of its 2 people by sev1 pages: it goes through sms, and bo "
        "has push and phone | page the tier through push or phone, or add sms to the `contacts` of its people"
    ]


def test_rules_of_their_own() -> None:
    quiet = "notify: {high: [{via: chat}]}\n"
    assert told(bo("contacts: [push, chat]\n", quiet), ROTATION, OWN_RULES, CHECKOUT) == [
        f"5:16 ESC014 person bo cannot be woken by {PAGE}: their own rules use only chat | "
        "add push, phone or sms to `notify.high` of bo"
    ]


def test_one_person_is_one_finding() -> None:
    two = climb(tier("on-call"), tier("bo", "[person:bo]", "via: [phone]"))
    found = told(bo("contacts: [email]\n"), ROTATION, two, CHECKOUT)
    assert [line.split()[1] for line in found if "OWN014" not in line] == ["ESC014"]


@pytest.mark.parametrize(
    ("person", "others"),
    [
        pytest.param(bo("contacts: [phone]\n"), [ROTATION, URGENT, CHECKOUT], id="one of the channels is enough"),
        pytest.param(bo("contacts: [sms]\n"), [ROTATION, OWN_RULES, CHECKOUT], id="all contacts without rules"),
        pytest.param(bo("contacts: [email]\n"), [ROTATION, URGENT, SERVICE], id="nothing major comes there"),
        pytest.param(bo("contacts: [email]\n"), [ELSEWHERE, URGENT, CHECKOUT], id="an external rotation"),
        pytest.param(
            bo("contacts: [email]\n"), [ROTATION.replace("[ana, bo]", "[ana, ana]"), URGENT, CHECKOUT], id="off"
        ),
        pytest.param(
            bo("contacts: [email]\n"),
            [ROTATION, climb(tier("on-call", "[person:ana]"), tier("bo", "[person:bo]", "purpose: inform")), CHECKOUT],
            id="somebody who is only told",
        ),
    ],
)
def test_silent(person: str, others: list[str]) -> None:
    assert [line for line in told(person, *others) if "ROT103" not in line] == []


def test_a_tier_that_wakes_nobody_is_one_finding() -> None:
    silent = climb(tier("on-call", more="via: [email]"))
    assert [line.split()[1] for line in told(bo("contacts: [email]\n"), ROTATION, silent, CHECKOUT)] == ["ESC009"]


def test_people_that_no_file_describes_are_not_judged() -> None:
    assert "ESC014" not in str(told(TEAM, ROTATION, URGENT, CHECKOUT))
