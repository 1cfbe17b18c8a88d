"""One stretch of time over one catalog, with everything that was worked out for it so far.

Build it once per check (``calendar``), per question about an instant (``around``) or per request for dates
(``between``), and pass it on: timelines, coverage and climbs are remembered in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ownercat.model import Catalog
from ownercat.oncall.clock import DAY, day_start

T = TypeVar("T")

HORIZON_DAYS = 400  # both changes of both hemispheres, and the weeks between them
STEADY_START = date(2026, 1, 1)  # where the fixed window of --timeless begins
LONGEST_DAYS = 3_700  # ten years; nobody asks for more, but a command line may
_EARLIEST, _LATEST = day_start(date(10, 1, 1)), day_start(date(9980, 1, 1))  # dates that datetime can still move about


@dataclass(frozen=True, slots=True)
class Calendar:
    """From ``start`` to ``end`` (UTC). ``timeless``: dated facts are ignored, see ``rotation``."""

    catalog: Catalog
    start: int
    end: int
    timeless: bool
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out at the first time of asking."""
        if key not in self.memo:
            self.memo[key] = make()
        found: T = self.memo[key]
        return found


_last: list[Calendar] = []


def calendar(catalog: Catalog, as_of: date | None) -> Calendar:
    """The 400 days from a date, or, without one, the steady state over a fixed window.

    The latest one is kept, so that all rules of a check share it.
    """
    start = _within(day_start(as_of or STEADY_START))
    timeless = as_of is None
    if _last and _last[0].catalog is catalog and (_last[0].start, _last[0].timeless) == (start, timeless):
        return _last[0]
    _last[:] = [Calendar(catalog, start, start + HORIZON_DAYS * DAY, timeless)]
    return _last[0]


def around(catalog: Catalog, instant: int, days: int = HORIZON_DAYS) -> Calendar:
    """A day back from an instant, so that "since when" has an answer, and some days on."""
    return between(catalog, instant - DAY, instant + days * DAY)


def between(catalog: Catalog, start: int, end: int) -> Calendar:
    """From one instant to another, ten years at most and a second at least."""
    begin = _within(start)
    return Calendar(catalog, begin, min(max(end, begin + 1), begin + LONGEST_DAYS * DAY), timeless=False)


def _within(instant: int) -> int:
    return min(max(instant, _EARLIEST), _LATEST)
