"""One-off changes: swaps, swaps of swaps, and the ones that change nothing."""

from __future__ import annotations

import time
from datetime import date

import pytest

from ownercat.model import Override
from ownercat.oncall.calendar import HORIZON_DAYS
from ownercat.oncall.clock import DAY, MINUTE, to_datetime
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import Holder
from ownercat.oncall.timelines import get_holder as at_instant
from tests.oncall.making import days_from, layer, override, people, person, rotation, told


def shown(*overrides: Override, members: str = "a b", days: int = 4) -> list[str]:
    made = days_from("2026-01-05", days, *people("a b c d"))
    found = build_timeline(made, rotation(layer(members, every="1d", since="2026-01-05"), overrides=overrides))
    return [line.removeprefix("2026-01-") for line in told(found)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            [override("2026-01-05T12:00", "2026-01-06T12:00", "a", "c")],
            ["05 00:00 a", "05 12:00 c", "06 00:00 b", "07 00:00 a", "08 00:00 b"],
            id="only the turns of whom it removes",
        ),
        pytest.param(
            [override("2026-01-05T12:00", "2026-01-06T12:00", add="c")],
            ["05 00:00 a", "05 12:00 c", "06 12:00 b", "07 00:00 a", "08 00:00 b"],
            id="whoever is on",
        ),
        pytest.param(
            [override("2026-01-05T12:00", "2026-01-05T18:00", "a")],
            ["05 00:00 a", "05 12:00 (removed)", "05 18:00 a", "06 00:00 b", "07 00:00 a", "08 00:00 b"],
            id="nobody instead",
        ),
        pytest.param(
            [override("2026-01-06", "2026-01-06", "b", "c")],
            ["05 00:00 a", "06 00:00 c", "07 00:00 a", "08 00:00 b"],
            id="dates are whole days",
        ),
        pytest.param(
            [override("2026-01-05T21:00", "2026-01-06T09:00", "b", "c", "America/New_York")],
            ["05 00:00 a", "06 00:00 b", "06 02:00 c", "06 14:00 b", "07 00:00 a", "08 00:00 b"],
            id="in its own zone",
        ),
        pytest.param(
            [override("2026-01-05", "2026-01-05", "a", "c"), override("2026-01-05T12:00", "2026-01-05T18:00", "c", "d")],
            ["05 00:00 c", "05 12:00 d", "05 18:00 c", "06 00:00 b", "07 00:00 a", "08 00:00 b"],
            id="a swap of a swap",
        ),
        pytest.param(
            [override("2026-01-05", "2026-01-08", "a", "b"), override("2026-01-05", "2026-01-08", "b", "a")],
            ["05 00:00 a"],
            id="in the order of writing",
        ),
        pytest.param(
            [override("2026-01-05", "2026-01-08", add="c"), override("2026-01-05", "2026-01-08", add="d")],
            ["05 00:00 d"],
            id="the last that replaces everybody wins",
        ),
        pytest.param(
            [override("2026-01-07", "2026-01-06", add="c"), override("soon", "later", add="c"), override("2026-01-05", "2026-01-08")],
            ["05 00:00 a", "06 00:00 b", "07 00:00 a", "08 00:00 b"],
            id="upside down, no times, nobody",
        ),
        pytest.param([override("2020-01-01", "2030-01-01", add="c")], ["05 00:00 c"], id="longer than the calendar"),
    ],
)  # fmt: skip
def test_overrides(changes: list[Override], expected: list[str]) -> None:
    assert shown(*changes) == expected


def test_an_override_that_takes_off_somebody_who_is_not_on_is_idle() -> None:
    made = days_from("2026-01-05", 7, *people("a b c"))
    changes = (
        override("2026-01-05T12:00", "2026-01-05T18:00", "b", "c"),  # it is a's day
        override("2026-01-06T12:00", "2026-01-06T18:00", "b", "c"),
        override("2025-12-01", "2026-01-06", "c", "a"),  # it began before: nobody can tell
        override("2026-01-07", "2026-01-07", "a", "b"),  # replaced by the next, but not idle
        override("2026-01-07", "2026-01-07", add="c"),
    )
    assert build_timeline(made, rotation(layer("a b", every="1d"), overrides=changes)).idle == (0,)


def test_who_left_is_replaced_like_anybody_else() -> None:
    made = days_from("2026-01-05", 3, person("a", leaves_on=date(2026, 1, 5)), person("b"))
    change = override("2026-01-06", "2026-01-06", "a", "b")
    found = build_timeline(made, rotation(layer("a", every=""), overrides=(change,)))
    assert told(found) == ["2026-01-05 00:00 a", "2026-01-06 00:00 b", "2026-01-07 00:00 (left)"]


def test_the_steady_state_has_no_overrides() -> None:
    made = days_from("2026-01-05", 3, *people("a b"), timeless=True)
    change = override("2026-01-06", "2026-01-06", "a", "b")
    assert told(build_timeline(made, rotation(layer("a", every=""), overrides=(change,)))) == ["2026-01-05 00:00 a"]


@pytest.mark.parametrize("remove", ["", "a"], ids=["replacing all", "swapping to and fro"])
def test_ten_thousand_overrides_at_once(remove: str) -> None:
    made = days_from("2026-01-05", HORIZON_DAYS, *people("a b"))

    def at(instant: int) -> str:
        return to_datetime(instant).strftime("%Y-%m-%dT%H:%M")

    changes = tuple(
        override(at(made.start + n * MINUTE), at(made.end - n * MINUTE), remove and "ab"[n % 2], "ba"[n % 2])
        for n in range(10_000)
    )
    began = time.process_time()
    found = build_timeline(made, rotation(layer("a b"), overrides=changes))
    assert time.process_time() - began < 5
    assert not found.truncated
    if not remove:
        assert at_instant(found, made.start + 200 * DAY) == Holder("a", "override", 9_999)
