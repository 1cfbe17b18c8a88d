"""ESC014: a person on call whom a page of a major severity does not wake."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, climb
from tests.rules.shop import ROTATION, SERVICE, TEAM, TEAM_AND_PEOPLE, tier, told

PAGE = "ESC014 person bo has no waking channel for sev1 pages from level on-call of escalation urgent:"
URGENT, OWN_RULES = climb(tier("on-call")), climb(tier("on-call", more="wait: 5m"))
ELSEWHERE = ROTATION[: ROTATION.index("layers:")] + "external: {provider: pagerduty, id: P1}\n"


def bo(contacts: str, more: str = "") -> str:
    return (
        f"apiVersion: ownercat/v1\nkind: Person\nname: bo\n{contacts}{more}---\n" + TEAM_AND_PEOPLE.rsplit("---", 1)[0]
    )


def test_contacts_without_a_waking_channel() -> None:
    assert told(bo("contacts: [email, chat]\n"), ROTATION, URGENT, CHECKOUT) == [
        f"4:11 {PAGE} the level uses push and phone, bo has only email and chat | "
        "add push or phone to `contacts` of bo, or use a channel in the level that all of its people have"
    ]


def test_no_contacts_at_all() -> None:
    assert told(bo(""), ROTATION, URGENT, CHECKOUT) == [
        f"3:7 {PAGE} the level uses push and phone, bo has no contacts | add push or phone to `contacts` of bo"
    ]


def test_a_channel_that_the_level_does_not_use() -> None:
    found = told(bo("contacts: [sms]\n"), ROTATION, URGENT, CHECKOUT)
    assert [line.split(" | ")[0] for line in found] == [f"4:11 {PAGE} the level uses push and phone, bo has only sms"]


def test_a_channel_that_no_person_has_is_one_finding_at_the_level() -> None:
    assert told(climb(tier("on-call", more="via: [sms]")), TEAM_AND_PEOPLE, ROTATION, CHECKOUT) == [
        "6:59 ESC014 level on-call of escalation urgent wakes none of its 2 people for sev1 pages: the level uses sms, bo has "
        "only push and phone | add push or phone to `via`, or add sms to `contacts` of its people"
    ]


def test_notification_rules_without_a_waking_channel() -> None:
    quiet = "notify: {high: [{via: chat}]}\n"
    assert told(bo("contacts: [push, chat]\n", quiet), ROTATION, OWN_RULES, CHECKOUT) == [
        f"5:16 {PAGE} `notify.high` of bo uses only chat | add push, phone or sms to `notify.high` of bo"
    ]


def test_one_person_is_one_finding() -> None:
    two = climb(tier("on-call"), tier("bo", "[person:bo]", "via: [phone]"))
    found = told(bo("contacts: [email]\n"), ROTATION, two, CHECKOUT)
    assert [line.split()[1] for line in found if "OWN014" not in line] == ["ESC014"]


@pytest.mark.parametrize(
    ("person", "others"),
    [
        pytest.param(bo("contacts: [phone]\n"), [ROTATION, URGENT, CHECKOUT], id="one of the channels is enough"),
        pytest.param(
            bo("contacts: [sms]\n"), [ROTATION, OWN_RULES, CHECKOUT], id="a person without notification rules"
        ),
        pytest.param(bo("contacts: [email]\n"), [ROTATION, URGENT, SERVICE], id="no pages of a major severity"),
        pytest.param(bo("contacts: [email]\n"), [ELSEWHERE, URGENT, CHECKOUT], id="an external rotation"),
        pytest.param(
            bo("contacts: [email]\n"),
            [ROTATION.replace("[ana, bo]", "[ana, ana]"), URGENT, CHECKOUT],
            id="never on call",
        ),
        pytest.param(
            bo("contacts: [email]\n"),
            [ROTATION, climb(tier("on-call", "[person:ana]"), tier("bo", "[person:bo]", "purpose: inform")), CHECKOUT],
            id="a level that only informs",
        ),
    ],
)
def test_silent(person: str, others: list[str]) -> None:
    assert [line for line in told(person, *others) if "ROT103" not in line] == []


def test_a_level_that_wakes_nobody_is_one_finding() -> None:
    silent = climb(tier("on-call", more="via: [email]"))
    assert [line.split()[1] for line in told(bo("contacts: [email]\n"), ROTATION, silent, CHECKOUT)] == ["ESC009"]


def test_undefined_people_have_no_finding_of_this_rule() -> None:
    assert "ESC014" not in str(told(TEAM, ROTATION, URGENT, CHECKOUT))
