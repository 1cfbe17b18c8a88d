"""The teams responsible for services and other entities, from all three sides of a change."""

from collections.abc import Iterable, Iterator

from ownercat.changes.values import Json
from ownercat.diagnostics import EntityId, Place
from ownercat.model import (
    SLA,
    Catalog,
    Entity,
    Escalation,
    Expectation,
    Journey,
    Person,
    Ref,
    Rotation,
    Runbook,
    Service,
    Team,
    parse_ref,
)
from ownercat.signoff.scene import SIDES, Edge, SideName, ThreeWayComparison

HARD = "hard"
_PLANNED = "planned"
_HOLDERS = ("Team", "Rotation", "Person")
_NOWHERE: tuple[SideName, ...] = ()


def list_owners(scene: ThreeWayComparison, number: int) -> list[str | None]:
    """Return the teams that own a service: those of the base branch, and those of the head if the change sets them.

    ``None`` stands for a service without an owner on every side.
    """
    line = scene.lines[number]
    found: dict[str | None, None] = {}
    side: SideName = "base" if line.base is not None else "before"
    now, before = line.get_version(side), line.before
    if now is not None:
        found[scene.team(side, now.owner)] = None
    if line.after is not None:
        head = scene.team("after", line.after.owner)
        if before is None or head != scene.team("before", before.owner):
            found[head] = None
    teams: list[str | None] = [team for team in found if team is not None]
    return teams or [None]


def list_dependents(scene: ThreeWayComparison, number: int) -> list[Edge]:
    """Return the dependents of a service on any side, once each by the hardest entry; skip planned ones and itself."""
    found: dict[int, Edge] = {}
    for edge in scene.into.get(number, ()):
        if edge.dependency.status != _PLANNED and edge.consumer != number:
            known = found.get(edge.consumer)
            if known is None or (known.dependency.mode != HARD and edge.dependency.mode == HARD):
                found[edge.consumer] = edge
    return list(found.values())


def list_hard_providers(scene: ThreeWayComparison, number: int) -> list[int]:
    """Return the hard dependencies of a service on any side."""
    found = (
        edge.provider
        for edge in scene.out.get(number, ())
        if edge.dependency.mode == HARD and edge.dependency.status != _PLANNED and edge.provider != number
    )
    return list(dict.fromkeys(found))


def list_remaining_dependents(scene: ThreeWayComparison, number: int) -> list[str]:
    """List the services with a hard dependency on this one after the change, including new ones on the base branch."""
    hard = [e for e in scene.into.get(number, ()) if e.dependency.mode == HARD and e.dependency.status != _PLANNED]
    old = {edge.consumer for edge in hard if edge.side == "before"}
    found = {e.consumer for e in hard if e.side == "after" or (e.side == "base" and e.consumer not in old)}
    return sorted(scene.lines[consumer].name for consumer in found - {number})


def list_entity_versions(scene: ThreeWayComparison, subject: EntityId) -> Iterator[tuple[SideName, Entity]]:
    """Yield an entity on each side that has it."""
    for side in SIDES:
        catalog = scene.catalog(side)
        found = catalog.get(*subject)
        if found is None:  # the keys of a foreign format are not the names
            found = next((e for e in catalog.entities.values() if e.subject == subject), None)
        if found is not None:
            yield side, found


def list_reference_teams(scene: ThreeWayComparison, side: SideName, ref: Ref | None) -> list[str]:
    """Return the teams of a reference to a team, a rotation or a person."""
    return _list_holder_teams(scene, side, scene.catalog(side).find(ref))


def _list_holder_teams(scene: ThreeWayComparison, side: SideName, found: Entity | None) -> list[str]:
    if isinstance(found, Team):
        return [scene.team_key(side, found)]
    if isinstance(found, Rotation | Escalation):
        team = scene.team(side, found.team)
        return [team] if team is not None else []
    if isinstance(found, Person):
        return list_person_teams(scene, found)
    return []


def list_person_teams(scene: ThreeWayComparison, person: Person) -> list[str]:
    """Return the teams of the base branch that a person can approve for, by current name or alias.

    A team may list a name that has no Person on the base branch; a person who takes the name can then approve for the
    team.
    """
    base = scene.base.catalog
    names = {person.key, *(alias.name for alias in person.aliases)}
    return [
        team.key
        for team in base.of(Team)
        if any(_get_person_key(base, ref) in names for ref in _list_approver_refs(team))
    ]


def _list_approver_refs(team: Team) -> Iterator[Ref]:
    yield from team.members
    if team.lead is not None:
        yield team.lead


def _get_person_key(catalog: Catalog, ref: Ref) -> str:
    found = catalog.person(ref)
    return ref.name if found is None else found.key


def list_value_teams(scene: ThreeWayComparison, written: Json) -> list[str]:
    """Return the teams named in the value of a change: ``team:web``, ``rotation:web-primary``, ``web``, or a list."""
    names = written if isinstance(written, list) else [written]
    found: list[str] = []
    for name in names:
        found += _find_teams(scene, name) if isinstance(name, str) else []
    return list(dict.fromkeys(found))


def _find_teams(scene: ThreeWayComparison, name: str) -> list[str]:
    for side in ("after", "before", "base"):
        found = list_reference_teams(scene, side, parse_ref(name, _HOLDERS, Place(""), "holder"))
        if found:
            return found
    return []


def list_responsible_teams(scene: ThreeWayComparison, subject: EntityId) -> Iterable[str | None]:
    """Return the teams responsible for an entity: its owner, team, or the owner of its service; ``None`` if none."""
    found: dict[str | None, None] = {}
    for side, entity in list_entity_versions(scene, subject):
        for team in _list_responsible_teams(scene, side, entity):
            found[team] = None
    return [team for team in found if team is not None] or [None]


def _list_responsible_teams(scene: ThreeWayComparison, side: SideName, entity: Entity) -> Iterable[str | None]:
    if isinstance(entity, Service):
        number = scene.numbers.get((side, entity.key))
        return list_owners(scene, number) if number is not None else []
    if isinstance(entity, SLA | Runbook | Expectation):
        service = scene.catalog(side).service(entity.service)
        return _list_responsible_teams(scene, side, service) if service is not None else []
    if isinstance(entity, Journey):
        return [scene.team(side, entity.owner)]
    return _list_holder_teams(scene, side, entity)
