"""What a timeline means for people: absences, load, two places at once, and those who never get a turn."""

from __future__ import annotations

from datetime import date
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.model import Layer
from ownercat.oncall.away import is_away, list_absences
from ownercat.oncall.calendar import HORIZON_DAYS
from ownercat.oncall.clock import DAY, DAYS, HOUR, WEEK
from ownercat.oncall.collision import Collision, find_peaks, list_collisions
from ownercat.oncall.load import list_loads
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.starved import Starved, list_starved
from ownercat.oncall.timelines import list_people as on_call
from tests.oncall.making import away, days_from, layer, people, person, rotation, utc

WORKDAYS = DAYS[:5]


def test_being_away_takes_nobody_off_and_is_told() -> None:
    absence = away("2026-01-10", "2026-01-20", "Europe/Madrid")
    made = days_from("2026-01-05", 28, person("a", away=(absence, away("soon", "2026-01-08"))), person("b"))
    found = build_timeline(made, rotation(layer("a b")))
    assert [slot.person for slot in found.slots] == ["a", "b", "a", "b"]
    assert [each[:] for each in list_absences(made, found)] == [
        (utc("2026-01-09T23:00"), utc("2026-01-12"), "a", absence),
        (utc("2026-01-19"), utc("2026-01-20T23:00"), "a", absence),
    ]
    assert is_away(made, person("a", away=(absence,)), utc("2026-01-20T22:59"))
    assert not is_away(made, person("a", away=(absence,)), utc("2026-01-20T23:00"))


def test_in_the_steady_state_nobody_is_away() -> None:
    made = days_from("2026-01-05", 28, person("a", away=(away("2026-01-01", "2026-12-31"),)), timeless=True)
    assert list(list_absences(made, build_timeline(made, rotation(layer("a"))))) == []


def test_load_counts_nights_and_weekends_where_people_live() -> None:
    made = days_from("2026-01-05", 14, person("a", time_zone="Asia/Tokyo"), person("b"))
    found = list_loads(made, build_timeline(made, rotation(layer("a b", "UTC", "1w"))))
    a, b = sorted(found)
    assert (a.seconds, a.share, b.seconds, b.share) == (WEEK, 0.5, WEEK, 0.5)
    assert (a.nights, b.nights) == (7, 8)  # Tokyo's Monday begins at 15:00 UTC: no night is cut in two
    assert b.night_seconds == 7 * 8 * HOUR
    assert (a.weekends, a.weekend_seconds, b.weekends) == (1, 2 * DAY, 1)


