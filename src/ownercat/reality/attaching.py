"""Attach the schedules of other systems to the rotations of a catalog, so that every rule and answer uses them."""

from collections.abc import Mapping
from dataclasses import replace

from ownercat.model import Catalog, Entity, Observations, ObservedSchedule, ObservedShift, Person
from ownercat.reality.identity import collect_users, list_linked, match_users, read_facts
from ownercat.reality.values import ExternalSchedule


def attach_schedules(catalog: Catalog, observations: Observations) -> Catalog:
    """Return the catalog whose rotations have the schedules of usable snapshots."""
    facts = read_facts(observations)
    linked = [each for each in list_linked(catalog, facts) if each.schedule is not None and not each.schedule.problem]
    if not linked:
        return catalog
    people = {
        source: match_users(
            catalog,
            source,
            collect_users(facts[source], [e.schedule for e in linked if e.source == source and e.schedule]),
        ).people
        for source in {each.source for each in linked}
    }
    entities: dict[tuple[str, str], Entity] = dict(catalog.entities)
    for each in linked:
        rotation = each.rotation
        if each.schedule is not None and entities.get((rotation.kind, rotation.key)) is rotation:
            observed = build_observed(each.source, each.schedule, people[each.source])
            entities[rotation.kind, rotation.key] = replace(rotation, observed=observed)
    return replace(catalog, entities=entities)


def list_identities(catalog: Catalog, observations: Observations) -> set[str]:
    """Return the ids and email addresses of everybody who is on call in the schedules of a catalog's rotations."""
    facts = read_facts(observations)
    words: set[str] = set()
    for each in list_linked(catalog, facts):
        for user in collect_users(facts[each.source], [each.schedule] if each.schedule else []):
            words |= {word for word in (user.id, user.email) if word}
    return words


def build_observed(source: str, schedule: ExternalSchedule, people: Mapping[str, Person]) -> ObservedSchedule:
    """Return a schedule whose shifts name people of the catalog."""
    shifts = tuple(
        ObservedShift(shift.start, shift.end, people[shift.user].key if shift.user in people else "", shift.user)
        for shift in schedule.shifts
    )
    snapshot = schedule.snapshot
    return ObservedSchedule(
        schedule.start, schedule.end, shifts, source, schedule.id, snapshot.path, snapshot.fetched_at
    )
