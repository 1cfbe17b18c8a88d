"""ESC101: a page can wake the first responder too late."""

from __future__ import annotations

import pytest

from tests.rules.escalation.paging import BY_DAY, ON_CALL, PRIMARY, SECOND, SECONDARY, TWO, climb, paged, wait
from tests.rules.shop import TEAM_AND_PEOPLE, tier

PAGES = "for sev1 pages of service checkout"


def late(time: str, total: str) -> str:
    return f"ESC101 escalation urgent wakes the first responder after {time} {PAGES}: {total}, but the SLA promises ack 15m"


NOBODY = f"ESC101 escalation urgent wakes nobody {PAGES}: the SLA promises ack 15m"
EVERYONE = tier("everyone", "[person:ana, person:bo]")
NIGHT = "worst at Sun 2026-11-22 01:00 Europe/Madrid (00:00 UTC), when level on-call has nobody on call"


def asleep(text: str, head: str = "") -> str:
    return climb(tier("on-call", PRIMARY, wait(text)), tier("second", SECONDARY, wait("5m")), EVERYONE, head=head)


def test_the_first_level_has_nobody_at_night() -> None:
    assert paged(asleep("20m"), rotations=(BY_DAY, SECOND)) == [
        f"6:80 {late('20m', 'on-call 20m')}; {NIGHT}: no window of any layer is open | "
        "lower `wait` of level on-call to 15m or less, set `ack: 25m` in SLA contract, or have a person on call in level "
        "on-call at that time"
    ]


def test_a_hold_and_two_waits() -> None:
    more = tier("boss", "[person:ana]", wait("8m") + ", purpose: command")
    found = paged(climb(tier("on-call", PRIMARY, wait("6m")), more, TWO, head="hold: 2m"), rotations=(BY_DAY, SECOND))
    assert [line.split(";")[0] for line in found] == [f"8:66 {late('16m', 'hold 2m + on-call 6m + boss 8m = 16m')}"]


def test_a_hold_alone_is_too_long_at_every_hour() -> None:
    assert paged(climb(ON_CALL, TWO, head="hold: 16m")) == [
        f"5:7 {late('16m', 'hold 16m')} | lower `hold` to 15m or less, or set `ack: 20m` in SLA contract"
    ]


def test_personal_notification_rules_that_wait_too_long() -> None:
    slow = TEAM_AND_PEOPLE.replace(
        "contacts: [push, phone]", "contacts: [push, phone]\nnotify: {high: [{via: push, after: 16m}]}"
    )
    first, second = tier("on-call", PRIMARY, "wait: 20m"), tier("second", SECONDARY, "wait: 20m")
    assert paged(climb(first, second), people=slow) == [
        f"6:29 {late('16m', 'own rules in on-call 16m')} | "
        "lower `after` in the personal notification rules to 15m or less, or set `ack: 20m` in SLA contract"
    ]


def test_a_missing_wait_counts_as_endless() -> None:
    found = paged(climb(tier("on-call"), TWO), rotations=(BY_DAY, SECOND))
    assert [line.split(" | ")[0] for line in found] == [
        f"3:7 {NOBODY}; worst at Sun 2026-11-22 00:00 UTC, when level on-call has nobody on call: no window of any layer "
        "is open"
    ]


def test_a_check_without_dates_reports_it_as_well() -> None:
    found = paged(asleep("20m"), rotations=(BY_DAY, SECOND), as_of=None)
    assert [line.split()[1] for line in found] == ["ESC101"]


@pytest.mark.parametrize(
    ("subject", "rotations"),
    [
        pytest.param(asleep("5m"), (BY_DAY, SECOND), id="the next level is paged in time"),
        pytest.param(asleep("14m", head="onEmpty: skip"), (BY_DAY, SECOND), id="an empty level is skipped"),
    ],
)
def test_silent(subject: str, rotations: tuple[str, ...]) -> None:
    assert paged(subject, rotations=rotations) == []


def test_a_coverage_gap_is_reported_for_the_rotation_only() -> None:
    gap = BY_DAY[: BY_DAY.index("required:")]
    assert [line.split()[1] for line in paged(asleep("14m"), rotations=(gap, SECOND))] == ["ROT101"]


def test_an_escalation_without_anybody_at_night_has_no_finding_of_this_rule() -> None:
    found = paged(climb(tier("on-call")), rotations=(BY_DAY,))
    assert sorted(line.split()[1] for line in found) == ["ESC102", "ROT102"]


def test_people_without_waking_channels_are_one_error_without_a_warning_per_person() -> None:
    deaf = TEAM_AND_PEOPLE.replace("contacts: [push, phone]\n", "")
    assert paged(climb(ON_CALL, TWO), people=deaf) == [
        f"3:7 {NOBODY} | "
        "add a waking channel to `contacts` of its people, or page them `via` waking channels that they have"
    ]


def test_if_one_person_can_be_woken_the_others_are_warnings() -> None:
    one = TEAM_AND_PEOPLE.replace("contacts: [push, phone]\n", "", 1)
    assert {line.split()[1] for line in paged(climb(ON_CALL, TWO), people=one)} == {"ESC014"}


# --- schedules in other systems ---

ELSEWHERE = "apiVersion: ownercat/v1\nkind: Rotation\nname: shop-primary\nteam: shop\nexternal: {provider: pagerduty, id: PX1}\n"


def about(found: list[str]) -> list[str]:
    return [line for line in found if " ESC101 " in line]


def test_a_late_page_to_a_schedule_in_another_system_is_silent() -> None:
    assert about(paged(climb(ON_CALL, head="hold: 16m"), rotations=(ELSEWHERE, SECOND))) == []


def test_the_same_page_to_a_schedule_of_the_catalog_is_reported() -> None:
    [found] = about(paged(climb(ON_CALL, head="hold: 16m")))
    assert found == f"5:7 {late('16m', 'hold 16m')} | lower `hold` to 15m or less, or set `ack: 20m` in SLA contract"


def test_a_level_in_another_system_in_front_of_a_late_one_is_silent() -> None:
    found = paged(climb(tier("on-call", PRIMARY, wait("20m")), TWO), rotations=(ELSEWHERE, SECOND))
    assert about(found) == []


def test_never_is_reported_whoever_is_on_call_elsewhere() -> None:
    """A low urgency wakes nobody in any system, and the people of the second level have no channel that wakes them."""
    deaf = TEAM_AND_PEOPLE.replace("contacts: [push, phone]\n", "")
    quiet = tier("on-call", PRIMARY, wait("5m") + ", urgency: low")
    found = paged(climb(quiet, TWO), people=deaf, rotations=(ELSEWHERE, SECOND))
    assert [line.split(" | ")[0] for line in about(found)] == [f"3:7 {NOBODY}"]


def test_it_is_not_reported_if_the_schedule_elsewhere_may_wake_a_person() -> None:
    deaf = TEAM_AND_PEOPLE.replace("contacts: [push, phone]\n", "")
    found = paged(climb(ON_CALL, TWO), people=deaf, rotations=(ELSEWHERE, SECOND))
    assert about(found) == []
