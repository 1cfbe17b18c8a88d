"""Large catalogs: far above what a run takes, far below what anything quadratic would."""

from __future__ import annotations

import time

from ownercat.model import ALWAYS
from ownercat.oncall import clock, turns, windows
from ownercat.oncall.calendar import HORIZON_DAYS
from ownercat.oncall.clock import DAYS
from ownercat.oncall.coverage import compute_coverage
from ownercat.oncall.rotation import build_timeline
from tests.oncall.making import days_from, layer, people, rotation

ZONES = [
    "Europe/Madrid",
    "America/New_York",
    "Asia/Singapore",
    "Australia/Sydney",
    "Europe/London",
    "Africa/Casablanca",
]
SUN = (("Europe/London", 8, 16), ("America/New_York", 11, 19), ("Asia/Singapore", 8, 16))
NAMES = "a b c d e f"


def cold() -> None:
    for remembered in (
        clock.get_offsets,
        clock.get_zone,
        clock.parse_written,
        turns.list_turns,
        windows.list_open_times,
    ):
        remembered.cache_clear()


def test_a_thousand_weekly_rotations() -> None:
    rotas = [
        rotation(layer(NAMES, ZONES[n % 6], "1w", DAYS[n % 5], f"{8 + n % 4:02}:{n % 60:02}"), name=f"r{n}")
        for n in range(1000)
    ]
    cold()
    calendar = days_from("2026-11-22", HORIZON_DAYS, *people(NAMES))
    began = time.process_time()
    assert sum(len(build_timeline(calendar, rota).track.labels) for rota in rotas) > 57_000
    assert sum(compute_coverage(calendar, rota, (ALWAYS,)).missing for rota in rotas) == 0
    assert time.process_time() - began < 2


def test_a_hundred_that_follow_the_sun() -> None:
    rotas = [
        rotation(
            *(
                layer(
                    NAMES,
                    zone,
                    "1w",
                    "mon",
                    f"{start:02}:{n % 60:02}",
                    ((f"{start:02}:{n % 60:02}", f"{end:02}:{n % 60:02}"),),
                )
                for zone, start, end in SUN
            ),
            name=f"r{n}",
        )
        for n in range(100)
    ]
    cold()
    calendar = days_from("2026-11-22", HORIZON_DAYS, *people(NAMES))
    began = time.process_time()
    assert all(len(build_timeline(calendar, rota).track.labels) >= 1_200 for rota in rotas)
    assert time.process_time() - began < 2.5