def test_primary_of_five_and_secondary_of_four_meet_in_four_weeks_of_twenty() -> None:
    made = days_from("2026-01-05", HORIZON_DAYS, *people("a b c d e"))
    primary = build_timeline(made, rotation(layer("a b c d e", "Europe/Madrid", "1w", "mon", "09:00")))
    secondary = build_timeline(
        made, rotation(layer("b c d a", "Europe/Madrid", "1w", "mon", "09:00"), name="secondary")
    )
    first = next(list_collisions(primary, secondary), None)
    assert first == Collision(utc("2026-04-20T07:00"), utc("2026-04-27T07:00"), "a")
    weeks = [(each.start - utc("2026-01-05T07:00")) // WEEK for each in list_collisions(primary, secondary)]
    assert [week % 20 for week in weeks[:8]] == [15, 16, 17, 18] * 2


def test_an_even_pair_never_meets() -> None:
    made = days_from("2026-01-05", HORIZON_DAYS, *people("a b c d"))
    one, other = layer("a b c d"), layer("b c d a")
    assert not list(
        list_collisions(build_timeline(made, rotation(one)), build_timeline(made, rotation(other, name="x")))
    )


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 5), st.integers(0, 5))
def test_collisions_follow_the_congruence(n: int, m: int, i: int, j: int) -> None:
    """The person at place i of n meets the one at place j of m if and only if i and j agree modulo gcd(n, m)."""
    first = ["me" if place == i % n else f"p{place}" for place in range(n)]
    second = ["me" if place == j % m else f"q{place}" for place in range(m)]
    made = days_from("2026-01-05", HORIZON_DAYS)
    found = list_collisions(
        build_timeline(made, rotation(layer(first))), build_timeline(made, rotation(layer(second), name="x"))
    )
    expected = [w for w in range(58) if w % n == i % n and w % m == j % m]
    weeks = [at for each in found for at in range(each.start, each.end, WEEK)]
    assert [(at - made.start) // WEEK for at in weeks] == expected
    assert bool(expected) == ((i % n - j % m) % gcd(n, m) == 0)


def test_the_worst_moment_of_somebody_in_many_rotations() -> None:
    made = days_from("2026-01-05", 56, *people("a b"))
    rotas = [build_timeline(made, rotation(layer("a b", every=f"{n}w"), name=f"r{n}")) for n in (1, 2, 3)]
    found = find_peaks(rotas, above=2)
    assert found["a"].rotations == ("r1", "r2", "r3")
    assert (found["a"].start, found["a"].end) == (made.start, made.start + WEEK)
    assert set(found) == {"a", "b"}
    assert set(find_peaks(rotas, above=3)) == set()


def hungry(*layers: Layer, timeless: bool = False) -> list[Starved]:
    made = days_from("2026-01-05", HORIZON_DAYS, *people("a b c d e f g"), timeless=timeless)
    return list(list_starved(made, rotation(*layers)))


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([layer("a b c")], "", id="turns of a week"),
        pytest.param([layer("a b", every="")], "b", id="no turn at all"),
        pytest.param(
            [layer("a b c d e f g", every="1d", at="09:00", windows=(("09:00", "17:00", WORKDAYS),))], "f g",
            id="seven people, daily, Monday to Friday",
        ),
        pytest.param(
            [layer("a b c d e f", every="1d", at="09:00", windows=(("09:00", "17:00", WORKDAYS),))], "",
            id="six people move on by a day each week",
        ),
        pytest.param(
            [layer("a b c d e f g", every="1d", at="09:00", windows=(("09:00", "17:00", WORKDAYS),), advance="activeDays")],
            "", id="days that count only when they are covered",
        ),
        pytest.param([layer("a b", every="12h", at="08:00", windows=(("09:00", "17:00"),))], "b", id="the night half"),
        pytest.param(
            [layer("a b", every="12h", at="08:00", windows=(("22:00", "06:00", WORKDAYS),), advance="activeDays")], "a",
            id="the day half",
        ),
        pytest.param([layer("a b", every="12h", at="08:00", windows=(("22:00", "08:30"),))], "", id="a window that touches both"),
        pytest.param([layer("a b"), layer("c")], "a b", id="a later layer takes all"),
        pytest.param([layer("a b"), layer("c", until="2026-02-01")], "", id="for a while"),
        pytest.param([layer("a b", every=""), layer("b")], "a", id="starved in one layer, fed in another"),
        pytest.param([layer("a b", windows=(("09:00", "17:00"),)), layer("c", windows=(("08:00", "18:00"),))], "a b", id="window over window"),
        pytest.param([layer(" ".join(f"p{n}" for n in range(90)))], "", id="a turn that comes after two years still comes"),
    ],
)  # fmt: skip
def test_who_never_gets_a_turn(layers: list[Layer], expected: str) -> None:
    assert sorted(each.person for each in hungry(*layers)) == expected.split()


@given(
    members=st.integers(2, 9),
    every=st.sampled_from(["1d", "2d", "3d", "12h", "8h", "5h", "7h", "1w"]),
    at=st.integers(0, 23),
    window=st.tuples(st.integers(0, 23), st.integers(0, 23), st.lists(st.sampled_from(DAYS), min_size=1, max_size=5, unique=True)),
    advance=st.sampled_from(["calendar", "activeDays"]),
)  # fmt: skip
def test_the_arithmetic_agrees_with_waiting(
    members: int, every: str, at: int, window: tuple[int, int, list[str]], advance: str
) -> None:
    names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"][:members]
    windows = ((f"{window[0]:02}:00", f"{window[1]:02}:00", tuple(window[2])),)
    made = days_from("2026-01-05", 3_000)
    rota = rotation(layer(names, every=every, at=f"{at:02}:00", windows=windows, since="2025-12-01", advance=advance))
    found = build_timeline(made, rota)
    assert found.end - found.start > 8 * 9 * 7 * DAY  # long enough for every turn to meet every hour of the week
    assert {each.person for each in list_starved(made, rota)} == set(names) - set(on_call(found))


def test_who_left_is_not_starved() -> None:
    made = days_from("2026-01-05", HORIZON_DAYS, person("a", leaves_on=date(2025, 1, 1)), person("b"))
    assert (
        list_starved(
            made, rotation(layer("a b", windows=(("00:00", "00:00"),)), layer("b", windows=(("09:00", "10:00"),)))
        )
        == ()
    )
