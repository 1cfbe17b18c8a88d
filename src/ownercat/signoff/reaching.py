"""The teams that rely on a person: their pages reach the person, or their services let the person authorize."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from ownercat.changes.rotations import ORDER
from ownercat.changes.symptoms import list_alerts, rank_alerts
from ownercat.changes.values import Change
from ownercat.diagnostics import EntityId
from ownercat.model import Catalog, Escalation, Override, Person, Ref, Rotation, Service, Team
from ownercat.oncall.away import get_span as get_absence
from ownercat.oncall.clock import DAY, to_datetime, to_instant
from ownercat.oncall.intervals import Interval
from ownercat.oncall.overrides import get_span
from ownercat.oncall.paths import collect_primaries, list_members, list_reachable_people, resolve_targets
from ownercat.signoff.owners import list_entity_versions, list_owners
from ownercat.signoff.promises import AffectedTeam
from ownercat.signoff.scene import SideName, ThreeWayComparison
from ownercat.text import shown

OVERRIDE = "override-changed"
ROTATIONS = frozenset({OVERRIDE, "rotation-added", "rotation-changed"})
_LONGEST_SWAP = 31 * DAY


def list_reaching_teams(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    """Yield each team with a rotation or an escalation policy that can reach a person."""
    for side, person in _list_people(scene, change.entity):
        catalog = scene.catalog(side)
        for entity in (*catalog.of(Rotation), *_list_escalations(catalog, person)):
            team = scene.team(side, entity.team)
            if team is not None and (isinstance(entity, Escalation) or _has_member(catalog, entity, person)):
                yield AffectedTeam(team, f"{shown(entity.label)} of the team can reach {shown(person.name)}")


def _list_people(scene: ThreeWayComparison, subject: EntityId) -> Iterator[tuple[SideName, Person]]:
    return ((side, entity) for side, entity in list_entity_versions(scene, subject) if isinstance(entity, Person))


def _list_escalations(catalog: Catalog, person: Person) -> Iterator[Escalation]:
    """Yield the escalation policies of which a level or the failsafe can reach a person."""
    primaries = collect_primaries(catalog)
    for escalation in catalog.of(Escalation):
        people = [each for tier in escalation.tiers for each in list_reachable_people(catalog, tier, primaries)]
        last = [escalation.failsafe.to] if escalation.failsafe and escalation.failsafe.to else []
        targets = [target.entity for target in resolve_targets(catalog, last)]
        if person in people or any(
            target is person or (isinstance(target, Rotation) and _has_member(catalog, target, person))
            for target in targets
        ):
            yield escalation


def _has_member(catalog: Catalog, rotation: Rotation, person: Person) -> bool:
    refs = [*list_members(rotation), *(override.add for override in rotation.overrides if override.add)]
    return any(catalog.person(ref) is person for ref in refs)


def list_authority_owners(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    """Yield the owners of the services that let a person authorize what the person may do from now on, or no more."""
    moved = {name for field in change.fields for name in _list_difference(field.before, field.after)}
    for side, person in _list_people(scene, change.entity):
        catalog = scene.catalog(side)
        for service in catalog.of(Service):
            reached = [name for name in moved if _reaches(catalog, service.authorise.get(name, ()), person)]
            for team in list_owners(scene, scene.numbers[side, service.key]) if reached else ():
                name = shown(service.name)
                yield AffectedTeam(team, f"team owns {name}, for which {shown(person.name)} can authorize")


def _list_difference(before: object, after: object) -> set[str]:
    return {*map(str, _get_items(before))} ^ {*map(str, _get_items(after))}


def _get_items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _reaches(catalog: Catalog, refs: Iterable[Ref], person: Person) -> bool:
    return any(_stands_for(catalog, catalog.find(ref), person) for ref in refs)


def _stands_for(catalog: Catalog, holder: object, person: Person) -> bool:
    if isinstance(holder, Team):
        return any(catalog.person(ref) is person for ref in (*holder.members, *([holder.lead] if holder.lead else [])))
    return holder is person or (isinstance(holder, Rotation) and _has_member(catalog, holder, person))


class MovedAlerts(NamedTuple):
    """The alerts that a service gives to other services or takes from them, and the names of these services.

    ``is_all``: nothing else is looser, and each alert that the service loses is as severe in another one.
    """

    alerts: tuple[str, ...]
    services: tuple[str, ...]
    is_all: bool


def find_moved_alerts(scene: ThreeWayComparison, change: Change) -> MovedAlerts:
    """Return the alerts of a change that other services have after it."""
    names = {n.casefold(): n for field in change.fields for n in _list_difference(field.before, field.after)}
    moved = set(names)
    others = [each for each in scene.catalog("after").of(Service) if each.name != change.service]
    taken = {each.name: list_alerts(each) & moved for each in others}
    number = scene.line(change.service)
    old = scene.lines[number].before if number is not None else None
    before = rank_alerts(scene.sides["before"].policy, old.symptoms if old is not None else ())
    after: dict[str, int] = {}
    for each in scene.catalog("after").of(Service):
        for alert, rank in rank_alerts(scene.sides["after"].policy, each.symptoms).items():
            after[alert] = max(rank, after.get(alert, rank))
    is_all = all(field.name.endswith(".alerts") for field in change.fields) and all(
        after.get(alert, -1) >= before.get(alert, -1) for alert in moved
    )
    return MovedAlerts(
        tuple(sorted({names[alert] for alerts in taken.values() for alert in alerts})),
        tuple(sorted(name for name, alerts in taken.items() if alerts)),
        is_all,
    )


def list_owners_by_name(scene: ThreeWayComparison, name: str) -> list[str | None]:
    """Return the owners of a service by its name on any side; ``[None]`` if no side has it."""
    numbers = [number for gone in (False, True) if (number := scene.line(name, gone)) is not None]
    return list_owners(scene, numbers[0]) if numbers else [None]


def is_swap(scene: ThreeWayComparison, change: Change, at: datetime) -> bool:
    """Return whether each changed override only puts a member of the rotation on call, together for at most 31 days.

    The members are those before the change, and who takes over must be there all the time. A past override does not
    count. Nobody has to approve a swap if a member of the team proposes it.
    """
    found = dict(list_entity_versions(scene, change.entity))
    old, new = found.get("before"), found.get("after")
    if not isinstance(old, Rotation) or not isinstance(new, Rotation) or any(f.name == ORDER for f in change.fields):
        return False
    before, after = (
        {tuple(_list_values(catalog, each)): each for each in rotation.overrides}
        for rotation, catalog in ((old, scene.catalog("before")), (new, scene.catalog("after")))
    )
    members = {_get_key(scene.catalog("before"), ref) for ref in list_members(old)}
    total = 0
    for key in before.keys() ^ after.keys():
        override = before.get(key) or after[key]
        span = get_span(override)
        if span is not None and span[1] <= to_instant(at):
            continue
        total += span[1] - span[0] if span is not None else 0
        if key[-1] not in members or (key in before and override.remove is None):
            return False
        if (
            key in after
            and span is not None
            and not all(_is_there(scene.catalog(side), key[-1], span) for side in ("after", "base"))
        ):
            return False
    return total <= _LONGEST_SWAP


def _is_there(catalog: Catalog, key: str, span: Interval) -> bool:
    """Return whether a person is active and not away in an interval."""
    person = catalog.get("Person", key)
    if not isinstance(person, Person) or not person.is_active(to_datetime(span[1] - 1).date()):
        return False
    absences = [found for away in person.away if (found := get_absence(away)) is not None]
    return not any(start < span[1] and span[0] < end for start, end in absences)


def _list_values(catalog: Catalog, override: Override) -> Iterator[str]:
    yield from (override.start, override.end, override.time_zone)
    yield from (_get_key(catalog, ref) if ref else "" for ref in (override.remove, override.add))


def _get_key(catalog: Catalog, ref: Ref) -> str:
    person = catalog.person(ref)
    return ref.name if person is None else person.key
