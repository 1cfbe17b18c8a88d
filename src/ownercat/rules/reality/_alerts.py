"""Shared by the rules about alerts: each alert with its owner, and alerts with one cause as one finding."""

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, TypeVar

from ownercat.diagnostics import Finding, Place, Related
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.text import listed, plural, shown

if TYPE_CHECKING:
    from ownercat.model import AlertOwner, AlertRule

K = TypeVar("K", bound=Hashable)
_NAMED = 4  # so many alerts of one finding are named


def alerts(context: Context) -> "tuple[AlertOwner, ...]":
    """Return the alerts of the rule files; empty without a rule file. Call it through ``context.once``."""
    if not any(kind == "AlertFile" for kind, _ in context.catalog.entities):
        return ()
    from ownercat.model import list_alert_owners  # noqa: PLC0415  # most repositories turn this format off

    return tuple(list_alert_owners(context.catalog))


def group_alerts(
    found: "Iterable[AlertOwner]", get_cause: "Callable[[AlertOwner], K | None]"
) -> "dict[K, list[AlertOwner]]":
    """Return the alerts by their cause, in order; ``None``: the alert is not reported."""
    groups: dict[K, list[AlertOwner]] = {}
    for each in found:
        cause = get_cause(each)
        if cause is not None:
            groups.setdefault(cause, []).append(each)
    return groups


def format_alerts(group: "list[AlertOwner]") -> str:
    """Return ``alert A``, or ``3 alerts (A, B and C)``."""
    names = list(dict.fromkeys(shown(each.rule.name) for each in group))
    if len(group) == 1:
        return f"alert {names[0]}"
    return f"{plural(len(group), 'alert')} ({listed(names, most=_NAMED)})"


def locate_label(rule: "AlertRule", label: str) -> Place:
    """Return the location of a label; of the alert if the label is that of its group."""
    return rule.place.at("labels", label)


def build_finding(
    group: "list[AlertOwner]", place: Place, message: str, help: str, value: str, cause: Place | None = None
) -> Finding:
    """Build the finding about alerts with one cause; the first one has the location."""
    related = tuple(Related(each.rule.place.at("alert"), f"alert {shown(each.rule.name)}") for each in group[1:])
    names = frozenset(each.rule.name for each in group)
    return Finding(
        place, message, help, related[:RELATED], value=value, extent=len(group), speaks_for=names, cause=cause
    )
