"""GOV008: an expectation that a page does not meet."""

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogs import check
from tests.rules.shop import PEOPLE, ROTATION, TEAM, TEAM_AND_PEOPLE, escalation, told

SERVICE = """\
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
symptoms:
  - {id: orders-slow, severity: sev3}
escalation:
  - {severity: [sev1, sev2], policy: urgent}
  - {policy: calm}
"""
SECONDARY = ROTATION.replace("shop-primary\nteam: shop", "shop-secondary\nteam: shop\nrole: secondary")
PRIMARY = ROTATION.replace("members: [ana, bo]", "members: [bo, ana]")
PAGED = f"{TEAM_AND_PEOPLE}---\n{PRIMARY}"


def tier(name: str, notify: str, wait: str = "wait: 5m, ") -> str:
    return f"  - {{name: {name}, notify: [{notify}], {wait}via: [push], inform: [severity, service, timeline, workarounds]}}"


def path(name: str, *tiers: str) -> str:
    return escalation(name, "tiers:", *tiers, end="repeat: {times: 1, every: 15m}\nend: stop")


URGENT = path("urgent", tier("on-call", "rotation:shop-primary"), tier("second", "rotation:shop-secondary"))
CALM = path("calm", tier("on-call", "team:shop"), tier("everyone", "person:ana, person:bo"))
REST = (SERVICE, PAGED, SECONDARY, URGENT, CALM)
# In the week of 28 March 2027, ana is on call in the primary rotation and bo in the secondary rotation.
HEAD = """\
apiVersion: ownercat/v1
kind: Expectation
name: night
service: checkout
at: 2027-03-28T02:30+01:00
"""


def expectation(expect: str, more: str = "severity: sev1") -> str:
    """Return an Expectation document; its checks are on line 7, after `expect: {`."""
    return f"{HEAD}{more}\nexpect: {{{expect}}}\n"


@pytest.mark.parametrize(
    ("expect", "more"),
    [
        ("policy: urgent", "severity: sev1"),
        ("policy: escalation:urgent, humanWithin: 0m", "severity: sev2"),
        ("policy: calm", "severity: sev4"),
        ("policy: calm", "symptom: orders-slow"),
        ("policy: calm", "labels: {why: the worst symptom is sev3}"),
        ("pages: {t+0: [rotation:shop-primary], t+5m: [rotation:shop-secondary]}", "severity: sev1"),
        ("pages: {t+0: [person:ana], t+300s: [bo]}", "severity: sev1"),
        ("pages: {t+0: [team:shop]}", "severity: sev1"),
        ("pages: {t+0: [escalation:calm]}", "severity: sev1"),
        ("pages: {t+1m: [], t+20m: [rotation:shop-primary]}", "severity: sev1"),
        ("pages: {t+0: [rotation:shop-primary], t+5m: [ana, bo]}", "severity: sev3"),
        ("reaches: [rotation:shop-secondary, person:bo]", "severity: sev1"),
    ],
)
def test_a_correct_expectation_has_no_finding(expect: str, more: str) -> None:
    assert told(expectation(expect, more), *REST) == []


def failed(expect: str, more: str = "severity: sev1", *rest: str) -> str:
    [found] = told(expectation(expect, more), *(rest or REST))
    return found


def test_a_rotation_with_nobody_on_call_is_named_once() -> None:
    nobody = SECONDARY.replace("members: [ana, bo]", "members: [none]")
    found = told(expectation("pages: {t+5m: [rotation:shop-secondary]}"), SERVICE, PAGED, nobody, URGENT, CALM)
    [failure] = [each for each in found if "GOV008" in each]
    assert ": expected rotation:shop-secondary, found nobody on call in rotation:shop-secondary | " in failure


