"""ESC005: escalation policies that form a cycle."""

from __future__ import annotations

from tests.rules.shop import PAGED, escalation, tier, told

HELP = "set `end: stop` in one of them, or continue with a policy outside the cycle; for more rounds, set `repeat`"


def to(name: str, after: str) -> str:
    return escalation(name, "tiers:", tier("on-call"), end=f"end: {{handoff: {after}}}")


def test_two_policies_that_continue_with_each_other() -> None:
    assert told(to("a", "b"), to("b", "a"), PAGED) == [
        f"7:16 ESC005 escalation a is part of a cycle: a → b → a | {HELP}"
    ]


def test_a_policy_that_continues_with_itself() -> None:
    assert told(to("a", "a"), PAGED) == [f"7:16 ESC005 escalation a is part of a cycle: a → a | {HELP}"]


def test_a_level_that_pages_the_previous_policy() -> None:
    back = escalation("b", "tiers:", tier("up", "[escalation:a]"))
    assert told(to("a", "b"), back, PAGED) == [f"7:16 ESC005 escalation a is part of a cycle: a → b → a | {HELP}"]


def test_a_cycle_of_levels_has_no_end_to_change() -> None:
    first, back = (escalation(a, "tiers:", tier("up", f"[escalation:{b}]")) for a, b in (("a", "b"), ("b", "a")))
    assert told(first, back, PAGED) == [
        "6:25 ESC005 escalation a is part of a cycle: a → b → a"
        " | in `notify` of one of them, replace the policy by a rotation, a team or a person"
    ]


def test_each_cycle_is_reported_once() -> None:
    found = told(to("a", "b"), to("b", "a"), to("c", "d"), to("d", "e"), to("e", "c"), to("f", "a"), PAGED)
    assert [line.split(" | ")[0] for line in found] == [
        "7:16 ESC005 escalation a is part of a cycle: a → b → a",
        "7:16 ESC005 escalation c is part of a cycle: c → d → e → c",
    ]


def test_two_paths_to_the_same_policy_are_silent() -> None:
    fork = escalation("a", "tiers:", tier("on-call", "[escalation:b, escalation:c]"), end="end: {handoff: c}")
    assert told(fork, to("b", "c"), escalation("c", "tiers:", tier("on-call")), PAGED) == []


def test_rounds_with_repeat_are_silent() -> None:
    assert told(escalation("a", "tiers:", tier("on-call"), end="repeat: {times: 9, every: 10m}"), PAGED) == []


def test_a_long_cycle_is_shortened() -> None:
    ring = [to(f"p{n:04}", f"p{(n + 1) % 1000:04}") for n in range(1000)]
    [found] = told("---\n".join(ring), PAGED)
    assert found == (
        "7:16 ESC005 escalation p0000 is part of a cycle with p0001, p0002, p0003, p0004, p0005, p0006, p0007"
        f" and 992 more | {HELP}"
    )
