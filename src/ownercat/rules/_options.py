"""A rule's own options as the policy sets them; what has the wrong type is left aside for the default."""

from __future__ import annotations

from ownercat.diagnostics import Rule
from ownercat.model import Duration, duration
from ownercat.rules import Context


def texts(context: Context, rule: Rule, name: str) -> tuple[str, ...]:
    """An option that is a list of texts."""
    for value in (context.options.get(name), rule.options[name]):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    return ()


def whole(context: Context, rule: Rule, name: str) -> int:
    """An option that is a whole number above zero."""
    for value in (context.options.get(name), rule.options[name]):
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return 1


def wholes(context: Context, rule: Rule, name: str) -> frozenset[int]:
    """An option that is a list of whole numbers."""
    for value in (context.options.get(name), rule.options[name]):
        if isinstance(value, list) and all(isinstance(item, int) and not isinstance(item, bool) for item in value):
            return frozenset(value)
    return frozenset()


def length(context: Context, rule: Rule, name: str) -> Duration:
    """An option that is a duration."""
    for value in (context.options.get(name), rule.options[name]):
        found = duration(value) if isinstance(value, str) else None
        if found is not None:
            return found
    return Duration(0, "0m")
