"""The three sides of a change: the merge base, the head, and the tip of the base branch.

The change is what the head did since the merge base. The trusted people, teams and policy are those of the base branch
*now*: otherwise a branch from an old commit could choose its own approvers. Dependents come from all three sides, so
that a change cannot remove a consumer and loosen its SLA in one step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from ownercat.changes.matching import match_entities
from ownercat.changes.values import Side
from ownercat.graph import Node, get_node
from ownercat.model import Catalog, Dependency, Ref, Service, Team

SideName = Literal["before", "after", "base"]
SIDES: tuple[SideName, ...] = ("before", "after", "base")


class ServiceVersions(NamedTuple):
    """One service on the three sides; ``None`` = not on that side."""

    before: Service | None = None
    after: Service | None = None
    base: Service | None = None

    @property
    def name(self) -> str:
        """The name after the change, or the last name of a removed service."""
        found = self.after or self.base or self.before
        return found.name if found else ""

    def get_version(self, side: SideName) -> Service | None:
        """Return the service on one side; ``None`` if it is not on that side."""
        return self[SIDES.index(side)]


class Edge(NamedTuple):
    """A dependency between two services on one side: the line numbers of both, and the entry."""

    consumer: int
    provider: int
    dependency: Dependency
    side: SideName


class ThreeWayComparison(NamedTuple):
    """The three sides with lookups. ``bootstrap``: the base branch has no catalog yet."""

    sides: Mapping[SideName, Side]
    bootstrap: bool
    lines: tuple[ServiceVersions, ...]
    numbers: Mapping[tuple[SideName, str], int]  # (side, key of a service) → number of its line
    into: Mapping[int, tuple[Edge, ...]]  # number → its dependents
    out: Mapping[int, tuple[Edge, ...]]  # number → its dependencies
    teams: Mapping[tuple[SideName, str], str]  # (side, key) → the team's key on the base; no entry for a new team

    @property
    def base(self) -> Side:
        """The trusted side."""
        return self.sides["base"]

    def catalog(self, side: SideName) -> Catalog:
        """Return the catalog of a side."""
        return self.sides[side].catalog

    def line(self, name: str, gone: bool = False) -> int | None:
        """Return the line number of a service by its name in a change; ``None`` if unknown."""
        order: tuple[SideName, ...] = ("before", "base", "after") if gone else ("after", "before", "base")
        return next((self.numbers[side, name] for side in order if (side, name) in self.numbers), None)

    def team(self, side: SideName, ref: Ref | None) -> str | None:
        """Return the base key of a referenced team (its own key if new); ``None`` if undefined."""
        found = self.catalog(side).team(ref)
        return None if found is None else self.team_key(side, found)

    def team_key(self, side: SideName, team: Team) -> str:
        """Return the key of a team on the base branch, or its own key if the team is new."""
        return self.teams.get((side, team.key), team.key)

    def new_team(self, team: str) -> Team | None:
        """Return the team of the head if it is new, so that its members there count; ``None`` if not."""
        if self.base.catalog.get("Team", team) is not None:
            return None
        found = self.catalog("after").get("Team", team)
        return found if isinstance(found, Team) and self.catalog("before").get("Team", team) is None else None


def compare_sides(before: Side, after: Side, base: Side | None = None) -> ThreeWayComparison:
    """Build the comparison of ``before`` (the merge base) and ``after``; ``base``: the trusted side, if different."""
    base = base or before
    bootstrap = not base.catalog.entities and not before.catalog.entities
    sides: dict[SideName, Side] = {"before": before, "after": after, "base": after if bootstrap else base}
    ways = _build_rename_maps(before.catalog, after.catalog, sides["base"].catalog)
    lines = tuple(_build_service_versions(sides, ways))
    places = [(side, found, n) for n, line in enumerate(lines) for side in SIDES if (found := line.get_version(side))]
    numbers: dict[tuple[SideName, str], int] = {}
    for side, service, number in places:
        numbers.setdefault((side, service.key), number)
    keys = {(side, get_node(service)): number for side, service, number in places}
    edges = list(_list_edges(sides, places, keys))
    return ThreeWayComparison(
        sides,
        bootstrap,
        lines,
        numbers,
        _group_edges((edge.provider, edge) for edge in edges),
        _group_edges((edge.consumer, edge) for edge in edges),
        _map_team_keys(sides["base"].catalog, ways),
    )


class RenameMap(NamedTuple):
    """The services (by node) and teams (by key) of one catalog in another, matched by name and alias."""

    services: Mapping[Node, Service]
    teams: Mapping[str, str]


class RenameMaps(NamedTuple):
    """The rename maps from before to after, from before to the base, and from the base to after."""

    changed: RenameMap
    moved: RenameMap
    late: RenameMap


def _build_rename_maps(before: Catalog, after: Catalog, base: Catalog) -> RenameMaps:
    changed = _build_rename_map(before, after)
    return RenameMaps(
        changed, _build_rename_map(before, base), changed if base is before else _build_rename_map(base, after)
    )


def _build_rename_map(old: Catalog, new: Catalog) -> RenameMap:
    if old is new:
        return RenameMap({get_node(one): one for one in old.of(Service)}, {team.key: team.key for team in old.of(Team)})
    services, teams = {}, {}
    for one, other in match_entities(old, new).pairs:
        if isinstance(one, Service) and isinstance(other, Service):
            services[get_node(one)] = other
        elif isinstance(one, Team) and isinstance(other, Team):
            teams[one.key] = other.key
    return RenameMap(services, teams)


def _build_service_versions(sides: Mapping[SideName, Side], ways: RenameMaps) -> Iterator[ServiceVersions]:
    before, after, base = (sides[side].catalog for side in SIDES)
    changed, moved, late = (heirs.services for heirs in ways)
    lines = [
        ServiceVersions(service, changed.get(get_node(service)), moved.get(get_node(service)))
        for service in before.of(Service)
    ]
    used = {get_node(line.after) for line in lines if line.after is not None}
    known = {get_node(line.base) for line in lines if line.base is not None}
    for service in base.of(Service):  # added to the base branch since the merge base
        if get_node(service) not in known:
            now = late.get(get_node(service))
            lines.append(ServiceVersions(None, now if now is not None and get_node(now) not in used else None, service))
    used |= {get_node(line.after) for line in lines if line.after is not None}
    yield from lines
    yield from (ServiceVersions(after=service) for service in after.of(Service) if get_node(service) not in used)


def _list_edges(
    sides: Mapping[SideName, Side],
    places: Iterable[tuple[SideName, Service, int]],
    keys: Mapping[tuple[SideName, Node], int],
) -> Iterator[Edge]:
    """Yield every dependency of every side; skip those of retired services.

    A reference to a service that its own side lacks refers to the service of an earlier side: the change may remove it.
    """
    same = sides["base"].catalog is sides["before"].catalog
    for side, service, number in places:
        if same and side == "base":
            continue
        for dependency in service.depends_on if service.lifecycle != "retired" else ():
            wheres: tuple[SideName, ...] = (side, "before", "base")
            for where in wheres:
                found = sides[where].catalog.service(dependency.service)
                if found is not None:
                    yield Edge(number, keys[where, get_node(found)], dependency, side)
                    break


def _group_edges(edges: Iterable[tuple[int, Edge]]) -> Mapping[int, tuple[Edge, ...]]:
    found: defaultdict[int, list[Edge]] = defaultdict(list)
    for number, edge in edges:
        found[number].append(edge)
    return {number: tuple(group) for number, group in found.items()}


def _map_team_keys(base: Catalog, ways: RenameMaps) -> Mapping[tuple[SideName, str], str]:
    """Return the key on the base branch for each team of each side, through names and aliases."""
    found: dict[tuple[SideName, str], str] = {("base", team.key): team.key for team in base.of(Team)}
    found |= {("before", old): now for old, now in ways.moved.teams.items()}
    return found | {("after", new): old for old, new in ways.late.teams.items()}
