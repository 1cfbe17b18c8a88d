"""ESC005: pages that go round."""

from __future__ import annotations

from tests.rules.shop import PAGED, escalation, tier, told

HELP = "let one of them end with `end: stop`, or go on to one outside this circle; state a round with `repeat`"


def to(name: str, after: str) -> str:
    return escalation(name, "tiers:", tier("on-call"), end=f"end: {{handoff: {after}}}")


def test_two_that_hand_over_to_each_other() -> None:
    assert told(to("a", "b"), to("b", "a"), PAGED) == [
        f"7:16 ESC005 escalation a leads back to itself: a → b → a | {HELP}"
    ]


def test_one_that_hands_over_to_itself() -> None:
    assert told(to("a", "a"), PAGED) == [f"7:16 ESC005 escalation a leads to itself | {HELP}"]


def test_a_tier_that_pages_the_policy_before() -> None:
    back = escalation("b", "tiers:", tier("up", "[escalation:a]"))
    assert told(to("a", "b"), back, PAGED) == [f"7:16 ESC005 escalation a leads back to itself: a → b → a | {HELP}"]


def test_each_circle_once() -> None:
    found = told(to("a", "b"), to("b", "a"), to("c", "d"), to("d", "e"), to("e", "c"), to("f", "a"), PAGED)
    assert [line.split(" | ")[0] for line in found] == [
        "7:16 ESC005 escalation a leads back to itself: a → b → a",
        "7:16 ESC005 escalation c leads back to itself: c → d → e → c",
    ]


def test_a_chain_and_a_fork_that_meets_again_are_silent() -> None:
    fork = escalation("a", "tiers:", tier("on-call", "[escalation:b, escalation:c]"), end="end: {handoff: c}")
    assert told(fork, to("b", "c"), escalation("c", "tiers:", tier("on-call")), PAGED) == []


def test_a_stated_round_is_silent() -> None:
    assert told(escalation("a", "tiers:", tier("on-call"), end="repeat: {times: 9, every: 10m}"), PAGED) == []


def test_a_long_circle_is_cut() -> None:
    ring = [to(f"p{n:04}", f"p{(n + 1) % 1000:04}") for n in range(1000)]
    [found] = told("---\n".join(ring), PAGED)
    assert found == (
        "7:16 ESC005 escalation p0000 leads back to itself by way of p0001, p0002, p0003, p0004, p0005, p0006, p0007"
        f" and 992 more | {HELP}"
    )
