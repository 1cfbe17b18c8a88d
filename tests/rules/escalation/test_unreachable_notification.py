"""ESC015: a notification rule that takes effect after the next level is paged."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import CHECKOUT, CONTRACT, PRIMARY, SECOND, SECONDARY, climb
from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, tier, told

LAST = tier("second", SECONDARY, "urgency: high")


def bo(notify: str) -> str:
    person = "apiVersion: ownercat/v1\nkind: Person\nname: bo\ncontacts: [push, phone]\nnotify: "
    return f"{person}{notify}\n---\n{TEAM_AND_PEOPLE.rsplit('---', 1)[0]}"


def first(more: str) -> str:
    return climb(tier("on-call", PRIMARY, more), LAST)


LATE = bo("{high: [{via: push}, {via: phone, after: 10m}]}")


def test_later_than_the_wait() -> None:
    assert told(LATE, first("wait: 5m"), ROTATION, SECOND) == [
        "5:50 ESC015 person bo has a notification rule that is too late for level on-call of escalation urgent: phone after "
        "10m, but the next level is paged after 5m | "
        "set `after` to less than 5m, remove the rule, or set `wait` of level on-call to more than 10m"
    ]


def test_a_rule_exactly_at_the_wait_is_too_late() -> None:
    assert [line.split()[1] for line in told(LATE, first("wait: 10m"), ROTATION, SECOND)] == ["ESC015"]


def test_a_wait_that_is_too_short_for_most_people_is_one_finding() -> None:
    both = LATE.replace("name: ana\ncontacts: [push, phone]", "name: ana\nnotify: {high: [{via: phone, after: 12m}]}")
    assert told(both, first("wait: 5m"), ROTATION, SECOND) == [
        "6:60 ESC015 level on-call of escalation urgent has a `wait` that is too short for the notification rules of 2 of its "
        "2 people: 5m, but ana has phone after 12m | "
        "set `wait` to more than 12m, or set `after` of the rules to less than 5m"
    ]


def test_rules_for_low_urgency() -> None:
    low = bo("{low: [{via: push, after: 10m}]}")
    assert [line.split()[:2] for line in told(low, first("wait: 5m, urgency: low"), ROTATION, SECOND)] == [
        ["5:35", "ESC015"]
    ]


def test_one_person_is_one_finding() -> None:
    three = climb(
        tier("on-call", PRIMARY, "wait: 5m"), tier("second", SECONDARY, "wait: 5m"), tier("last", "[person:bo]")
    )
    assert [line.split()[1] for line in told(LATE, three, ROTATION, SECOND)] == ["ESC015"]


def test_an_escalation_that_is_too_late_has_no_finding_of_this_rule() -> None:
    slow = LATE.replace("{via: push}, {via: phone, after: 10m}", "{via: phone, after: 20m}")
    escalation = climb(tier("on-call", "[person:bo]", "wait: 5m"), tier("second", "[person:bo]", "wait: 5m"))
    found = told(slow, escalation, CHECKOUT, CONTRACT)
    assert "ESC101" in str(found)
    assert "ESC015" not in str(found)


@pytest.mark.parametrize(
    ("person", "escalation"),
    [
        pytest.param(LATE, first("wait: 11m"), id="earlier than the wait"),
        pytest.param(LATE, first("wait: 5m, via: [push]"), id="the level has its own channels"),
        pytest.param(LATE, first("wait: 5m, attempts: {times: 3, every: 5m}"), id="the level tries again"),
        pytest.param(LATE, first("wait: 5m, urgency: low"), id="rules of the other urgency"),
        pytest.param(LATE, climb(tier("on-call", PRIMARY, "wait: 5m")), id="the last level"),
    ],
)
def test_silent(person: str, escalation: str) -> None:
    assert told(person, escalation, ROTATION, SECOND) == []