def test_another_escalation_is_the_only_failed_check() -> None:
    assert failed("policy: calm, pages: {t+0: [person:bo]}, humanWithin: 0m") == (
        "7:10 GOV008 expectation night fails for a sev1 page of service checkout at 2027-03-28T02:30+01:00 "
        "(policy): expected calm, found urgent | "
        "correct escalation urgent, or change the expectation if the new result is intended"
    )


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        (
            "pages: {t+0: [rotation:shop-secondary]}",
            "7:18 (pages at t+0): expected rotation:shop-secondary, found rotation:shop-primary (ana)",
        ),
        (
            "pages: {t+0: [rotation:shop-primary, person:bo]}",
            "7:18 (pages at t+0): expected rotation:shop-primary and person:bo, found rotation:shop-primary (ana)",
        ),
        ("pages: {t+0: []}", "7:18 (pages at t+0): expected nobody, found rotation:shop-primary (ana)"),
        (
            "pages: {t+7m: [rotation:shop-secondary]}",
            "7:18 (pages at t+7m): expected rotation:shop-secondary, found nobody (pages at t+0, t+5m, t+20m and t+25m)",
        ),
        ("reaches: [rotation:shop-primary, escalation:calm, person:chidi]", None),
    ],
)
def test_another_page_than_expected(expect: str, says: str | None) -> None:
    if says is None:
        found = told(expectation(expect), *REST)
        assert [each.split(" ")[1] for each in found] == ["REF001"]  # and no finding for the other two
        return
    found = failed(expect)
    place, _, rest = says.partition(" ")
    assert found.startswith(f"{place} GOV008 ")
    assert f" {rest} | " in found


def test_more_people_than_expected() -> None:
    found = failed("pages: {t+5m: [person:ana]}", "severity: sev3")
    assert " (pages at t+5m): expected person:ana, found person:ana and person:bo | correct escalation calm" in found


def test_another_rotation_with_the_same_person_does_not_count() -> None:
    """An expected rotation is not met by another rotation that has the same person on call."""
    twins = SECONDARY.replace("members: [ana, bo]", "members: [bo, ana]")
    found = told(expectation("pages: {t+5m: [rotation:shop-primary]}"), SERVICE, PAGED, twins, URGENT, CALM)
    about = [each for each in found if "GOV008" in each]
    assert len(about) == 1
    assert "expected rotation:shop-primary, found rotation:shop-secondary (ana)" in about[0]


def test_a_person_wakes_too_late() -> None:
    slow = PEOPLE.replace(
        "name: ana\ncontacts: [push, phone]",
        "name: ana\ncontacts: [push, phone]\nnotify: {high: [{via: chat}, {via: push, after: 4m}]}",
    )
    held = URGENT.replace("tiers:", "hold: 2m\ntiers:").replace("via: [push], ", "")
    rest = (SERVICE, TEAM, slow, PRIMARY, SECONDARY, held, CALM)
    found = [each for each in told(expectation("humanWithin: 5m"), *rest) if "GOV008" in each]
    assert len(found) == 1
    assert found[0].startswith("7:10 GOV008 ")
    assert " (humanWithin): expected 5m, found 6m (hold 2m + own rules in on-call 4m = 6m) | " in found[0]
    assert not [each for each in told(expectation("humanWithin: 6m"), *rest) if "GOV008" in each]


def test_several_failed_checks_are_one_finding() -> None:
    expect = "pages: {t+0: [bo], t+5m: [ana]}, reaches: [escalation:calm, rotation:shop-third]"
    third = PRIMARY.replace("shop-primary", "shop-third").replace("team: shop", "team: shop\nrole: manager")
    texts = (expectation(expect), *REST, third)
    report = check({f"catalog/{number}.yaml": text for number, text in enumerate(texts)}, select=("GOV008",))
    [found] = report.diagnostics
    assert found.message.endswith(" (pages at t+0): expected bo, found rotation:shop-primary (ana)")
    assert [(each.span.start, each.message) for each in found.related] == [
        ((7, 29), "pages at t+5m: expected ana, found rotation:shop-secondary (bo)"),
        (
            (7, 70),
            "reaches: expected rotation:shop-third, found rotation:shop-primary and rotation:shop-secondary",
        ),
    ]


def test_a_level_without_people_has_its_own_rule() -> None:
    empty = URGENT.replace("notify: [rotation:shop-secondary]", "notify: []")
    [found] = told(expectation("pages: {t+5m: [rotation:shop-secondary]}"), SERVICE, PAGED, SECONDARY, empty, CALM)
    assert "ESC002" in found


