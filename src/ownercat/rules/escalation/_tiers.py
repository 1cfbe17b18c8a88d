"""Which escalations have fewer tiers than the policy asks for: what ESC003 reports and ESC102 does not repeat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.model import Escalation, Service
from ownercat.oncall import paths
from ownercat.rules import Context


class TooFewLevels(NamedTuple):
    """The service of the most demanding tier whose major pages go there, the number of tiers asked for, and found."""

    service: Service
    severity: str
    wanted: int
    found: int


def few(context: Context) -> Mapping[str, TooFewLevels]:
    """The escalations with too few tiers, by key; those of the escalations that take over are counted with them."""
    found: dict[str, TooFewLevels] = {}
    counts: dict[str, int] = {}
    for service in context.sound(Service, about="tier") if context.policy_is_whole else ():
        level = context.policy.tiers.get(service.tier)
        if level is None or level.escalation_tiers < 1 or not paths.is_paged(service):
            continue
        for way in paths.ways(context.catalog, context.policy, service):
            if way.policy is None or way.severity not in context.policy.major:
                continue
            key = way.policy.key
            if key not in counts:
                counts[key] = _count(context, key)
            most = found[key].wanted if key in found else counts[key]
            if level.escalation_tiers > most:
                found[key] = TooFewLevels(service, way.severity, level.escalation_tiers, counts[key])
    return found


def _count(context: Context, key: str) -> int:
    """How many tiers a page can climb; more than anybody asks for where that is not known."""
    escalation = context.catalog.get("Escalation", key)
    count, seen = 0, set[str]()
    while isinstance(escalation, Escalation) and escalation.key not in seen:
        if not escalation.sound or not escalation.tiers:
            return 1_000_000
        seen.add(escalation.key)
        count += len(escalation.tiers)
        after = paths.handoff(context.catalog, escalation)
        if after is None and escalation.end not in (None, "stop"):
            return 1_000_000
        escalation = after
    return count
