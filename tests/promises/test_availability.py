"""Bounds on availability, recomputed by hand in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product as every_combination
from math import prod

import pytest

from ownercat.promises.availability import (
    MOST_MEMBERS,
    UNKNOWN,
    Bounds,
    add_nine,
    bound_group,
    bound_single,
    combine,
    needs_extra_nine,
    parse_share,
)
from ownercat.promises.wording import format_share


def shares(*targets: float) -> list:
    return [parse_share(target) for target in targets]


def exact(bounds: Bounds) -> tuple[Fraction, ...]:
    return tuple(Fraction(bound).limit_denominator(10**40) for bound in bounds)


@pytest.mark.parametrize("target", [None, 0, 0.999, 1, 100, 101, -5, 1e300])
def test_a_value_that_is_not_a_target_is_unknown(target: float | None) -> None:
    assert parse_share(target) is None


def test_a_target_is_exact() -> None:
    assert Fraction(parse_share(99.9)) == Fraction(999, 1000)
    assert Fraction(parse_share(99.99999)) == Fraction(9_999_999, 10_000_000)


def test_two_dependencies_have_three_bounds() -> None:
    both = combine(map(bound_single, shares(99.9, 99.8)))
    assert exact(both) == (Fraction(998, 1000), Fraction(999 * 998, 10**6), Fraction(997, 1000))


def test_a_target_equal_to_a_product_is_not_above_it() -> None:
    """In floats, 0.999 * 0.999 is 0.998001 only by luck; 0.9995 * 0.9995 * 0.9995 is not 0.998500749875."""
    assert combine(map(bound_single, shares(99.95, 99.95, 99.95))).product == parse_share(99.8500749875)


def test_without_dependencies_nothing_limits() -> None:
    assert combine([]) == (1, 1, 1)


def test_an_unknown_dependency_lowers_only_the_guarantee() -> None:
    assert exact(combine([bound_single(None), *map(bound_single, shares(99.9))])) == (
        Fraction(999, 1000), Fraction(999, 1000), 0
    )  # fmt: skip


def working(members: list[Fraction], need: int) -> Fraction:
    """The probability that at least ``need`` members work, by all combinations."""
    return sum(
        (
            prod((a if up else 1 - a for a, up in zip(members, states, strict=True)), start=Fraction(1))
            for states in every_combination([True, False], repeat=len(members))
            if sum(states) >= need
        ),
        start=Fraction(0),
    )


@pytest.mark.parametrize("need", [1, 2, 3, 4])
def test_a_group_is_computed_as_by_all_combinations(need: int) -> None:
    targets = [99.9, 99, 95, 60]
    bounds = bound_group(shares(*targets), need)
    members = [Fraction(str(target)) / 100 for target in targets]
    assert Fraction(bounds.product) == working(members, need)
    assert bounds.union <= bounds.product <= bounds.weakest


def test_one_of_two() -> None:
    """1 − 0.01 × 0.02 if independent; the better member in any case; and no upper limit, because 0.99 + 0.98 ≥ 1."""
    assert exact(bound_group(shares(99, 98), 1)) == (1, Fraction(9998, 10000), Fraction(99, 100))


def test_one_of_two_weak_members_is_limited_by_their_sum() -> None:
    """Markov: P(one works) ≤ 0.3 + 0.4. Independent: 1 − 0.7 × 0.6."""
    assert exact(bound_group(shares(30, 40), 1)) == (Fraction(7, 10), Fraction(58, 100), Fraction(4, 10))


def test_two_of_three() -> None:
    """m = 0: (0.9 + 0.5 + 0.4) / 2 = 0.9; m = 1: 0.4 + 0.5 = 0.9. j = 2: 1 − 0.1 − 0.5 = 0.4; j = 3: 1 − 1.2 / 2 = 0.4."""
    bounds = bound_group(shares(90, 50, 40), 2)
    assert exact(bounds)[0] == Fraction(9, 10)
    assert exact(bounds)[1] == working([Fraction(9, 10), Fraction(1, 2), Fraction(4, 10)], 2)
    assert exact(bounds)[2] == Fraction(4, 10)


def test_all_of_three_is_the_weakest_the_product_and_the_union() -> None:
    assert exact(bound_group(shares(99, 98, 97), 3)) == (
        Fraction(97, 100), Fraction(99 * 98 * 97, 10**6), Fraction(94, 100)
    )  # fmt: skip


def test_an_unknown_member_can_be_perfect_or_down() -> None:
    assert exact(bound_group([*shares(99), None], 1)) == (1, 1, Fraction(99, 100))


@pytest.mark.parametrize(("members", "need"), [(2, 3), (2, 0), (MOST_MEMBERS + 1, 1)])
def test_a_group_that_cannot_be_computed_is_unknown(members: int, need: int) -> None:
    assert bound_group(shares(99) * members, need) == UNKNOWN


@pytest.mark.parametrize(("provider", "expected"), [(99.99, False), (99.98, True), (99.995, False)])
def test_the_extra_nine(provider: float, expected: bool) -> None:
    consumer, dependency = shares(99.9, provider)
    assert needs_extra_nine(consumer, dependency) is expected
    assert format_share(add_nine(consumer)) == "99.99 %"


@pytest.mark.parametrize(
    ("targets", "text"),
    [
        pytest.param((99.9, 99.9), "99.80 %", id="99.8001, rounded down"),
        pytest.param((99.99, 99.99), "99.980 %", id="two digits of the failure"),
        pytest.param((99.9,), "99.9 %", id="short and exact"),
        pytest.param((50, 50), "25 %", id="a whole number"),
        pytest.param((), "100 %", id="nothing"),
    ],
)
def test_a_bound_as_text_is_never_above_the_bound(targets: tuple[float, ...], text: str) -> None:
    assert format_share(combine(map(bound_single, shares(*targets))).product) == text
