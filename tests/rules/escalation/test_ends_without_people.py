"""ESC008: the last responder is nobody in particular."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, SERVICE, escalation, tier, told

CHAT = "via: [chat, ticket]"
BOT = "apiVersion: ownercat/v1\nkind: Person\nname: robo\nbot: true\n"


def policy(*tiers: str, end: str = "end: stop") -> str:
    return escalation("default", "tiers:", *tiers, end=end)


def test_only_a_channel() -> None:
    assert told(policy(tier("on-call"), tier("channel", more=CHAT)), PAGED) == [
        "7:59 ESC008 escalation default ends without people: tier channel, the last to respond, goes only through chat"
        " and ticket | add a channel that reaches a person, such as push or phone, or a last tier with one"
    ]


def test_tiers_that_inform_or_lead_are_not_counted() -> None:
    subject = policy(tier("channel", more=CHAT), tier("boss", more="via: [phone], purpose: command"))
    assert [line.split()[:2] for line in told(subject, PAGED)] == [["6:59", "ESC008"]]


def test_nobody_responds() -> None:
    assert told(policy(tier("boss", more="via: [phone], purpose: command")), PAGED) == [
        "3:7 ESC008 escalation default ends without people: none of its tiers is there to respond | "
        "give the tier that fixes things `purpose: respond`"
    ]


def test_only_a_bot() -> None:
    assert told(policy(tier("robot", "[person:robo]")), PAGED, BOT) == [
        "6:27 ESC008 escalation default ends without people: tier robot, the last to respond, reaches only bots: robo | "
        "page a rotation of people there, or add a last tier that does"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(policy(tier("channel", more=CHAT), tier("on-call")), id="people come last"),
        pytest.param(policy(tier("on-call", more="via: [chat, phone]")), id="chat and phone"),
        pytest.param(policy(tier("on-call", more="via: [email]")), id="e-mail has an addressee"),
        pytest.param(policy(tier("on-call", "[person:robo, person:ana]")), id="a bot and a person"),
        pytest.param(policy(tier("on-call", more="wait: 5m")), id="everybody's own rules"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, PAGED, BOT) == []


def test_an_escalation_that_hands_over_does_not_end() -> None:
    subject = policy(tier("channel", more=CHAT), end="end: {handoff: last}")
    assert told(subject, PAGED, escalation("last", "tiers:", tier("on-call"))) == []


def test_where_major_pages_come_the_silence_is_reported_alone() -> None:
    found = told(policy(tier("channel", more=CHAT)), PAGED, SERVICE + "escalation: default\n")
    assert [line.split()[1] for line in found] == ["ESC009"]


def test_a_team_that_works_in_its_chat_says_so() -> None:
    rules = "rules: {options: {ends-without-people: {media: []}}}\n"
    policy_document = f"apiVersion: ownercat/v1\nkind: Policy\nname: shop\n{rules}"
    assert told(policy(tier("channel", more=CHAT)), PAGED, policy_document) == []
