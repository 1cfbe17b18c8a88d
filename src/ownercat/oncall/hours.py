"""Format weekly hours as text. This module does not load the clock, which questions without a time do not need."""

from ownercat.model import Hours

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def format_hours(window: Hours) -> str:
    """Return a weekly window as text: ``mon–fri 09:00–17:00``."""
    if window.always:
        return "24x7"
    days = _format_days(window.days)
    clock = f"{window.start}–{window.end}" if window.start or window.end else ""
    return " ".join(part for part in (days, clock, window.time_zone) if part)


def _format_days(days: tuple[str, ...]) -> str:
    places = [_WEEK.index(day) for day in days if day in _WEEK]
    if len(places) == len(days) == len(_WEEK):
        return ""
    if len(places) > 2 and len(places) == len(days) and places == list(range(places[0], places[-1] + 1)):
        return f"{days[0]}–{days[-1]}"
    return ", ".join(days)
