"""The teams to which a change gives work: they are paged, have a role, or one of their people is on call."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from ownercat.changes.escalations import collect_page_values
from ownercat.changes.values import Change, Json
from ownercat.changes.views import ComparedCatalog
from ownercat.model import Person, Rotation, Service, normalize_path
from ownercat.oncall.paths import list_members
from ownercat.signoff.owners import list_entity_versions, list_person_teams, list_reference_teams, list_value_teams
from ownercat.signoff.promises import AffectedTeam
from ownercat.signoff.reaching import list_owners_by_name
from ownercat.signoff.scene import SideName, ThreeWayComparison
from ownercat.text import shown

NEW_SERVICE = "service-added"
_PERSON = "person:"


def list_paged_teams(scene: ThreeWayComparison, change: Change) -> list[tuple[str, bool]]:
    """Return each team that a change puts on the path of a page (``True``) or takes off it."""
    own = list_owners_by_name(scene, change.service) if change.service else []
    before = _collect_paged_teams(scene, {field.name: field.before for field in change.fields}, own)
    after = _collect_paged_teams(scene, {field.name: field.after for field in change.fields}, own)
    return sorted((team, team in after) for team in before ^ after)


def _collect_paged_teams(
    scene: ThreeWayComparison, values: Mapping[str, Json], own: Collection[str | None]
) -> set[str]:
    """Return the teams of the levels and of the failsafe, by the values of a page.

    ``own``: a person of one of these teams is paged for that team.
    """
    found: set[str] = set()
    for name, value in values.items():
        if name.endswith((".team", "failsafe.to")):
            found.update(list_value_teams(scene, [each for each in _list_texts(value) if not each.startswith(_PERSON)]))
        if name.endswith((".notify", "failsafe.to")):
            people = (list_value_teams(scene, each) for each in _list_texts(value) if each.startswith(_PERSON))
            found.update(team for teams in people if set(own).isdisjoint(teams) for team in teams)
    return found


def _list_texts(value: Json) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def list_new_duties(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    """Yield the teams other than the owner that a new service pages or gives a role.

    A team that already does so for the owner's services agreed to that.
    """
    service = _find_new_service(scene, change)
    if service is None:
        return
    owner = scene.team("after", service.owner)
    others = [each for each in scene.base.catalog.of(Service) if scene.team("base", each.owner) == owner]
    known = {affected.team for affected in _list_duties(scene, "base", others, owner)}
    for affected in _list_duties(scene, "after", [service], owner):
        if affected.team not in {*known, owner}:
            yield affected


def _find_new_service(scene: ThreeWayComparison, change: Change) -> Service | None:
    number = scene.line(change.service)
    return scene.lines[number].after if number is not None and change.kind == NEW_SERVICE else None


def _list_duties(
    scene: ThreeWayComparison, side: SideName, services: Iterable[Service], owner: str | None
) -> Iterator[AffectedTeam]:
    view = ComparedCatalog(scene.catalog(side), scene.sides[side].policy)
    for service in services:
        name, paged = shown(service.name), collect_page_values(view, service)
        values = {field: fact.value for field, fact in paged.items()}
        for team in sorted(_collect_paged_teams(scene, values, [owner])):
            yield AffectedTeam(team, f"team is paged for the new service {name}")
        for role, ref in service.roles.items():
            teams = list_reference_teams(scene, side, ref)
            for team in teams if owner not in teams else ():
                yield AffectedTeam(team, f"team has role {shown(role)} of the new service {name}")


def list_code_owners(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    """Yield the owners of services of which a service takes a code path, or a folder below one."""
    number = scene.line(change.service)
    line = scene.lines[number] if number is not None else None
    if line is None or line.after is None:
        return
    old = line.before.paths if line.before is not None and line.before.repository == line.after.repository else ()
    for path in map(normalize_path, sorted({*line.after.paths} - {*old})):
        for service in scene.base.catalog.of(Service):
            same = service.repository == line.after.repository and scene.line(service.key) != number
            if same and any(f"{path}/".startswith(f"{normalize_path(claim)}/") for claim in service.paths):
                why = f"team owns {shown(service.name)}, which has the code in {shown(path)}"
                yield AffectedTeam(scene.team("base", service.owner), why)


def collect_duty_values(scene: ThreeWayComparison, change: Change) -> Mapping[str, Json]:
    """Return the pages and roles of a new service: an approval is for exactly these."""
    service = _find_new_service(scene, change)
    if service is None:
        return {}
    view = ComparedCatalog(scene.catalog("after"), scene.sides["after"].policy)
    pages: dict[str, Json] = {f"pages.{name}": fact.value for name, fact in collect_page_values(view, service).items()}
    roles: dict[str, Json] = {f"roles.{role}": view.get_qualified_name(ref) for role, ref in service.roles.items()}
    return {**pages, **roles, "paths": [*sorted(service.paths)]}


def list_borrowed_teams(scene: ThreeWayComparison, change: Change) -> Iterator[AffectedTeam]:
    """Yield the teams whose people a rotation of another team puts on call from now on."""
    versions = dict(list_entity_versions(scene, change.entity))
    old, new = versions.get("before"), versions.get("after")
    if not isinstance(new, Rotation):
        return
    had = _list_people(scene, "before", old) if isinstance(old, Rotation) else []
    known, own = {person.key for person in had}, scene.team("after", new.team)
    for person in _list_people(scene, "after", new):
        teams = list_person_teams(scene, person) if person.key not in known else []
        for team in teams if own not in teams else ():
            yield AffectedTeam(team, f"{shown(person.name)} of the team is on call in {shown(new.label)}")


def _list_people(scene: ThreeWayComparison, side: SideName, rotation: Rotation) -> list[Person]:
    refs = [*list_members(rotation), *(override.add for override in rotation.overrides if override.add)]
    people = (scene.catalog(side).person(ref) for ref in refs)
    return [person for person in people if person is not None]
