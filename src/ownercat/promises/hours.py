"""Hours of support: does the provider's contain the consumer's, and how long does the consumer wait?"""

from typing import NamedTuple

from ownercat.model import Hours
from ownercat.oncall.intervals import Interval, subtract
from ownercat.oncall.windows import covers_all, list_open_times


class ClosedInterval(NamedTuple):
    """The longest interval that a consumer needs and its provider is closed (UTC)."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        """Return the wait, without the time to acknowledge."""
        return self.end - self.start


def find_longest_closed(consumer: Hours, provider: tuple[Hours, ...], start: int, end: int) -> ClosedInterval | None:
    """Return the longest interval in the consumer's hours and outside of the provider's, between two instants.

    ``None``: the provider's hours contain the consumer's. Clock changes count: from Fri 17:00 to Mon 09:00 are 64 h,
    and 65 h if clocks go back on the Sunday.
    """
    if any(covers_all(hours) for hours in provider) or consumer in provider:
        return None
    needed = list_open_times((consumer,), start, end)
    closed = subtract(needed, list_open_times(provider, start, end))
    longest: Interval | None = max(closed, key=lambda each: each[1] - each[0], default=None)
    return ClosedInterval(*longest) if longest else None
