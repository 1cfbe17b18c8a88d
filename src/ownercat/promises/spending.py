"""What incidents used of an error budget: the time of the failure × ``impact``, in the hours of the SLA."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ownercat.model import Hours, Incident, Objective, Policy
from ownercat.oncall.calendar import LONGEST_DAYS
from ownercat.oncall.clock import DAY, get_day_start, to_datetime, to_instant
from ownercat.oncall.intervals import Interval, Intervals, clip, sum_seconds
from ownercat.oncall.windows import list_open_times
from ownercat.promises.objectives import PromisedShare
from ownercat.promises.windows import CALENDAR_WINDOWS, compute_budget, list_calendar_windows

_FIRST, _LAST = get_day_start(date(12, 1, 1)), get_day_start(date(9998, 1, 1))  # every window around them has dates
_LONGEST_UNIT = 366


class SpentBudget(NamedTuple):
    """An objective, its error budget in one window, and what incidents used of it; both in seconds.

    ``left_out``: incidents of the window that lack a time, or whose severity has no ``impact`` in the SLA.
    """

    objective: Objective
    window: Interval
    allowed: Decimal
    used: Decimal
    incidents: tuple[Incident, ...]
    left_out: tuple[Incident, ...]


def measure_spending(
    policy: Policy, promised: PromisedShare, incidents: Iterable[Incident], end: int, unstated: Decimal | None = None
) -> SpentBudget | None:
    """Return what incidents used in the window that ends at an instant, or, by the calendar, in the one that has it.

    Near misses use nothing. ``unstated``: the impact if the SLA states none. ``None``: the window is not valid.
    """
    window, budget = find_window(promised, end), compute_budget(promised.share, promised.objective, promised.sla.hours)
    if window is None or budget is None:
        return None
    opened = _list_open(promised.sla.hours, window)
    impacts = {policy.severity_id(each.severity): each.impact for each in promised.sla.targets}
    used, counted, left_out = Decimal(0), [], []
    for incident, failed in _list_failed(incidents, window):
        stated = impacts.get(policy.severity_id(incident.severity))
        impact = unstated if stated is None else Decimal(repr(stated))
        if failed is None or impact is None:
            left_out.append(incident)
        elif seconds := sum_seconds(clip(opened, *failed)):
            used += seconds * impact
            counted.append(incident)
    allowed = (1 - promised.share) * sum_seconds(opened) if promised.objective.calendar else budget.allowed
    return SpentBudget(promised.objective, window, allowed, used, tuple(counted), tuple(left_out))


def find_window(promised: PromisedShare, end: int) -> Interval | None:
    """Return the window of an objective at an instant; ``None`` if it has none, or at the ends of the calendar."""
    length = promised.objective.window
    if length is None or not _FIRST < end < _LAST:
        return None
    if not promised.objective.calendar:
        return end - length.seconds, end
    unit = CALENDAR_WINDOWS.get(length.seconds)
    day = to_datetime(end).date()
    first, last = day - timedelta(_LONGEST_UNIT + 1), day + timedelta(1)
    windows = list_calendar_windows(unit, promised.sla.hours.time_zone, first, last) if unit else ()
    return next(((a, b) for a, b in windows if a < end <= b), None)


def _list_open(hours: Hours, window: Interval) -> Intervals:
    """Return the hours of an SLA in a window; the whole window if it is longer than ten years."""
    return (window,) if window[1] - window[0] > LONGEST_DAYS * DAY else list_open_times((hours,), *window)


def _list_failed(incidents: Iterable[Incident], window: Interval) -> Iterator[tuple[Incident, Interval | None]]:
    """Yield the incidents that touch a window, and when they failed; ``None`` without both times in order."""
    start, end = window
    for incident in incidents:
        if incident.near_miss or incident.started_at is None:
            continue
        began = to_instant(incident.started_at)
        restored = to_instant(incident.restored_at) if incident.restored_at else None
        if restored is not None and restored >= began:
            if began < end and restored > start:
                yield incident, (began, restored)
        elif start <= began < end:
            yield incident, None