def test_a_service_without_a_required_escalation_has_its_own_rule() -> None:
    bare = SERVICE.partition("symptoms:")[0].replace("tier: 4", "tier: 3")
    [found] = told(expectation("policy: urgent"), bare, PAGED, SECONDARY, URGENT, CALM)
    assert "ESC001" in found


def test_an_override_and_the_utc_offset_count() -> None:
    swap = (
        PAGED + "overrides:\n  - {from: 2027-03-28T00:00, to: 2027-03-28T02:00, remove: ana, add: bo, timeZone: UTC}\n"
    )
    twice = "pages: {t+0: [bo]}"
    rest = (SERVICE, swap, SECONDARY.replace("[ana, bo]", "[bo, ana]"), URGENT, CALM)
    assert not [each for each in told(expectation(twice), *rest) if "GOV008" in each]
    later = expectation(twice).replace("02:30+01:00", "04:30+02:00")
    assert [each for each in told(later, *rest) if "GOV008" in each]


@pytest.mark.parametrize("as_of", [date(2026, 11, 22), date(2035, 1, 1), None])
def test_the_day_of_the_check_does_not_change_the_result(as_of: date | None) -> None:
    wrong = told(expectation("pages: {t+0: [bo]}"), *REST, as_of=as_of)
    assert [each.split(" ")[1] for each in wrong] == ["GOV008"]


BROKEN = "apiVersion: ownercat/v1\nkind: {kind}\nname: {name}\nteam: [shop\n"


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param((SERVICE, TEAM_AND_PEOPLE, PRIMARY, BROKEN.format(kind="Rotation", name="shop-secondary"), URGENT, CALM), id="rotation"),
        pytest.param((SERVICE, PAGED, SECONDARY, BROKEN.format(kind="Escalation", name="urgent"), CALM), id="escalation"),
        pytest.param((SERVICE, PRIMARY, PEOPLE, SECONDARY, BROKEN.format(kind="Team", name="shop"), URGENT, CALM), id="team"),
        pytest.param((BROKEN.format(kind="Service", name="checkout"), PAGED, SECONDARY, URGENT, CALM), id="service"),
        pytest.param((*REST, BROKEN.format(kind="Policy", name="company")), id="policy"),
        pytest.param((SERVICE, PAGED, SECONDARY, URGENT.replace("wait: 5m", "wait: five", 1), CALM), id="misshaped escalation"),
        pytest.param((SERVICE, PAGED, SECONDARY.replace("every: 1w", "every: week"), URGENT, CALM), id="misshaped rotation"),
    ],
)  # fmt: skip
def test_an_unreadable_document_is_not_a_failure(rest: tuple[str, ...]) -> None:
    expect = "pages: {t+5m: [team:shop, rotation:shop-secondary]}, reaches: [escalation:calm]"
    found = told(expectation(expect), *rest)
    assert [each for each in found if "GOV008" in each] == []
    assert len(found) == 1  # the error itself


def test_an_undefined_severity_or_symptom_has_no_finding_of_this_rule() -> None:
    [found] = told(expectation("pages: {t+0: [bo]}", "severity: sev9"), *REST)
    assert found.startswith(
        "6:11 REF001 expectation night uses an undefined severity: the policy does not define sev9 | "
    )
    [found] = told(expectation("pages: {t+0: [bo]}", "symptom: orders-slwo"), *REST)
    assert found == (
        "6:10 REF001 expectation night uses an undefined symptom: service checkout does not define orders-slwo | "
        "did you mean orders-slow?"
    )


def test_a_service_without_an_escalation() -> None:
    bare = SERVICE.partition("escalation:")[0].partition("symptoms:")[0]
    found = failed("policy: urgent", "severity: sev1", bare, TEAM_AND_PEOPLE, PRIMARY, SECONDARY, URGENT)
    assert found.endswith(
        " (policy): expected urgent, found none | correct the routes of service checkout, or change the expectation if the "
        "new result is intended"
    )
