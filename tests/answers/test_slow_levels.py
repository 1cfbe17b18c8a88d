"""Which wait or rotation to change: one incident for each cause, and silence where the promise was kept."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.answers.book import AnswerContext
from ownercat.answers.measured import measure_incidents
from ownercat.answers.slow_levels import SlowLevel, list_slow_levels
from ownercat.oncall.clock import to_datetime
from tests.catalogs import loaded
from tests.rules.parts import doc, several

START = 1_777_629_600  # 2026-05-01T10:00:00Z
SHOP = several(
    doc("Team", "web", "escalation: urgent"),
    doc("Service", "shop", "owner: web"),
    doc("SLA", "promise", "service: shop", "external: true", "targets: {sev1: {ack: 15m}, sev3: {ack: 1h}}"),
)


def at(minutes: int) -> str:
    return to_datetime(START + 60 * minutes).isoformat()


def policy(first: str = "5m", second: str = "10m") -> str:
    return doc(
        "Escalation", "urgent", "tiers:", f"  - {{name: one, notify: [rotation:primary], wait: {first}}}",
        f"  - {{name: two, notify: [rotation:backup, person:bo], wait: {second}}}", "  - {name: three, notify: [team:web]}",
    )  # fmt: skip


def acked(minutes: int, *paged: tuple[str, int], severity: str = "sev1", name: str = "down", more: str = "") -> str:
    pages = ", ".join(f"{{tier: {level}, at: {at(minute)}}}" for level, minute in paged)
    times = f"triggeredAt: {at(0)}", f"acknowledgedAt: {at(minutes)}"
    return doc("Incident", name, "services: [shop]", f"severity: {severity}", *times, f"paged: [{pages}]", more)


def slow(*incidents: str, escalation: str = "") -> tuple[SlowLevel, ...]:
    found = loaded({"catalog/a.yaml": several(SHOP, escalation or policy(), *incidents)})
    book = AnswerContext(found.catalog, found.policy, date(2026, 11, 22))
    return list_slow_levels(book, measure_incidents(book))


CAUSES = {
    "the rotation": (
        acked(18, ("one", 0)), policy(),
        "change the hours, people or channels of rotation:primary: level one answered 18m after its page", "one", "notify",
    ),
    "nothing recorded": (
        acked(18), policy(),
        "change the hours, people or channels of rotation:primary: level one answered 18m after its page", "one", "notify",
    ),
    "all who are notified": (
        acked(21, ("one", 0), ("two", 5)), policy(),
        "change the hours, people or channels of rotation:backup and person:bo: level two answered 16m after its page", "two",
        "notify",
    ),
    "the longest wait": (
        acked(20, ("one", 0), ("two", 5), ("three", 15)), policy(),
        "shorten `wait` of level two from 10m to 5m or less: level three answered 5m after its page, and the waits before it"
        " are 5m + 10m", "three", "wait",
    ),
    "the only wait": (
        acked(24, ("one", 0), ("two", 20)), policy("20m"),
        "shorten `wait` of level one from 20m to 11m or less: level two answered 4m after its page, and the waits before it"
        " are 20m", "two", "wait",
    ),
    "a second level too late": (
        acked(18, ("one", 0)), policy("15m"),
        "shorten `wait` of level one from 15m to 7m30s or less: level two is paged after the promised time", "one", "wait",
    ),
    "a page that was late": (
        acked(18, ("one", 0), ("two", 15)), policy(),
        "find out why level two was paged late, after 15m instead of 5m: its policy is fast enough", "two", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CAUSES)
def test_what_to_change(case: str) -> None:
    incident, escalation, change, level, key = CAUSES[case]
    (found,) = slow(incident, escalation=escalation)
    assert (found.change, found.level, found.place.pointer[-1]) == (change, level, key)


def test_the_worst_of_several() -> None:
    incidents = (
        acked(14, ("one", 0)),
        acked(16, ("one", 0), name="b"),
        acked(19, ("one", 0), name="c", more="escalationDelays: Muted."),
    )
    (found,) = slow(*incidents)
    assert found[:8] == ("sev1", "urgent", "one", 3, 2, 900, 1_140, "c")
    assert found.note == "Muted."


def test_one_entry_for_each_severity_the_most_severe_first() -> None:
    found = slow(acked(61, ("one", 0), severity="sev3"), acked(16, ("one", 0), name="b"))
    assert [(each.severity, each.promised) for each in found] == [("sev1", 900), ("sev3", 3_600)]


@pytest.mark.parametrize(
    "incident",
    [
        acked(15, ("one", 0)),
        acked(15, ("one", 0), ("two", 5), ("three", 14)),
        acked(30, ("one", 0), severity="sev2"),  # nothing is promised
        acked(-3, ("one", 0)),
    ],
)
def test_silent(incident: str) -> None:
    assert slow(incident) == ()


def test_a_service_without_an_escalation_policy() -> None:
    assert slow(acked(18), escalation=doc("Escalation", "other", "tiers: [{name: one}]")) == ()


def test_a_level_that_the_policy_does_not_have() -> None:
    (found,) = slow(acked(18, ("one", 0), ("four", 17)))
    assert found.level == "one"
