"""ESC102: one missed page, and the promise is broken."""

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

PAGE = "ESC102 a sev1 page of service checkout reaches"
MINOR = CONTRACT + "  sev3: {ack: 40m, restore: 8h}\n"
BY_SEVERITY = SERVICE + "escalation:\n  - {severity: [sev1, sev2], policy: loud}\n  - {policy: urgent}\n"


def slow(text: str) -> str:
    return climb(tier("on-call", PRIMARY, wait(text)), TWO)


def test_the_second_tier_comes_too_late() -> None:
    assert paged(slow("20m")) == [
        f"6:80 {PAGE} only tier on-call before the promised 15m: on-call at 0m and second at 20m > ack 15m | "
        "lower the wait of tier on-call to less than 15m, or promise 25m"
    ]


def test_a_tier_1_service_is_told_only_that() -> None:
    tiers = (tier("on-call", PRIMARY, wait("20m")), tier("second", SECONDARY, wait("10m")), tier("all", "[person:ana]"))
    service = CHECKOUT.replace("tier: 4", "tier: 1")
    assert paged(climb(*tiers), RUNBOOK, service=service) == [
        f"6:80 {PAGE} only tier on-call before the promised 15m: on-call at 0m and second at 20m > ack 15m | "
        "lower the wait of tier on-call to less than 15m, or promise 25m"
    ]


def test_exactly_then_is_too_late() -> None:
    assert paged(slow("15m")) == [
        f"6:80 {PAGE} only tier on-call before the promised 15m: on-call at 0m and second at 15m = ack 15m | "
        "lower the wait of tier on-call to less than 15m, or promise 20m"
    ]


def test_the_longest_of_several_waits_is_named() -> None:
    first, boss = tier("on-call", PRIMARY, wait("4m")), tier("boss", "[person:ana]", wait("12m") + ", purpose: command")
    assert paged(climb(first, boss, TWO)) == [
        f"7:66 {PAGE} only tier on-call before the promised 15m: on-call at 0m and second at 16m > ack 15m | "
        "lower the wait of tier boss to less than 11m, or promise 20m"
    ]


def test_nobody_else_is_there() -> None:
    assert paged(climb(tier("on-call"))) == [
        f"3:7 {PAGE} only tier on-call before the promised 15m: on-call at 0m, and no other tier is there to respond | "
        "add a tier with `purpose: respond` that is paged before 15m"
    ]


def test_a_wait_that_nobody_states() -> None:
    assert paged(climb(tier("on-call"), TWO)) == [
        f"6:5 {PAGE} only tier on-call before the promised 15m: on-call at 0m and second at a time that no `wait` states"
        " | add a `wait` to tier on-call that is shorter than 15m"
    ]


def test_the_second_line_sleeps_at_night() -> None:
    by_day = BY_DAY.replace("shop-primary\nteam: shop", "shop-secondary\nteam: shop\nrole: secondary")
    found = paged(climb(ON_CALL, TWO), rotations=(ROTATION, by_day.replace("[ana, bo]", "[bo, ana]")))
    assert found == [
        f"7:28 {PAGE} only tier on-call before the promised 15m: on-call at 0m and second at 5m without anybody on call,"
        " first at Sun 2026-11-22 00:00 UTC | "
        "have somebody on call in tier second at that time, or page one more tier before 15m"
    ]


def test_a_hold_that_takes_all_the_time() -> None:
    assert [line.split(" | ")[0] for line in paged(climb(ON_CALL, TWO, head="hold: 15m"))] == [
        f"5:7 {PAGE} no responding tier before the promised 15m: on-call at 15m = ack 15m"
    ]


def test_the_strictest_promise_speaks_for_all() -> None:
    found = paged(slow("40m"))
    assert [line.split(":")[0:2][1].split()[1] for line in found] == ["ESC102"]


def test_without_dates_as_well() -> None:
    assert [line.split()[1] for line in paged(slow("20m"), as_of=None)] == ["ESC102"]


@pytest.mark.parametrize(
    ("subject", "more"),
    [
        pytest.param(climb(ON_CALL, TWO), {}, id="in time"),
        pytest.param(
            climb(tier("on-call", PRIMARY, wait("5m")), end="end: {handoff: last}"),
            {"other": climb(tier("last", "[person:ana]"), name="last")},
            id="another escalation takes over in time",
        ),
        pytest.param(slow("20m"), {"sla": CONTRACT + "status: draft\n"}, id="a promise that is not made yet"),
        pytest.param(
            slow("50m"),
            {"other": climb(ON_CALL, TWO, name="loud"), "sla": MINOR, "service": BY_SEVERITY},
            id="a minor severity",
        ),
        pytest.param(slow("20m"), {"service": CHECKOUT + "lifecycle: retired\n"}, id="a retired service"),
        pytest.param(
            slow("20m"), {"sla": CONTRACT.replace("ack: 15m", "ack: 25m")}, id="a promise that leaves the time"
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
            id="hours that are covered",
        ),
    ],
)
def test_silent(subject: str, more: dict[str, str]) -> None:
    other = more.pop("other", "")
    assert paged(subject, *([other] if other else []), **more) == []  # type: ignore[arg-type]


def test_an_empty_tier_is_one_finding() -> None:
    found = paged(climb(tier("on-call", PRIMARY, wait("5m")), tier("second", "[]")))
    assert [line.split()[1] for line in found] == ["ESC002"]


def test_a_misspelt_rotation_is_one_finding() -> None:
    found = paged(climb(tier("on-call", PRIMARY, wait("5m")), tier("second", "[rotation:shop-secondry]")))
    assert [line.split()[1] for line in found] == ["REF001"]
