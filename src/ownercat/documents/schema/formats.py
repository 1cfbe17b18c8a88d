"""The values of ``format`` in the schemas. Both validators use these functions."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

_DATE_LENGTH = len("2026-09-01")


def is_date(text: str) -> bool:
    """Return whether a text is an existing day such as ``2026-09-01``."""
    return len(text) == _DATE_LENGTH and text[4] == text[7] == "-" and _is_day(text)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_local_or_instant(text: str) -> bool:
    """Return whether a text is a date, a local time ``2026-09-01T09:00``, or a time with an offset."""
    if not is_date(text[:_DATE_LENGTH]):
        return False
    if len(text) == _DATE_LENGTH:
        return True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return text[_DATE_LENGTH] == "T"


@cache
def time_zones() -> frozenset[str]:
    """Return the IANA names from the tzdata package: the same on every machine, without paths from foreign text."""
    import tzdata  # noqa: PLC0415  # few documents have a time zone

    listing = Path(tzdata.__file__ or "").with_name("zones")
    return frozenset(listing.read_text(encoding="utf-8").split())


def is_time_zone(text: str) -> bool:
    """Return whether a text is an IANA zone such as ``Europe/Madrid``."""
    return text in time_zones()


FORMATS: MappingProxyType[str, Callable[[str], bool]] = MappingProxyType(
    {"date": is_date, "local-or-instant": is_local_or_instant, "time-zone": is_time_zone}
)
