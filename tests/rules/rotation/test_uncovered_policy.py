"""ROT102: an escalation policy that reaches nobody to respond during the hours of an SLA."""

from __future__ import annotations

import pytest

from tests.rules.shop import ROTATION, SERVICE, SLA, TARGETS, TEAM_AND_PEOPLE, escalation, tier, told

HELP = "add a person or rotation for these hours to a level, or limit `hours` of SLA contract to the covered hours"
PAGED = SERVICE + "escalation: urgent\n"
DAY = 'timeZone: UTC, days: [mon-sun], from: "{}", to: "{}"'


def rotation(name: str, start: str, end: str, required: str = "") -> str:
    window = DAY.format(start, end).removeprefix("timeZone: UTC, ")
    text = (
        ROTATION.replace("shop-primary", name).replace("Europe/Madrid", "UTC").replace('at: "09:00"', f'at: "{start}"')
    )
    return text + f"    windows: [{{{window}}}]\nrequired: {required or '{' + DAY.format(start, end) + '}'}\n"


def climb(*names: str, end: str = "end: stop", name: str = "urgent") -> str:
    tiers = [tier(f"tier-{n}", f"[{target}]", "wait: 5m") for n, target in enumerate(names)]
    return escalation(name, "tiers:", *tiers, end=end)


MORNING, EVENING = rotation("morning", "06:00", "14:00"), rotation("evening", "14:00", "22:00")
BOTH = climb("rotation:morning", "rotation:evening")
ALWAYS = SLA + TARGETS


def rot102(*texts: str) -> list[str]:
    return [line for line in told(*texts, TEAM_AND_PEOPLE, PAGED) if " ROT1" in line]


def test_two_rotations_that_leave_the_night_open() -> None:
    assert rot102(BOTH, ALWAYS, MORNING, EVENING) == [
        "3:7 ROT102 escalation urgent reaches nobody to respond during the hours of SLA contract: 3,200 h in 400 days from "
        f"2026-11-22 (401 gaps), first Sun 2026-11-22 00:00–06:00 UTC | {HELP}"
    ]


def test_each_keeps_what_it_promises() -> None:
    assert rot102(BOTH, SLA + f"hours: {{{DAY.format('06:00', '22:00')}}}\n" + TARGETS, MORNING, EVENING) == []


def test_longer_hours_than_theirs() -> None:
    assert rot102(BOTH, SLA + f"hours: {{{DAY.format('06:00', '23:00')}}}\n" + TARGETS, MORNING, EVENING) == [
        "3:7 ROT102 escalation urgent reaches nobody to respond during the hours of SLA contract: 400 h in 400 days from "
        f"2026-11-22 (400 gaps), first Sun 2026-11-22 22:00–23:00 UTC | {HELP}"
    ]


@pytest.mark.parametrize(
    ("policy", "more"),
    [
        pytest.param(climb("rotation:morning", "person:ana"), "", id="a person at the end"),
        pytest.param(climb("rotation:morning", "rotation:away"), "external", id="an external schedule"),
        pytest.param(climb("rotation:morning", end="end: {handoff: last}"), "last", id="another policy takes over"),
    ],
)
def test_somebody_is_there(policy: str, more: str) -> None:
    away = ROTATION.replace("shop-primary", "away") + "external: {provider: pagerduty}\n"
    last = climb("rotation:away", name="last")
    assert rot102(policy, ALWAYS, MORNING, away, last) == [], more


def test_a_rotation_that_breaks_its_own_promise_is_told_once() -> None:
    alone = rotation("morning", "06:00", "14:00", required="24x7")
    assert [line.split()[1] for line in rot102(climb("rotation:morning"), ALWAYS, alone)] == ["ROT101"]


@pytest.mark.parametrize(
    "sla",
    [
        pytest.param(ALWAYS + "status: draft\n", id="a draft"),
        pytest.param(SLA + "targets: {sev3: {ack: 1h, restore: 1d}}\n", id="a severity that waits for the day"),
    ],
)
def test_nothing_is_promised(sla: str) -> None:
    assert rot102(BOTH, sla, MORNING, EVENING) == []
