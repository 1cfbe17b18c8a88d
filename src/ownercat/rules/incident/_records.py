"""Shared by the rules about incidents and drills: their open actions, their services, and what was exercised when."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ownercat.model import Action, Drill, Duration, Incident, Service
from ownercat.oncall import exercises, paths
from ownercat.rules import Context
from ownercat.text import shown

_DAY = 86_400
_LAST_DAY = date.max.toordinal()


class OpenAction(NamedTuple):
    """An open action, and the incident or drill that it follows."""

    entity: Incident | Drill
    action: Action
    label: str


def list_open_actions(context: Context) -> Iterator[OpenAction]:
    """Yield the open actions of all incidents and drills."""
    reads = ("actions",)
    entities: list[Incident | Drill] = [*context.sound(Incident, reads=reads), *context.sound(Drill, reads=reads)]
    for entity in entities:
        for number, action in enumerate(entity.actions, start=1):
            if action.status == "open":
                name = shown(action.id) if action.id else f"{number}"
                yield OpenAction(entity, action, f"action {name} of {shown(entity.label)}")


def list_services(context: Context, entity: Incident | Drill) -> list[Service]:
    """Return the services of an incident or a drill that are defined."""
    found = (context.catalog.service(ref) for ref in entity.services)
    return [service for service in found if service is not None]


def add_days(ordinal: int, duration: Duration | None) -> date:
    """Return the day after a duration, rounded up to whole days; at most the last day of the calendar."""
    days = -(-duration.seconds // _DAY) if duration else 0
    return date.fromordinal(min(ordinal + days, _LAST_DAY))


def collect_exercised(context: Context) -> Mapping[tuple[str, str], int]:
    """Return the last day on which a runbook, an escalation or a channel was used, by kind and key, as an ordinal."""
    return context.once(_collect_exercised)


def _collect_exercised(context: Context) -> Mapping[tuple[str, str], int]:
    return exercises.collect_exercised(context.catalog, context.policy)


def get_drill_interval(context: Context, service: Service) -> Duration | None:
    """Return the interval between drills that the tier of a service requires; ``None`` if it requires none."""
    if not service.can_say("tier") or not paths.is_paged(service):
        return None
    tier = context.policy.tiers.get(service.tier)
    return tier.drill_every if tier else None
