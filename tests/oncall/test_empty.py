"""The levels on which a page reaches nobody, in order, and the cause."""

from __future__ import annotations

from math import inf
from typing import Any

from ownercat.oncall.clock import DAYS, MINUTE
from ownercat.oncall.empty import list_empty_levels
from tests.oncall.making import days_from, escalation, layer, override, people, policy, rotation, tier, utc

NIGHT = utc("2026-01-07T03:12")
OFFICE = rotation(layer("a", every="", windows=(("09:00", "17:00", DAYS[:5]),)), name="office")


def empty(*tiers: Any, within: float = inf, rotations: Any = (OFFICE,)) -> list[str]:
    one = escalation(*tiers)
    calendar = days_from("2026-01-05", 28, *people("a b"), *rotations, one)
    return [f"{found.name}: {found.because}" for found in list_empty_levels(calendar, policy(), one, NIGHT, within)]


def test_an_office_at_night_is_empty() -> None:
    tiers = (tier("rotation:office", name="desk", wait="5m"), tier("person:b", name="second", wait="5m"))
    assert empty(*tiers) == ["level desk: no window of any layer is open"]


def test_whoever_is_there_is_not() -> None:
    assert empty(tier("person:b", wait="5m"), tier("rotation:office", purpose="inform")) == []


def test_only_those_that_the_page_comes_to_in_time() -> None:
    tiers = (tier("person:b", wait="5m"), tier("rotation:office", wait="5m"))
    assert empty(*tiers, within=5 * MINUTE - 1) == []
    assert empty(*tiers, within=5 * MINUTE) == ["level 2: no window of any layer is open"]


def test_an_override_that_adds_nobody() -> None:
    hole = rotation(
        layer("a", every=""), overrides=(override("2026-01-07T00:00", "2026-01-08T00:00", "a"),), name="hole"
    )
    assert empty(tier("rotation:hole", name="x", wait="1m"), rotations=(hole,)) == [
        "level x: override 1 removes a and adds nobody"
    ]
