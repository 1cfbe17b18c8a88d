"""ESC102: an escalation that pages fewer than two levels before an ack target."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import (
    BY_DAY,
    CHECKOUT,
    CONTRACT,
    ON_CALL,
    PRIMARY,
    SECOND,
    SECONDARY,
    TWO,
    climb,
    paged,
    wait,
)
from tests.rules.shop import ROTATION, RUNBOOK, SERVICE, tier

PAGE = "ESC102 escalation urgent pages"
PROMISE = "before ack 15m promised for sev1 pages of service checkout:"
MINOR = CONTRACT + "  sev3: {ack: 40m, restore: 8h}\n"
BY_SEVERITY = SERVICE + "escalation:\n  - {severity: [sev1, sev2], policy: loud}\n  - {policy: urgent}\n"


def slow(text: str) -> str:
    return climb(tier("on-call", PRIMARY, wait(text)), TWO)


def test_the_second_level_is_paged_too_late() -> None:
    assert paged(slow("20m")) == [
        f"6:80 {PAGE} only level on-call {PROMISE} level on-call at 0m and level second at 20m (after ack) | "
        "set `wait` of level on-call to less than 15m, or raise the ack target to 25m"
    ]


def test_a_tier_1_service_has_only_this_finding() -> None:
    tiers = (tier("on-call", PRIMARY, wait("20m")), tier("second", SECONDARY, wait("10m")), tier("all", "[person:ana]"))
    service = CHECKOUT.replace("tier: 4", "tier: 1")
    assert paged(climb(*tiers), RUNBOOK, service=service) == [
        f"6:80 {PAGE} only level on-call {PROMISE} level on-call at 0m and level second at 20m (after ack) | "
        "set `wait` of level on-call to less than 15m, or raise the ack target to 25m"
    ]


def test_a_page_exactly_at_ack_is_too_late() -> None:
    assert paged(slow("15m")) == [
        f"6:80 {PAGE} only level on-call {PROMISE} level on-call at 0m and level second at 15m (exactly at ack) | "
        "set `wait` of level on-call to less than 15m, or raise the ack target to 20m"
    ]


def test_the_fix_names_the_longest_of_several_waits() -> None:
    first, boss = tier("on-call", PRIMARY, wait("4m")), tier("boss", "[person:ana]", wait("12m") + ", purpose: command")
    assert paged(climb(first, boss, TWO)) == [
        f"7:66 {PAGE} only level on-call {PROMISE} level on-call at 0m and level second at 16m (after ack) | "
        "set `wait` of level boss to less than 11m, or raise the ack target to 20m"
    ]


def test_there_is_only_one_responding_level() -> None:
    assert paged(climb(tier("on-call"))) == [
        f"3:7 {PAGE} only level on-call {PROMISE} level on-call at 0m, and no other level has `purpose: respond` | "
        "add a level with `purpose: respond` that is paged before 15m"
    ]


def test_a_level_without_a_wait() -> None:
    assert paged(climb(tier("on-call"), TWO)) == [
        f"6:5 {PAGE} only level on-call {PROMISE} level on-call at 0m and level second at an unknown time (an earlier "
        "level has no `wait`) | add a `wait` shorter than 15m to level on-call"
    ]


def test_nobody_is_on_call_in_the_second_level_at_night() -> None:
    by_day = BY_DAY.replace("shop-primary\nteam: shop", "shop-secondary\nteam: shop\nrole: secondary")
    found = paged(climb(ON_CALL, TWO), rotations=(ROTATION, by_day.replace("[ana, bo]", "[bo, ana]")))
    assert found == [
        f"7:28 {PAGE} only level on-call {PROMISE} level on-call at 0m and level second at 5m with nobody on call, "
        "first on Sun 2026-11-22 00:00 UTC | "
        "schedule a person in level second at that time, or page one more level before 15m"
    ]


def test_a_hold_as_long_as_the_ack_target() -> None:
    assert [line.split(" | ")[0] for line in paged(climb(ON_CALL, TWO, head="hold: 15m"))] == [
        f"5:7 {PAGE} no responding level {PROMISE} level on-call at 15m (exactly at ack)"
    ]


def test_an_escalation_has_one_finding_for_its_strictest_target() -> None:
    found = paged(slow("40m"))
    assert [line.split(":")[0:2][1].split()[1] for line in found] == ["ESC102"]


def test_the_rule_also_applies_without_dates() -> None:
    assert [line.split()[1] for line in paged(slow("20m"), as_of=None)] == ["ESC102"]


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        pytest.param(climb(ON_CALL, TWO), {}, id="in time"),
        pytest.param(
            climb(tier("on-call", PRIMARY, wait("5m")), end="end: {handoff: last}"),
            {"other": climb(tier("last", "[person:ana]"), name="last")},
            id="another escalation follows in time",
        ),
        pytest.param(slow("20m"), {"sla": CONTRACT + "status: draft\n"}, id="a draft of an SLA"),
        pytest.param(
            slow("50m"),
            {"other": climb(ON_CALL, TWO, name="loud"), "sla": MINOR, "service": BY_SEVERITY},
            id="a minor severity",
        ),
        pytest.param(slow("20m"), {"service": CHECKOUT + "lifecycle: retired\n"}, id="a retired service"),
        pytest.param(
            slow("20m"), {"sla": CONTRACT.replace("ack: 15m", "ack: 25m")}, id="an ack target after the second page"
        ),
        pytest.param(
            climb(ON_CALL, TWO),
            {
                "rotations": (
                    BY_DAY,
                    SECOND,
                ),
                "sla": CONTRACT + 'hours: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "17:00"}\n',
            },
            id="a promise only for hours with people on call",
        ),
    ],
)
def test_silent(subject: str, more: dict[str, str]) -> None:
    other = more.pop("other", "")
    assert paged(subject, *([other] if other else []), **more) == []  # type: ignore[arg-type]


def test_an_empty_level_is_one_finding() -> None:
    found = paged(climb(tier("on-call", PRIMARY, wait("5m")), tier("second", "[]")))
    assert [line.split()[1] for line in found] == ["ESC002"]


def test_a_misspelt_rotation_is_one_finding() -> None:
    found = paged(climb(tier("on-call", PRIMARY, wait("5m")), tier("second", "[rotation:shop-secondry]")))
    assert [line.split()[1] for line in found] == ["REF001"]
