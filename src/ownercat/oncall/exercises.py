"""When the parts of a page's path were last exercised, by a drill or by a real incident. Pure functions."""

from collections.abc import Iterator, Mapping
from datetime import date

from ownercat.model import Catalog, Drill, Escalation, Incident, Policy, Rotation, Runbook, Service, Symptom
from ownercat.oncall import paths
from ownercat.oncall.playbooks import covers, group_by_service

PartKey = tuple[str, str]  # kind and key; of a channel, its ID


def collect_exercised(catalog: Catalog, policy: Policy) -> Mapping[PartKey, int]:
    """Return the last day on which a part was exercised, as an ordinal.

    Parts are runbooks, escalation policies, channels, symptoms, levels and rotations. A drill counts, and a real
    incident counts that used the part: by its symptom, by the steps of its timeline, or by the levels that were paged.
    """
    last: dict[PartKey, int] = {}
    for key, day in (*_list_drilled(catalog, policy), *_list_used(catalog, policy)):
        last[key] = max(day, last.get(key, day))
    return last


def collect_trained(catalog: Catalog) -> frozenset[str]:
    """Return the keys of the people who took part in a drill or in a shadow rotation."""
    shadows = (rotation for rotation in catalog.of(Rotation) if rotation.role == "shadow")
    drilled = (ref for drill in catalog.of(Drill) for ref in drill.people)
    refs = (*drilled, *(ref for rotation in shadows for ref in paths.list_members(rotation)))
    return frozenset(person.key for ref in refs if (person := catalog.person(ref)))


def map_drills(catalog: Catalog) -> Mapping[str, Drill]:
    """Return the last drill of each service, by the key of the service: one that lists it, or one of its runbooks."""
    found: dict[str, Drill] = {}
    for drill in sorted(catalog.of(Drill), key=lambda drill: drill.held_on or date.min):
        runbooks = (catalog.find(ref) for ref in drill.runbooks)
        refs = (*drill.services, *(each.service for each in runbooks if isinstance(each, Runbook)))
        found |= {service.key: drill for ref in refs if drill.held_on and (service := catalog.service(ref))}
    return found


def get_symptom_key(service: Service, symptom: Symptom) -> PartKey:
    """Return the key of a symptom of a service."""
    return "Symptom", f"{service.key} {symptom.id}"


def get_level_key(escalation: Escalation, number: int) -> PartKey:
    """Return the key of a level; ``number`` starts at 0."""
    return "Level", f"{escalation.key} {number}"


def list_rotations(catalog: Catalog, escalation: Escalation, number: int) -> Iterator[Rotation]:
    """Yield the rotations that a level names, also through another policy."""
    for target in paths.list_targets(catalog, escalation.tiers[number]):
        if isinstance(target.entity, Rotation):
            yield target.entity


def _list_drilled(catalog: Catalog, policy: Policy) -> Iterator[tuple[PartKey, int]]:
    for drill in catalog.of(Drill):
        if drill.held_on is None:
            continue
        day = drill.held_on.toordinal()
        yield from ((("Channel", channel), day) for channel in drill.channels)
        for ref in (*drill.runbooks, *drill.escalations):
            entity = catalog.find(ref)
            if isinstance(entity, Runbook):
                yield from ((key, day) for key in _list_runbook_keys(catalog, policy, entity))
            elif isinstance(entity, Escalation):
                yield from ((key, day) for key in _list_escalation_keys(catalog, entity, range(len(entity.tiers))))


def _list_runbook_keys(catalog: Catalog, policy: Policy, runbook: Runbook) -> Iterator[PartKey]:
    """Yield a runbook and the symptoms that it covers."""
    yield "Runbook", runbook.key
    service = catalog.service(runbook.service)
    for symptom in service.symptoms if service else ():
        if service and covers(policy, runbook, symptom):
            yield get_symptom_key(service, symptom)


def _list_escalation_keys(catalog: Catalog, escalation: Escalation, numbers: range | list[int]) -> Iterator[PartKey]:
    """Yield a policy, some of its levels, and the rotations of these levels."""
    yield "Escalation", escalation.key
    for number in numbers:
        yield get_level_key(escalation, number)
        for rotation in list_rotations(catalog, escalation, number):
            yield "Rotation", rotation.key


def _list_used(catalog: Catalog, policy: Policy) -> Iterator[tuple[PartKey, int]]:
    books = group_by_service(catalog)
    for incident in catalog.of(Incident):
        day = incident.last_day
        services = filter(None, map(catalog.service, incident.services)) if day is not None else ()
        for service in services:
            keys = [*_list_answered(service, incident, books.get(service.key, ()))]
            keys += _list_paged(catalog, policy, service, incident)
            yield from ((key, day or 0) for key in keys)


def _list_answered(service: Service, incident: Incident, runbooks: tuple[Runbook, ...]) -> Iterator[PartKey]:
    """Yield the symptom of an incident, and the runbooks that it used."""
    for runbook in runbooks:
        if _has_used(incident, runbook):
            yield "Runbook", runbook.key
    yield from (get_symptom_key(service, each) for each in service.symptoms if each.id == incident.symptom)


def _has_used(incident: Incident, runbook: Runbook) -> bool:
    if incident.symptom:
        return any(cover.symptom == incident.symptom for cover in runbook.covers)
    steps = {step.id for step in runbook.steps if step.id}
    return any(event.step in steps for event in incident.timeline)


def _list_paged(catalog: Catalog, policy: Policy, service: Service, incident: Incident) -> Iterator[PartKey]:
    """Yield the policy of an incident, with the levels that were paged."""
    if not incident.paged:
        return
    severity = policy.severity_id(incident.severity)
    escalation = paths.find_escalation(catalog, policy, service, severity, incident.symptom or None)
    if escalation is not None:
        names = {page.level for page in incident.paged}
        paged = [number for number, level in enumerate(escalation.tiers) if level.name in names]
        yield from _list_escalation_keys(catalog, escalation, paged)
