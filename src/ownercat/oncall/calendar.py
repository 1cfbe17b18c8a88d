"""A period of time over one catalog, with a cache of everything computed for it.

Build one calendar per check (``build_calendar``), per question about an instant (``build_calendar_around``) or per
range of dates (``build_calendar_between``), and pass it on: timelines, coverage and paging times are cached in it.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ownercat.model import Catalog
from ownercat.oncall.clock import DAY, get_day_start

T = TypeVar("T")

HORIZON_DAYS = 400  # contains both clock changes of both hemispheres, and the weeks between them
STEADY_START = date(2026, 1, 1)  # the start of the fixed period of --timeless
LONGEST_DAYS = 3_700  # ten years; limits what a command line can request
_EARLIEST, _LATEST = (
    get_day_start(date(10, 1, 1)),
    get_day_start(date(9980, 1, 1)),
)  # leaves room for date arithmetic within the range of datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """The period from ``start`` to ``end`` (UTC). ``timeless``: dates are ignored, see ``rotation``."""

    catalog: Catalog
    start: int
    end: int
    timeless: bool
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the result of ``make``, which is called only for the first request of a key."""
        if key not in self.memo:
            self.memo[key] = make()
        cached: T = self.memo[key]
        return cached


_last: list[Calendar] = []


def build_calendar(catalog: Catalog, as_of: date | None) -> Calendar:
    """Return the 400 days from a date; without a date, a fixed period in which dates are ignored.

    The latest calendar is kept, so that all rules of a check share it.
    """
    start = _limit_instant(get_day_start(as_of or STEADY_START))
    timeless = as_of is None
    if _last and _last[0].catalog is catalog and (_last[0].start, _last[0].timeless) == (start, timeless):
        return _last[0]
    _last[:] = [Calendar(catalog, start, start + HORIZON_DAYS * DAY, timeless)]
    return _last[0]


def build_calendar_around(catalog: Catalog, instant: int, days: int = HORIZON_DAYS) -> Calendar:
    """Build a calendar from one day before an instant, so that a shift has a start, to some days after it."""
    return build_calendar_between(catalog, instant - DAY, instant + days * DAY)


def build_calendar_between(catalog: Catalog, start: int, end: int) -> Calendar:
    """Build a calendar from one instant to another: at least one second, at most ten years."""
    begin = _limit_instant(start)
    return Calendar(catalog, begin, min(max(end, begin + 1), begin + LONGEST_DAYS * DAY), timeless=False)


def _limit_instant(instant: int) -> int:
    return min(max(instant, _EARLIEST), _LATEST)
