"""One page, as it happens."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.model import Escalation, parse_duration
from ownercat.model import policy as policies
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.clock import DAYS, MINUTE
from ownercat.oncall.contacts import collect_same_provider
from ownercat.oncall.escalation import MOST_EVENTS, Event, build_timeline, find_first_responder, list_first_pass
from tests.oncall.making import (
    PLACE,
    away,
    days_from,
    escalation,
    failsafe,
    layer,
    notify,
    people,
    person,
    policy,
    ref,
    repeat,
    rotation,
    tier,
    utc,
)

POLICY = policy()
M = MINUTE
NOON = utc("2026-01-07T12:00")
NIGHT = utc("2026-01-07T03:12")
LAST = (ref("last", ("Escalation",)),)


def made(*entities: Any) -> Calendar:
    staff = [*people("a b c"), person("d", contacts=("push", "phone", "sms"), away=(away("2026-01-07", "2026-01-07"),))]
    return days_from(
        "2026-01-05", 28, *staff,
        rotation(layer("a b", "Europe/Madrid", "1w", "mon", "09:00")),
        rotation(layer("d", every=""), name="second"),
        rotation(layer("c", every="", windows=(("09:00", "17:00", DAYS[:5]),)), name="office"),
        *entities,
    )  # fmt: skip


def storefront(**given: Any) -> Escalation:
    return escalation(
        tier("rotation:primary", name="on-call", wait="5m", via=("push", "phone")),
        tier("rotation:second", name="second", wait="10m"),
        tier("rotation:office", name="command", purpose="command", via=("phone",)),
        **given,
    )


def minutes(event: Event) -> str:
    return "?" if event.offset is None else str(event.offset // M)


def said(events: tuple[Event, ...]) -> list[str]:
    found = []
    for event in events:
        who = " ".join(
            f"{each.member.name}({','.join(contact.channel for contact in each.contacts)})" + ("~" if each.away else "")
            for each in event.reached
        )
        named = event.tier.name if event.tier else event.to.name if event.to else ""
        turn = f" round {event.round + 1}" if event.round else ""
        found.append(" ".join(f"{minutes(event)} {event.kind} {named}{turn} {who}".split()))
    return found


def happens(one: Escalation, instant: int = NOON, *entities: Any, **given: Any) -> list[str]:
    return said(build_timeline(made(one, *entities), POLICY, one, instant, **given))


def test_the_whole_climb() -> None:
    one = storefront(
        repeat=repeat(1, "15m", "second"), failsafe=failsafe("rotation:second"), ack_timeout=parse_duration("20m")
    )
    assert happens(one) == [
        "0 page on-call a(push,phone)",
        "5 page second d(push,phone,sms)~",
        "10 failsafe failsafe d(sms)~",
        "15 page command c(phone)",
        "30 page second round 2 d(push,phone,sms)~",
        "40 page command round 2 c(phone)",
        "55 stop",
        "20 reopened",
    ]  # fmt: skip


def test_at_night_the_office_is_empty() -> None:
    assert happens(storefront(), NIGHT) == [
        "0 page on-call a(push,phone)", "5 page second d(push,phone,sms)~", "15 page command", "? stop",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on_empty", "second"), [("wait", "10"), ("skip", "0"), ("drop", "0"), ("", "10"), ("?", "10")]
)
def test_an_empty_tier(on_empty: str, second: str) -> None:
    one = escalation(tier("rotation:office", name="office", wait="10m"), tier("person:a", name="a"), on_empty=on_empty)
    assert happens(one, NIGHT) == ["0 page office", f"{second} page a a(push,phone)", "? stop"]


def test_a_page_that_is_dropped() -> None:
    one = escalation(tier("rotation:office", wait="10m"), on_empty="drop", repeat=repeat(5, "1m"))
    assert happens(one, NIGHT) == ["0 dropped"]
    assert find_first_responder(made(one), POLICY, one, NIGHT) is None


def test_a_handover_goes_on_and_a_loop_ends() -> None:
    last = escalation(tier("person:c", name="ceo", wait="1m"), name="last", end=ref("urgent", ("Escalation",)))
    one = escalation(tier("person:a", name="on-call", wait="5m"), end=LAST[0])
    assert happens(one, NOON, last) == [
        "0 page on-call a(push,phone)", "5 handoff last", "5 page ceo c(push,phone)", "6 loop urgent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "expected"),
    [("stop", "5 stop"), (None, "5 open"), (ref("gone", ("Escalation",)), "5 unknown")],
    ids=["stop", "nothing said", "an escalation that nobody defines"],
)
def test_where_it_ends(end: Any, expected: str) -> None:
    assert happens(escalation(tier("person:a", wait="5m"), end=end))[-1] == expected


def test_a_time_that_is_not_stated_stays_open() -> None:
    one = escalation(tier("person:a", name="x"), tier("person:b", name="y", wait="5m"), end="stop")
    assert happens(one) == ["0 page x a(push,phone)", "? page y b(push,phone)", "? stop"]


def test_who_answers_ends_the_climb() -> None:
    one = storefront(repeat=repeat(1, "15m"), failsafe=failsafe("rotation:second"), ack_timeout=parse_duration("20m"))
    assert happens(one, no_answer=["on-call"]) == [
        "0 page on-call a(push,phone)", "5 page second d(push,phone,sms)~", "5 acknowledged second d(push,phone,sms)~", "20 reopened",
    ]  # fmt: skip
    assert happens(one, no_answer=["1", "second"])[-2] == "60 stop"  # command does not respond
    assert happens(one, no_answer=[])[1] == "0 acknowledged on-call a(push,phone)"


def test_a_fail_safe_may_come_after_the_end() -> None:
    one = escalation(tier("person:a", name="x", wait="5m"), failsafe=failsafe("person:d", after="1h"))
    assert happens(one) == ["0 page x a(push,phone)", "5 stop", "60 failsafe failsafe d(sms)~"]
    assert happens(one, no_answer=["x"])[-1].startswith("60 failsafe")
    assert happens(one, no_answer=[])[-1].startswith("0 acknowledged")


def test_a_channel_that_is_down() -> None:
    one = storefront(failsafe=failsafe("rotation:second"))
    down = ("push", "phone")
    events = build_timeline(made(one), POLICY, one, NOON, down=down)
    assert said(events) == [
        "0 page on-call a()", "5 page second d(sms)~", "10 failsafe failsafe d(sms)~", "15 page command c()", "? stop",
    ]  # fmt: skip
    assert [event.gets_through for event in events] == [False, True, True, False, False]
    assert events[0].reached[0].down == ("push", "phone")
    assert happens(one, no_answer=[], down=down)[2] == "5 acknowledged second d(sms)~"


def test_the_first_human_while_a_channel_is_down() -> None:
    one = storefront()
    seconds = {
        down: found.seconds if (found := find_first_responder(made(one), POLICY, one, NOON, down)) else None
        for down in [(), ("push",), ("push", "phone"), ("push", "phone", "sms")]
    }
    assert seconds == {(): 0, ("push",): 0, ("push", "phone"): 5 * M, ("push", "phone", "sms"): None}


def test_whoever_is_unknown_wakes_unless_all_that_is_known_is_down() -> None:
    one = escalation(tier("person:zoe", via=("sms",), wait="5m"), tier("person:yan"))
    assert [found and found.seconds for down in [(), ("sms",)] if (found := find_first_responder(made(one), POLICY, one, NOON, down))] == [
        0, 5 * M,
    ]  # fmt: skip


def test_the_first_round_alone() -> None:
    one = storefront(repeat=repeat(3, "10m"), failsafe=failsafe("rotation:second"), end=LAST[0])
    last = escalation(tier("person:a"), name="last", failsafe=failsafe("person:b"))
    found = list_first_pass(made(one, last), POLICY, one, NOON)
    assert said(found) == [
        "0 page on-call a(push,phone)", "5 page second d(push,phone,sms)~", "15 page command c(phone)",
        "10 failsafe failsafe d(sms)~",
    ]  # fmt: skip


def test_the_first_round_of_a_page_that_is_dropped() -> None:
    one = escalation(tier("rotation:office"), on_empty="drop", failsafe=failsafe("person:a"))
    assert [event.kind for event in list_first_pass(made(one), POLICY, one, NIGHT)] == ["dropped"]


def test_channels_of_one_provider_fail_together() -> None:
    data = {"channels": {"push": {"provider": "pagerduty"}, "phone": {"provider": "pagerduty"}}}
    ours = policies.resolve_policy(data, PLACE)
    assert collect_same_provider(ours, "push") == {"push", "phone"}
    assert collect_same_provider(ours, "carrier-pigeon") == {"carrier-pigeon"}


def test_who_has_no_such_channel_is_not_reached() -> None:
    one = escalation(tier("person:a", via=("sms",)), tier("person:zoe", via=("sms",)))
    first, second, _ = build_timeline(made(one), POLICY, one, NOON)
    assert not first.gets_through
    assert second.gets_through  # of somebody unknown, it is taken as written
    assert second.reached[0].member.kind == "unknown"


def test_on_call_is_who_it_is_when_the_page_comes() -> None:
    one = escalation(tier("person:c", name="x", wait="5m"), tier("rotation:primary", name="y", wait="1m"))
    monday = utc("2026-01-12T07:57")  # the hand-off is at 09:00 in Madrid
    assert happens(one, monday) == ["0 page x c(push,phone)", "5 page y b(push,phone)", "6 stop"]
    assert happens(one, monday - 3 * M)[1] == "5 page y a(push,phone)"


def test_the_arithmetic_of_a_page() -> None:
    late = person("late", contacts=("phone",), notify_high=notify(email="0m", phone="2m"))
    one = escalation(
        tier("rotation:office", name="office", wait="5m"), tier("person:b", name="chat", via=("chat",), wait="10m"),
        tier("person:late", name="last"), hold="3m",
    )  # fmt: skip
    found = find_first_responder(made(one, late), POLICY, one, NIGHT)
    assert found is not None
    assert (found.seconds, found.tier.name, found.number, found.crew[0].name) == (20 * M, "last", 2, "late")
    assert [(term.tier.name if term.tier else "hold", term.seconds // M, term.is_wake) for term in found.terms] == [
        ("hold", 3, False), ("office", 5, False), ("chat", 10, False), ("last", 2, True),
    ]  # fmt: skip


def test_a_thousand_rounds_are_told_in_short() -> None:
    one = escalation(tier("person:a", wait="1m"), tier("person:b", wait="1m"), repeat=repeat(10**9, "1m"))
    events = build_timeline(made(one), POLICY, one, NOON)
    assert len(events) == MOST_EVENTS + 1
    assert events[-1].kind == "more"
