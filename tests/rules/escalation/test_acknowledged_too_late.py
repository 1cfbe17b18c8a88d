"""ESC101: nobody can wake up in time."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import BY_DAY, ON_CALL, PRIMARY, SECOND, SECONDARY, TWO, climb, paged, wait
from tests.rules.shop import TEAM_AND_PEOPLE, tier

PAGE = "ESC101 a sev1 page of service checkout"
EVERYONE = tier("everyone", "[person:ana, person:bo]")
NIGHT = (
    "worst at Sun 2026-11-22 01:00 Europe/Madrid (00:00 UTC), when tier on-call has nobody on call: no window of any"
)


def asleep(text: str, head: str = "") -> str:
    return climb(tier("on-call", PRIMARY, wait(text)), tier("second", SECONDARY, wait("5m")), EVERYONE, head=head)


def test_the_first_tier_has_nobody_at_night() -> None:
    assert paged(asleep("20m"), rotations=(BY_DAY, SECOND)) == [
        f"6:80 {PAGE} wakes the first human after 20m: on-call 20m > ack 15m; {NIGHT} layer is open | "
        "lower the wait of tier on-call to 15m or less, or promise 25m, or have somebody on call in tier on-call at that "
        "time"
    ]


def test_a_hold_and_two_waits() -> None:
    more = tier("boss", "[person:ana]", wait("8m") + ", purpose: command")
    found = paged(climb(tier("on-call", PRIMARY, wait("6m")), more, TWO, head="hold: 2m"), rotations=(BY_DAY, SECOND))
    assert [line.split(";")[0] for line in found] == [
        f"8:66 {PAGE} wakes the first human after 16m: hold 2m + on-call 6m + boss 8m = 16m > ack 15m"
    ]


def test_a_hold_alone_is_so_at_every_hour() -> None:
    assert paged(climb(ON_CALL, TWO, head="hold: 16m")) == [
        f"5:7 {PAGE} wakes the first human after 16m: hold 16m > ack 15m | "
        "lower the hold to 15m or less, or promise 20m"
    ]


def test_rules_of_their_own_that_wait_too_long() -> None:
    slow = TEAM_AND_PEOPLE.replace(
        "contacts: [push, phone]", "contacts: [push, phone]\nnotify: {high: [{via: push, after: 16m}]}"
    )
    first, second = tier("on-call", PRIMARY, "wait: 20m"), tier("second", SECONDARY, "wait: 20m")
    assert paged(climb(first, second), people=slow) == [
        f"6:29 {PAGE} wakes the first human after 16m: own rules in on-call 16m > ack 15m | "
        "lower the delay of the personal rules to 15m or less, or promise 20m"
    ]


def test_nobody_ever_without_a_wait() -> None:
    found = paged(climb(tier("on-call"), TWO), rotations=(BY_DAY, SECOND))
    assert [line.split(" | ")[0] for line in found] == [
        f"3:7 {PAGE} wakes nobody of escalation urgent, and ack 15m is promised; worst at Sun 2026-11-22 00:00 UTC, when "
        "tier on-call has nobody on call: no window of any layer is open"
    ]


def test_without_dates_as_well() -> None:
    found = paged(asleep("20m"), rotations=(BY_DAY, SECOND), as_of=None)
    assert [line.split()[1] for line in found] == ["ESC101"]


@pytest.mark.parametrize(
    ("subject", "rotations"),
    [
        pytest.param(asleep("5m"), (BY_DAY, SECOND), id="the next tier is paged in time"),
        pytest.param(asleep("14m", head="onEmpty: skip"), (BY_DAY, SECOND), id="an empty tier costs nothing"),
    ],
)
def test_silent(subject: str, rotations: tuple[str, ...]) -> None:
    assert paged(subject, rotations=rotations) == []


def test_a_gap_of_a_rotation_is_told_there() -> None:
    gap = BY_DAY[: BY_DAY.index("required:")]
    assert [line.split()[1] for line in paged(asleep("14m"), rotations=(gap, SECOND))] == ["ROT101"]


def test_nobody_at_all_is_told_once() -> None:
    found = paged(climb(tier("on-call")), rotations=(BY_DAY,))
    assert sorted(line.split()[1] for line in found) == ["ESC102", "ROT102"]


def test_people_whom_nothing_wakes_are_one_error_and_no_warnings_about_each() -> None:
    deaf = TEAM_AND_PEOPLE.replace("contacts: [push, phone]\n", "")
    assert paged(climb(ON_CALL, TWO), people=deaf) == [
        f"3:7 {PAGE} wakes nobody of escalation urgent, and ack 15m is promised | "
        "give its people `contacts` that wake, or page them through what they have"
    ]


def test_one_whom_a_page_wakes_leaves_the_others_to_a_warning() -> None:
    one = TEAM_AND_PEOPLE.replace("contacts: [push, phone]\n", "", 1)
    assert {line.split()[1] for line in paged(climb(ON_CALL, TWO), people=one)} == {"ESC014"}
