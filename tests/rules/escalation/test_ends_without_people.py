"""ESC008: the last responding level reaches no person."""

from __future__ import annotations

import pytest

from tests.rules.shop import PAGED, SERVICE, escalation, tier, told

CHAT = "via: [chat, ticket]"
BOT = "apiVersion: ownercat/v1\nkind: Person\nname: robo\nbot: true\n"


def policy(*tiers: str, end: str = "end: stop") -> str:
    return escalation("default", "tiers:", *tiers, end=end)


def test_only_media_without_a_personal_recipient() -> None:
    assert told(policy(tier("on-call"), tier("channel", more=CHAT)), PAGED) == [
        "7:59 ESC008 escalation default reaches no person at its last responding level: level channel uses only chat and "
        "ticket | add a channel that reaches a person to `via`, for example push or phone, or add a last level with such a "
        "channel"
    ]


def test_levels_that_command_do_not_count() -> None:
    subject = policy(tier("channel", more=CHAT), tier("boss", more="via: [phone], purpose: command"))
    assert [line.split()[:2] for line in told(subject, PAGED)] == [["6:59", "ESC008"]]


def test_no_level_responds() -> None:
    assert told(policy(tier("boss", more="via: [phone], purpose: command")), PAGED) == [
        "3:7 ESC008 escalation default has no level with `purpose: respond` | "
        "set `purpose: respond` in the level whose people fix the incident"
    ]


def test_only_a_bot() -> None:
    assert told(policy(tier("robot", "[person:robo]")), PAGED, BOT) == [
        "6:27 ESC008 escalation default reaches no person at its last responding level: level robot reaches only bots: "
        "robo | page a rotation of people: `notify: [rotation:NAME]`, or add a last level that does"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(policy(tier("channel", more=CHAT), tier("on-call")), id="people come last"),
        pytest.param(policy(tier("on-call", more="via: [chat, phone]")), id="chat and phone"),
        pytest.param(policy(tier("on-call", more="via: [email]")), id="email has a recipient"),
        pytest.param(policy(tier("on-call", "[person:robo, person:ana]")), id="a bot and a person"),
        pytest.param(policy(tier("on-call", more="wait: 5m")), id="personal notification rules"),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, PAGED, BOT) == []


def test_a_policy_that_continues_with_another_is_not_checked() -> None:
    subject = policy(tier("channel", more=CHAT), end="end: {handoff: last}")
    assert told(subject, PAGED, escalation("last", "tiers:", tier("on-call"))) == []


def test_for_major_pages_only_the_silent_level_is_reported() -> None:
    found = told(policy(tier("channel", more=CHAT)), PAGED, SERVICE + "escalation: default\n")
    assert [line.split()[1] for line in found] == ["ESC009"]


def test_the_option_allows_chat() -> None:
    rules = "rules: {options: {ends-without-people: {media: []}}}\n"
    policy_document = f"apiVersion: ownercat/v1\nkind: Policy\nname: shop\n{rules}"
    assert told(policy(tier("channel", more=CHAT)), PAGED, policy_document) == []
