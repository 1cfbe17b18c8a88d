"""What becomes of a page is what an expectation of exactly that says; one thing changed, and it fails."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.model import Duration, Escalation, Expectation, ExpectedPage, Service, parse_ref
from ownercat.oncall import paths
from ownercat.oncall.calendar import build_calendar_around
from ownercat.oncall.clock import to_datetime
from ownercat.oncall.escalation import build_timeline, find_first_responder
from ownercat.oncall.expectations import ExpectationResult, evaluate_expectation
from tests.catalogs import loaded
from tests.oncall.making import PLACE, TARGETS, utc
from tests.test_sample import SAMPLE

LOADED = loaded(SAMPLE)
CATALOG, POLICY = LOADED.catalog, LOADED.policy
# both changes of clocks in Europe, one in America, hand-overs, a quiet night
INSTANTS = (
    "2026-11-30T07:59:59Z", "2026-11-30T08:00Z", "2027-03-14T07:00Z", "2027-03-28T00:30Z", "2027-03-28T01:00Z",
    "2027-10-31T01:00Z", "2027-07-04T03:12Z",
)  # fmt: skip
PAGED = sorted(service.name for service in CATALOG.of(Service) if paths.is_paged(service))


def expectation(service: str, at: str, **given: Any) -> Expectation:
    about = parse_ref(service, ("Service",), PLACE, "service")
    return Expectation(
        kind="Expectation", name="x", key="x", at=PLACE, named=PLACE, starts=at, service=about, **{"severity": "sev1", **given}
    )  # fmt: skip


def judged(service: str, at: str, **given: Any) -> ExpectationResult:
    return evaluate_expectation(CATALOG, POLICY, expectation(service, at, **given))


def target(name: str) -> Any:
    return parse_ref(name, TARGETS, PLACE, "expected target")


def page(offset: int, *names: str) -> ExpectedPage:
    return ExpectedPage(offset, f"t+{offset}s", tuple(map(target, names)), PLACE)


def happened(service: str, at: str) -> tuple[Escalation, dict[int, list[str]], int]:
    """The policy of a page, whom it reaches when (by person), and when the first human wakes."""
    found: Any = CATALOG.get("Service", service)
    escalation = paths.find_escalation(CATALOG, POLICY, found, "sev1")
    assert escalation is not None
    calendar, instant = build_calendar_around(CATALOG, utc(at), days=20), utc(at)
    people: dict[int, list[str]] = {}
    for event in build_timeline(calendar, POLICY, escalation, instant):
        if event.kind == "page" and event.offset is not None:
            people.setdefault(event.offset, []).extend(f"person:{each.member.name}" for each in event.reached)
    human = find_first_responder(calendar, POLICY, escalation, instant)
    assert human is not None
    return escalation, people, human.seconds


@pytest.mark.parametrize("at", INSTANTS)
@pytest.mark.parametrize("service", PAGED)
def test_what_happens_is_what_is_expected(service: str, at: str) -> None:
    escalation, people, seconds = happened(service, at)
    ref = parse_ref(escalation.name, ("Escalation",), PLACE, "expected policy")
    right: dict[str, Any] = {
        "policy": ref,
        "pages": tuple(page(offset, *names) for offset, names in people.items()),
        "human_within": Duration(seconds, f"{seconds}s"),
        "reaches": tuple(target(name) for names in people.values() for name in names),
    }
    assert judged(service, at, **right).state == "passed"
    first = min(people)
    wrong: list[dict[str, Any]] = [
        {"pages": (page(first, *people[first], "person:helena"),)},
        {"pages": (page(first),)},
        {"pages": (page(first + 1, *people[first]),)},
        {"reaches": (target("person:zoe"),)} if "person:zoe" not in str(people) else {"pages": (page(first),)},
    ]
    if seconds:
        wrong.append({"human_within": Duration(seconds - 1, f"{seconds - 1}s")})
    for change in wrong:
        assert judged(service, at, **change).state == "failed"


def test_an_offset_of_any_zone_is_the_same_instant() -> None:
    same = [
        "2027-03-28T02:30:00+01:00",
        "2027-03-28T01:30:00Z",
        to_datetime(utc("2027-03-28T01:30Z"), "Asia/Tokyo").isoformat(),
    ]
    found = [judged("checkout", at, pages=(page(0, "rotation:storefront-primary"),)).parts[0].found for at in same]
    assert len(set(found)) == 1


def test_a_later_time_of_a_page_looks_at_who_is_on_call_then() -> None:
    """The second tier of storefront comes five minutes on: over the hand-over on Monday at nine in Madrid."""
    before = judged("checkout", "2026-11-30T07:54:59Z", pages=(page(300, "person:ana"),))
    after = judged("checkout", "2026-11-30T07:55Z", pages=(page(300, "person:bo"),))
    assert (before.state, after.state) == ("passed", "passed")
