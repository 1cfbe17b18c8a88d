"""Whom a tier, a role or an authority means at each instant."""

from __future__ import annotations

import pytest

from ownercat.model import Escalation, Team
from ownercat.oncall.clock import DAYS
from ownercat.oncall.contacts import compute_wake_delay, list_methods
from ownercat.oncall.crew import PageRecipient, list_reached_times, track_crew, track_recipients
from ownercat.oncall.intervals import get_value, list_pieces
from tests.oncall.making import (
    PLACE,
    TARGETS,
    days_from,
    escalation,
    layer,
    notify,
    people,
    person,
    policy,
    ref,
    rotation,
    tier,
    utc,
)

OFFICE = rotation(layer("a", every="", windows=(("09:00", "17:00", DAYS[:5]),)), name="office")
LOOP: Escalation = escalation(tier("escalation:urgent", "person:b"))


def test_the_crew_of_a_tier_is_everybody_once() -> None:
    calendar = days_from("2026-01-05", 1, *people("a b"), OFFICE)
    found = track_crew(calendar, tier("rotation:office", "person:b", "person:a", "person:b"))
    assert [(start, label) for start, _, label in list_pieces(found)] == [
        (utc("2026-01-05T00:00"), (PageRecipient("person", "b"), PageRecipient("person", "a"))),
        (utc("2026-01-05T09:00"), (PageRecipient("person", "a", "office"), PageRecipient("person", "b"))),
        (utc("2026-01-05T17:00"), (PageRecipient("person", "b"), PageRecipient("person", "a"))),
    ]


def test_the_first_who_is_on_call_is_assigned() -> None:
    calendar = days_from("2026-01-05", 1, *people("a b"), OFFICE)
    found = track_crew(calendar, tier("rotation:office", "person:b", assign="first"))
    assert [[member.name for member in label] for label in found.labels] == [["b"], ["a"], ["b"]]


def test_a_loop_of_escalations_reaches_whom_it_can() -> None:
    calendar = days_from("2026-01-05", 1, *people("b"), LOOP)
    assert track_crew(calendar, LOOP.tiers[0]).labels == ((PageRecipient("person", "b"),),)


def test_a_single_reference() -> None:
    team = Team(kind="Team", name="t", key="t", at=PLACE, named=PLACE)
    mine = rotation(layer("a", every=""), name="r", team=ref("t", ("Team",)))
    calendar = days_from("2026-01-05", 1, *people("a"), team, mine)
    assert track_recipients(calendar, ref("team:t", TARGETS)).labels == ((PageRecipient("person", "a", "r"),),)
    assert track_recipients(calendar, ref("gone", TARGETS)).labels == ((PageRecipient("unknown", "gone"),),)


def test_what_could_not_be_read_whole_is_somebody_unknown() -> None:
    broken = rotation(name="broken", sound=False)
    calendar = days_from("2026-01-05", 1, broken)
    assert track_crew(calendar, tier("rotation:broken")).labels == ((PageRecipient("unknown", "broken", "broken"),),)


def test_beyond_a_timeline_that_stops_early_is_somebody_unknown() -> None:
    busy = rotation(layer("a b", every="1s"), name="busy")
    found = track_crew(days_from("2026-01-05", 30, *people("a b"), busy), tier("rotation:busy"))
    assert get_value(found, found.end - 1) == (PageRecipient("unknown", "busy", "busy"),)


def test_when_anybody_is_reached() -> None:
    calendar = days_from("2026-01-05", 1, *people("a"), OFFICE)
    assert list_reached_times(calendar, [tier("rotation:office"), tier()]) == (
        (utc("2026-01-05T09:00"), utc("2026-01-05T17:00")),
    )
    assert list_reached_times(calendar, []) == ()


@pytest.mark.parametrize(
    ("made", "urgency", "via", "expected"),
    [
        pytest.param({}, "high", ("phone", "sms"), [("phone", 0, True)], id="the tier's channels, as far as the person has them"),
        pytest.param({}, "high", (), [("push", 0, True), ("phone", 0, True)], id="no rules: all at once"),
        pytest.param(
            {"notify_high": notify(phone="5m", email="0m")}, "high", (), [("email", 0, False), ("phone", 300, True)], id="own rules",
        ),
        pytest.param({"notify_low": notify(email="1h")}, "low", (), [("email", 3600, False)], id="own rules of low urgency"),
        pytest.param({"sound": False}, "high", ("sms",), [("sms", 0, True)], id="not read whole: as written"),
        pytest.param({"says": frozenset()}, "high", ("sms",), [("sms", 0, True)], id="a dialect that cannot say"),
        pytest.param({}, "high", ("pager",), [], id="a channel that nobody has"),
    ],
)  # fmt: skip
def test_through_what(
    made: dict[str, object], urgency: str, via: tuple[str, ...], expected: list[tuple[str, int, bool]]
) -> None:
    calendar = days_from("2026-01-05", 1, person("a", **made))
    one = tier("person:a", via=via, urgency=urgency)
    found = list_methods(calendar, policy(), one, PageRecipient("person", "a"))
    assert [tuple(each) for each in found] == expected
    waking = [after for _, after, wakes in expected if wakes]
    if urgency == "high":
        assert compute_wake_delay(calendar, policy(), one, PageRecipient("person", "a")) == (
            min(waking) if waking else float("inf")
        )
