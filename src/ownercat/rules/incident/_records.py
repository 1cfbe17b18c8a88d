"""Shared by the rules about incidents and drills: their open actions, their services, and what was exercised when."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ownercat.model import Action, Drill, Duration, Escalation, Incident, Runbook, Service
from ownercat.oncall import paths
from ownercat.promises.measures import get_end_day
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
    """Return the last day on which a runbook, an escalation or a channel was used, by kind and key, as an ordinal.

    A drill counts, and a real incident counts that used it: by its symptom, by the steps of its timeline, or by the
    levels that were paged.
    """
    return context.once(_collect_exercised)


def _collect_exercised(context: Context) -> Mapping[tuple[str, str], int]:
    last: dict[tuple[str, str], int] = {}
    uses = (*_list_drilled(context), *_list_used(context))
    for key, day in uses:
        last[key] = max(day, last.get(key, day))
    return last


def _list_drilled(context: Context) -> Iterator[tuple[tuple[str, str], int]]:
    for drill in context.catalog.of(Drill):
        if drill.held_on is None:
            continue
        day = drill.held_on.toordinal()
        for ref in (*drill.runbooks, *drill.escalations):
            entity = context.catalog.find(ref)
            if entity is not None:
                yield (entity.kind, entity.key), day
        yield from ((("Channel", channel), day) for channel in drill.channels)


def _list_used(context: Context) -> Iterator[tuple[tuple[str, str], int]]:
    books: dict[str, list[Runbook]] = {}
    for runbook in context.catalog.of(Runbook):
        service = context.catalog.service(runbook.service)
        books.setdefault(service.key if service else "", []).append(runbook)
    for incident in context.catalog.of(Incident):
        day = get_end_day(incident)
        for service in list_services(context, incident) if day is not None else ():
            for runbook in books.get(service.key, ()):
                if _has_used(incident, runbook):
                    yield ("Runbook", runbook.key), day or 0
            escalation = _find_paged(context, service, incident) if incident.paged else None
            if escalation is not None:
                yield ("Escalation", escalation.key), day or 0


def _has_used(incident: Incident, runbook: Runbook) -> bool:
    if incident.symptom:
        return any(cover.symptom == incident.symptom for cover in runbook.covers)
    steps = {step.id for step in runbook.steps if step.id}
    return any(event.step in steps for event in incident.timeline)


def _find_paged(context: Context, service: Service, incident: Incident) -> Escalation | None:
    severity = context.policy.severity_id(incident.severity)
    return paths.find_escalation(context.catalog, context.policy, service, severity, incident.symptom or None)


def get_drill_interval(context: Context, service: Service) -> Duration | None:
    """Return the interval between drills that the tier of a service requires; ``None`` if it requires none."""
    if not service.can_say("tier") or not paths.is_paged(service):
        return None
    tier = context.policy.tiers.get(service.tier)
    return tier.drill_every if tier else None
