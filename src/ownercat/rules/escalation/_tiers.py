"""Escalation policies with fewer levels than required: ESC003 reports them, so ESC102 does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.model import Escalation, Service
from ownercat.oncall import paths
from ownercat.rules import Context

_UNKNOWN = 1_000_000  # more than any policy requires


class TooFewLevels(NamedTuple):
    """A policy with too few levels: the service that requires most of them, the required number and the actual one."""

    service: Service
    severity: str
    wanted: int
    found: int


def few(context: Context) -> Mapping[str, TooFewLevels]:
    """Return the policies with too few levels, by key; levels of policies that they continue with count as well."""
    shortages: dict[str, TooFewLevels] = {}
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
                counts[key] = _count_levels(context, key)
            most = shortages[key].wanted if key in shortages else counts[key]
            if level.escalation_tiers > most:
                shortages[key] = TooFewLevels(service, way.severity, level.escalation_tiers, counts[key])
    return shortages


def _count_levels(context: Context, key: str) -> int:
    """Return the number of levels that a page can reach; a huge number if that is unknown."""
    escalation = context.catalog.get("Escalation", key)
    count, seen = 0, set[str]()
    while isinstance(escalation, Escalation) and escalation.key not in seen:
        if not escalation.sound or not escalation.tiers:
            return _UNKNOWN
        seen.add(escalation.key)
        count += len(escalation.tiers)
        after = paths.handoff(context.catalog, escalation)
        if after is None and escalation.end not in (None, "stop"):
            return _UNKNOWN
        escalation = after
    return count
