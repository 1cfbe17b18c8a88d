"""Arithmetic on stretches of time, held to sets of seconds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ownercat.oncall.intervals import (
    Intervals,
    Track,
    build_constant,
    build_track,
    clip,
    combine,
    combine_all,
    cut_track,
    follow,
    get_value,
    intersect,
    list_pieces,
    list_times,
    meets,
    normalize,
    subtract,
    sum_seconds,
    unite,
)

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8).map(normalize)
LABELS = st.lists(st.sampled_from("abc"), min_size=20, max_size=20)


def seconds(parts: Intervals) -> set[int]:
    return {second for start, end in parts for second in range(start, end)}


def track(labels: list[str]) -> Track[str]:
    return build_track(enumerate(labels), len(labels))


def spelled(found: Track[str]) -> list[str]:
    return [label for start, end, label in list_pieces(found) for _ in range(start, end)]


def is_normal(parts: Intervals) -> bool:
    return all(start < end for start, end in parts) and all(a[1] < b[0] for a, b in pairwise(parts))


@given(SPANS, SPANS)
def test_sets_of_seconds_agree(one: Intervals, other: Intervals) -> None:
    for found, expected in (
        (unite(one, other), seconds(one) | seconds(other)),
        (intersect(one, other), seconds(one) & seconds(other)),
        (subtract(one, other), seconds(one) - seconds(other)),
        (clip(one, 10, 30), seconds(one) & set(range(10, 30))),
    ):
        assert is_normal(found)
        assert seconds(found) == expected
        assert sum_seconds(found) == len(expected)


@given(SPANS, st.integers(0, 40), st.integers(1, 10))
def test_meeting(parts: Intervals, start: int, length: int) -> None:
    assert meets(parts, start, start + length) == bool(seconds(parts) & set(range(start, start + length)))


@given(LABELS, LABELS)
def test_tracks_are_second_by_second(one: list[str], other: list[str]) -> None:
    assert spelled(track(one)) == one
    both = combine(track(one), track(other), lambda a, b: a + b)
    assert spelled(both) == [a + b for a, b in zip(one, other, strict=True)]
    assert all(a != b for a, b in pairwise(both.labels))
    assert seconds(list_times(track(one), lambda label: label == "a")) == {
        n for n, label in enumerate(one) if label == "a"
    }
    assert spelled(cut_track(track(one), 7)) == one[:7]
    assert [get_value(track(one), at) for at in (-5, 0, 19, 25)] == [one[0], one[0], one[19], one[19]]


@given(st.lists(LABELS, min_size=1, max_size=5))
def test_many_tracks_are_laid_over_each_other_in_order(many: list[list[str]]) -> None:
    found = combine_all([track(labels) for labels in many], lambda a, b: b if b != "a" else a)
    expected = [next((label for label in reversed(column) if label != "a"), "a") for column in zip(*many, strict=True)]
    assert spelled(found) == expected


@given(st.lists(st.one_of(st.none(), st.integers(0, 25)), min_size=20, max_size=20), LABELS)
def test_following_looks_up_what_holds_later(delays: list[int | None], labels: list[str]) -> None:
    found = follow(build_track(enumerate(delays), 20), track(labels), "-")
    expected = ["-" if delay is None else labels[min(at + delay, 19)] for at, delay in enumerate(delays)]
    assert spelled(found) == expected


def test_what_lasts_no_time_is_left_out() -> None:
    assert build_track([(0, "a"), (3, "b"), (3, "a"), (9, "c")], 9) == Track((0, 9), ("a",))
    assert build_constant(0, 5, "a") == Track((0, 5), ("a",))
