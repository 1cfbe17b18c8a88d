"""Options of a rule from the policy. A value of the wrong type is ignored, and the default applies."""

from ownercat.diagnostics import Rule
from ownercat.model import Duration, parse_duration
from ownercat.rules import Context


def texts(context: Context, rule: Rule, name: str) -> tuple[str, ...]:
    """Return an option that is a list of strings."""
    for value in (context.options.get(name), rule.options[name]):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    return ()


def whole(context: Context, rule: Rule, name: str) -> int:
    """Return an option that is a positive integer."""
    for value in (context.options.get(name), rule.options[name]):
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return 1


def wholes(context: Context, rule: Rule, name: str) -> frozenset[int]:
    """Return an option that is a list of integers."""
    for value in (context.options.get(name), rule.options[name]):
        if isinstance(value, list) and all(isinstance(item, int) and not isinstance(item, bool) for item in value):
            return frozenset(value)
    return frozenset()


def length(context: Context, rule: Rule, name: str) -> Duration:
    """Return an option that is a duration."""
    for value in (context.options.get(name), rule.options[name]):
        parsed = parse_duration(value) if isinstance(value, str) else None
        if parsed is not None:
            return parsed
    return Duration(0, "0m")
