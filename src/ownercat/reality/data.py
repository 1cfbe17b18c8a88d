"""Values of JSON answers: a value of another type than expected counts as missing."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any


def get_table(data: Any, *keys: str) -> Mapping[str, Any]:
    """Return the object under some keys; an empty one if there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def get_text(data: Any, *keys: str) -> str:
    """Return the text under some keys; a number as text; "" if there is none."""
    value = get_table(data, *keys[:-1]).get(keys[-1])
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def get_count(data: Any, *keys: str) -> int | None:
    """Return the whole number under some keys, 0 or more; ``None`` if there is none."""
    value = get_table(data, *keys[:-1]).get(keys[-1])
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def list_tables(data: Any, *keys: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the list under some keys."""
    value = get_table(data, *keys[:-1]).get(keys[-1]) if keys else data
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def parse_instant(text: object) -> int | None:
    """Return an RFC 3339 time with its UTC offset as UTC seconds; ``None`` for any other value."""
    if not isinstance(text, str) or len(text) < len("2026-11-30T02:00Z"):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else int(moment.astimezone(UTC).timestamp())
    except (ValueError, OverflowError):  # a year that has no UTC time
        return None
