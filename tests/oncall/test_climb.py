"""How long a page takes to a waking human: the terms, the worst instant, and a plain second look at all of it."""

from __future__ import annotations

from datetime import date
from itertools import islice
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.model import ALWAYS, Escalation, Person, Policy, Team
from ownercat.oncall import climb
from ownercat.oncall.calendar import HORIZON_DAYS, Calendar
from ownercat.oncall.clock import DAY, DAYS, HOUR, MINUTE
from ownercat.oncall.escalation import find_first_responder
from ownercat.oncall.intervals import Track, get_value, list_pieces
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import get_holder
from ownercat.oncall.windows import list_open_times
from tests.oncall.making import (
    PLACE,
    days_from,
    escalation,
    hours,
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
OFFICE = (("09:00", "17:00", DAYS[:5]),)
M = MINUTE


def made(*entities: Any, day: str = "2026-01-05", days: int = 28) -> Calendar:
    return days_from(day, days, *people("a b c"), *entities)


def always(who: str, name: str = "primary") -> Any:
    return rotation(layer(who, every="", since=""), name=name)


def office(who: str, name: str = "primary") -> Any:
    return rotation(layer(who, every="", since="", windows=OFFICE), name=name)


def times(calendar: Calendar, one: Escalation) -> set[float]:
    return set(climb.compute_wake_times(calendar, POLICY, one).labels)


@pytest.mark.parametrize(
    ("entities", "one", "expected"),
    [
        pytest.param([always("a")], escalation(tier("rotation:primary")), {0}, id="at once"),
        pytest.param([always("a")], escalation(tier("rotation:primary"), hold="5m"), {5 * M}, id="held back"),
        pytest.param(
            [office("a"), always("b", "second")],
            escalation(tier("rotation:primary", wait="5m"), tier("rotation:second")), {0, 5 * M}, id="an empty tier is waited out",
        ),
        pytest.param(
            [office("a"), always("b", "second")],
            escalation(tier("rotation:primary", wait="5m"), tier("rotation:second"), on_empty="skip"), {0}, id="or skipped",
        ),
        pytest.param([office("a")], escalation(tier("rotation:primary", wait="5m")), {0, inf}, id="nobody at night"),
        pytest.param(
            [always("d"), person("d", notify_high=notify(email="0m", push="3m", phone="7m"))],
            escalation(tier("rotation:primary")), {3 * M}, id="the first rule that wakes",
        ),
        pytest.param(
            [always("d"), person("d", notify_high=notify(push="3m"))],
            escalation(tier("rotation:primary", via=("phone",))), {0}, id="the tier's channels come before personal rules",
        ),
        pytest.param(
            [always("d"), person("d", contacts=("email",))], escalation(tier("rotation:primary", via=("phone",))), {inf},
            id="a channel that the person does not have",
        ),
        pytest.param([always("a")], escalation(tier("rotation:primary", urgency="low")), {inf}, id="low urgency wakes nobody"),
        pytest.param([always("a")], escalation(tier("rotation:primary", via=("chat",))), {inf}, id="chat wakes nobody"),
        pytest.param([always("d"), person("d", bot=True)], escalation(tier("rotation:primary")), {inf}, id="a bot is no human"),
        pytest.param(
            [always("a")], escalation(tier("rotation:primary", purpose="inform", wait="5m"), tier("person:b")), {5 * M},
            id="only tiers that respond count",
        ),
        pytest.param(
            [always("a")], escalation(tier("rotation:primary", via=("chat",)), tier("person:b")), {inf},
            id="a wait that is not stated proves nothing",
        ),
        pytest.param([], escalation(tier("person:nobody", wait="5m")), {0}, id="a name that nobody defines is another rule's"),
        pytest.param([], escalation(tier("team:t")), {0}, id="a team without a single primary rotation too"),
        pytest.param([rotation(external={"provider": "x"})], escalation(tier("rotation:primary")), {0}, id="an external rotation"),
        pytest.param([], escalation(), {inf}, id="no tiers"),
        pytest.param(
            [always("d"), person("d", contacts=())], escalation(tier("rotation:primary", wait="2m"), repeat=repeat(3, "10m")), {inf},
            id="rounds do not help whom nothing wakes",
        ),
        pytest.param(
            [office("a")], escalation(tier("rotation:primary", wait="5m"), on_empty="drop", repeat=repeat(2, "10m")), {0, inf},
            id="dropped where nobody is on call anywhere",
        ),
        pytest.param(
            [always("d"), person("d", notify_high=notify(push="9m"))],
            escalation(tier("rotation:primary", "person:a", assign="roundRobin")), {9 * M}, id="round robin may hit the slowest",
        ),
        pytest.param(
            [always("d"), person("d", notify_high=notify(push="9m"))],
            escalation(tier("rotation:primary", "person:a", assign="first")), {9 * M}, id="the first of the list",
        ),
        pytest.param(
            [always("d"), person("d", notify_high=notify(push="9m"))],
            escalation(tier("rotation:primary", "person:a")), {0}, id="all at once: the quickest",
        ),
        pytest.param(
            [escalation(tier("person:a"), name="other")], escalation(tier("escalation:other")), {0}, id="another escalation's first tier",
        ),
        pytest.param(
            [escalation(tier("person:a"), name="last")],
            escalation(tier("person:c", via=("chat",), wait="5m"), repeat=repeat(1, "10m"), end=ref("last", ("Escalation",))), {15 * M},
            id="after the rounds another escalation takes over",
        ),
    ],
)  # fmt: skip
def test_how_long(entities: list[Any], one: Escalation, expected: set[float]) -> None:
    calendar = made(*entities, one)
    assert times(calendar, one) == expected
    for start, _, seconds in list_pieces(climb.compute_wake_times(calendar, POLICY, one)):
        found = find_first_responder(calendar, POLICY, one, start)
        assert (found.seconds if found else inf) == seconds
        assert found is None or sum(term.seconds for term in found.terms) == found.seconds


def test_a_team_is_its_single_primary_rotation() -> None:
    team = Team(kind="Team", name="t", key="t", at=PLACE, named=PLACE)
    mine = rotation(layer("a", every="", windows=OFFICE), name="r", team=ref("t", ("Team",)))
    one = escalation(tier("team:t"))
    assert times(made(team, mine, one), one) == {0, inf}


def test_who_left_does_not_wake() -> None:
    one = escalation(tier("person:d", wait="5m"), tier("person:a"))
    calendar = made(person("d", leaves_on=date(2026, 1, 10)), one)
    assert list(list_pieces(climb.compute_wake_times(calendar, POLICY, one))) == [
        (calendar.start, utc("2026-01-11"), 0),
        (utc("2026-01-11"), calendar.end, 5 * M),
    ]


def test_the_rotation_is_asked_when_the_page_of_its_tier_comes() -> None:
    """At 08:57 nobody is on call, at 09:02 somebody is."""
    one = escalation(tier("person:c", via=("chat",), wait="5m"), tier("rotation:primary"))
    found = climb.compute_wake_times(made(office("a"), one), POLICY, one)
    assert get_value(found, utc("2026-01-05T08:54")) == inf
    assert get_value(found, utc("2026-01-05T08:55")) == 5 * M
    assert get_value(found, utc("2026-01-05T16:54")) == 5 * M
    assert get_value(found, utc("2026-01-05T16:55")) == inf


def test_a_later_round_finds_who_has_come_by_then() -> None:
    one = escalation(tier("rotation:primary", wait="5m"), repeat=repeat(2, "10m"))
    found = climb.compute_wake_times(made(office("a"), one), POLICY, one)
    assert [get_value(found, utc(f"2026-01-05T08:{minute}")) for minute in (39, 40, 49, 50, 55)] == [
        inf, 20 * M, 20 * M, 10 * M, 10 * M,
    ]  # fmt: skip


def test_the_worst_instant_of_the_hours_that_count() -> None:
    one = escalation(tier("rotation:primary", wait="5m"), tier("person:c"))
    calendar = made(office("a"), one)
    found = climb.compute_wake_times(calendar, POLICY, one)
    assert climb.find_slowest(found, list_open_times((ALWAYS,), calendar.start, calendar.end)) == climb.SlowestWake(
        calendar.start, utc("2026-01-05T09:00"), 5 * M
    )
    office_hours = list_open_times((hours("09:00", "18:00", days=DAYS[:5]),), calendar.start, calendar.end)
    assert climb.find_slowest(found, office_hours) == climb.SlowestWake(
        utc("2026-01-05T17:00"), utc("2026-01-05T18:00"), 5 * M
    )
    assert climb.find_slowest(found, ()) is None


def test_chances_before_the_promise_is_due() -> None:
    """Ack 15m, and the second tier comes at 20m: one chance. The message has to show 5m + 15m = 20m > 15m."""
    one = escalation(
        tier("person:a", name="on-call", wait="15m"),
        tier("person:b", wait="5m"),
        tier("person:c", purpose="command"),
        hold="5m",
    )
    calendar = made(one)
    assert set(climb.count_early_levels(calendar, POLICY, one, 15 * M).labels) == {1}
    assert set(climb.count_early_levels(calendar, POLICY, one, 20 * M).labels) == {1}  # strictly before
    assert set(climb.count_early_levels(calendar, POLICY, one, 20 * M + 1).labels) == {2}
    assert [set(track.labels) for track in first_round(calendar, POLICY, one)] == [
        {5 * M},
        {20 * M},
        {25 * M},
    ]
    assert set(climb.count_early_levels(calendar, POLICY, escalation(name="x"), 60).labels) == {0}


def first_round(calendar: Calendar, policy: Policy, escalation: Escalation) -> list[Track[int | None]]:
    """How long after an alert each tier pages somebody in its first round, as far as pages are followed."""
    pages = climb.list_page_delays(calendar, policy, escalation)
    return [track for _, track in islice(pages, len(escalation.tiers))]


def test_tier_pages_where_nobody_is() -> None:
    one = escalation(tier("rotation:primary", wait="5m"), tier("person:b"), on_empty="skip")
    first, second = first_round(made(office("a"), one), POLICY, one)
    assert [get_value(first, utc(f"2026-01-05T{clock}")) for clock in ("08:00", "10:00")] == [None, 0]
    assert [get_value(second, utc(f"2026-01-05T{clock}")) for clock in ("08:00", "10:00")] == [0, 5 * M]


def plainly(
    calendar: Calendar, one: Escalation, others: dict[str, Escalation], instant: int, down: tuple[str, ...]
) -> float:
    """One page, minute by minute in thought: the first waking human of a tier that responds, within 40 steps."""

    def person_of(target: str, when: int) -> Person | None:
        found: Any = calendar.catalog.get("Rotation", target)
        if found is not None:
            key = get_holder(build_timeline(calendar, found), min(when, calendar.end - 1)).person
            return None if key is None else calendar.catalog.get("Person", key)  # type: ignore[return-value]
        return calendar.catalog.get("Person", target)  # type: ignore[return-value]

    def delay(whom: Person) -> float:
        rules = {rule.via: rule.after.seconds for rule in whom.notify_high if rule.after}
        return min((seconds for channel, seconds in rules.items() if channel not in ("chat", *down)), default=inf)

    best, offset, steps = inf, one.hold.seconds if one.hold else 0, 0
    seen = {one.key}
    everybody = [target.name for step in one.tiers for target in step.notify]
    if one.on_empty == "drop" and not any(person_of(name, instant) for name in everybody):
        return inf
    while True:
        rounds = one.repeat.times + 1 if one.repeat else 1
        for number in range(rounds):
            for place, step in enumerate(one.tiers):
                steps += 1
                if steps > 40:
                    return best
                found = [whom for name in step.notify if (whom := person_of(name.name, instant + int(offset)))]
                if found and step.purpose == "respond":
                    best = min(best, offset + min(delay(whom) for whom in found))
                is_last = place + 1 == len(one.tiers)
                if is_last and number + 1 < rounds:
                    offset += one.repeat.every.seconds if one.repeat and one.repeat.every else 0
                elif (found or one.on_empty == "wait") and step.wait:
                    offset += step.wait.seconds
        if one.end == "stop" or one.end is None or one.end.name in seen:
            return best
        one = others[one.end.name]
        seen.add(one.key)


ROTATIONS = {
    "day": layer("a b", "Europe/London", "1d", "", "08:00", (("08:00", "18:00"),)),
    "night": layer("b c none", "America/New_York", "1d", "", "09:00", (("20:00", "03:30", DAYS[:4]),)),
    "week": layer("a none b c", "Europe/Madrid", "12h", "", "10:00"),
    "odd": layer("c", "Asia/Kathmandu", "1w", "", "", (("02:15", "02:25"), ("13:00", "13:07"))),
}
TIERS = st.builds(
    lambda targets, wait, purpose: tier(*targets, wait=wait, purpose=purpose),
    st.lists(st.sampled_from(["rotation:" + name for name in ROTATIONS] + ["person:a"]), max_size=2),
    st.sampled_from(["0m", "1m", "5m", "7m", "30m", "3h"]),
    st.sampled_from(["respond", "respond", "command"]),
)


@st.composite
def climbs(draw: st.DrawFn, name: str) -> Escalation:
    return escalation(
        *draw(st.lists(TIERS, min_size=1, max_size=4)),
        name=name,
        hold=draw(st.sampled_from(["", "3m"])),
        on_empty=draw(st.sampled_from(["wait", "skip", "drop"])),
        repeat=draw(st.none() | st.builds(repeat, st.integers(0, 3), st.sampled_from(["4m", "2h"]))),
        end=draw(st.sampled_from(["stop", ref("one", ("Escalation",)), ref("two", ("Escalation",))])),
    )


@given(
    climbs("one"), climbs("two"), st.sampled_from(["", "2m", "11m"]),
    st.lists(st.integers(0, 4 * DAY // MINUTE - 1), min_size=20, max_size=20), st.sampled_from([(), ("push",)]),
)  # fmt: skip
def test_the_sweep_agrees_with_looking_at_single_pages(
    one: Escalation, two: Escalation, late: str, minutes: list[int], down: tuple[str, ...]
) -> None:
    staff = [
        person("a", notify_high=notify(push=late or "0m")), person("b", notify_high=notify(chat="0m", phone="2m")),
        person("c", notify_high=notify(chat="0m")),
    ]  # fmt: skip
    rotas = [rotation(made_layer, name=name) for name, made_layer in ROTATIONS.items()]
    calendar = days_from("2026-03-06", 5, *staff, *rotas, one, two)
    others = {"one": one, "two": two}
    found = climb.compute_wake_times(calendar, POLICY, one, down)
    edges = [
        edge + step
        for edge in found.edges[:-1]
        for step in (-1, 0)
        if calendar.start <= edge + step < calendar.end - 12 * HOUR
    ]
    for instant in [*edges, *(calendar.start + minute * MINUTE for minute in minutes)]:
        expected = plainly(calendar, one, others, instant, down)
        assert get_value(found, instant) == expected, instant
        single = find_first_responder(calendar, POLICY, one, instant, down)
        assert (single.seconds if single else inf) == expected


def test_hostile_escalations_end() -> None:
    tiers = [tier(*["rotation:day"] * 200, wait="99999w") for _ in range(300)]
    one = escalation(*tiers, repeat=repeat(10**9, "99999w"), end=ref("urgent", ("Escalation",)))
    calendar = days_from("2026-01-05", HORIZON_DAYS, *people("a b"), rotation(ROTATIONS["day"], name="day"), one)
    assert len(climb.compute_wake_times(calendar, POLICY, one).labels) > 0
    assert len(first_round(calendar, POLICY, one)) == 40
