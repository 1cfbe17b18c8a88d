"""Everything that a change is judged in: how things were, how they become, and the base that is believed.

Three sides, for a change is what the head did since the merge base, while people, teams and policy are believed as
they are on the base *now*: else a branch from an old commit could choose its own judges. Who relies on whom is the
union of all three, so that no change can drop a consumer and loosen its promise in one go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from ownercat.changes.matching import matched
from ownercat.changes.values import Side
from ownercat.graph import Node, node
from ownercat.model import Catalog, Dependency, Ref, Service, Team

SideName = Literal["before", "after", "base"]
SIDES: tuple[SideName, ...] = ("before", "after", "base")


class ServiceVersions(NamedTuple):
    """One service on the three sides; ``None`` where it is not."""

    before: Service | None = None
    after: Service | None = None
    base: Service | None = None

    @property
    def name(self) -> str:
        """Its name after the change, or the last one it had."""
        found = self.after or self.base or self.before
        return found.name if found else ""

    def get_version(self, side: SideName) -> Service | None:
        """The service on one side."""
        return self[SIDES.index(side)]


class Edge(NamedTuple):
    """One service needs another on one of the sides: the numbers of their lines, and the entry that says so."""

    consumer: int
    provider: int
    dependency: Dependency
    side: SideName


class ThreeWayComparison(NamedTuple):
    """The three sides with their look-ups. ``bootstrap``: nothing is there yet that could be believed."""

    sides: Mapping[SideName, Side]
    bootstrap: bool
    lines: tuple[ServiceVersions, ...]
    numbers: Mapping[tuple[SideName, str], int]  # (side, key of a service) → number of its line
    into: Mapping[int, tuple[Edge, ...]]  # number → who needs it
    out: Mapping[int, tuple[Edge, ...]]  # number → what it needs
    teams: Mapping[tuple[SideName, str], str]  # (side, key) → the team's key on the base; absent where it is new

    @property
    def base(self) -> Side:
        """The side that is believed."""
        return self.sides["base"]

    def catalog(self, side: SideName) -> Catalog:
        """The catalog of a side."""
        return self.sides[side].catalog

    def line(self, name: str, gone: bool = False) -> int | None:
        """The line of a service by the name that a change gives it."""
        order: tuple[SideName, ...] = ("before", "base", "after") if gone else ("after", "before", "base")
        return next((self.numbers[side, name] for side in order if (side, name) in self.numbers), None)

    def team(self, side: SideName, ref: Ref | None) -> str | None:
        """The team that a reference of a side means, by its key on the base (on its own side where that has none)."""
        found = self.catalog(side).team(ref)
        return None if found is None else self.team_key(side, found)

    def team_key(self, side: SideName, team: Team) -> str:
        """A team of a side by its key on the base, or by its own where the base has none."""
        return self.teams.get((side, team.key), team.key)

    def new_team(self, team: str) -> Team | None:
        """The head's team of that key where the base has none, so that its members on the head speak for it."""
        if self.base.catalog.get("Team", team) is not None:
            return None
        found = self.catalog("after").get("Team", team)
        return found if isinstance(found, Team) and self.catalog("before").get("Team", team) is None else None


def compare_sides(before: Side, after: Side, base: Side | None = None) -> ThreeWayComparison:
    """The scene of a change from ``before`` (the merge base) to ``after``; ``base``: what is believed, if another."""
    base = base or before
    bootstrap = not base.catalog.entities and not before.catalog.entities
    sides: dict[SideName, Side] = {"before": before, "after": after, "base": after if bootstrap else base}
    ways = _build_rename_maps(before.catalog, after.catalog, sides["base"].catalog)
    lines = tuple(_build_service_versions(sides, ways))
    places = [(side, found, n) for n, line in enumerate(lines) for side in SIDES if (found := line.get_version(side))]
    numbers: dict[tuple[SideName, str], int] = {}
    for side, service, number in places:
        numbers.setdefault((side, service.key), number)
    keys = {(side, node(service)): number for side, service, number in places}
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
    """What services (by node) and teams (by key) of one catalog are in another, by name and alias."""

    services: Mapping[Node, Service]
    teams: Mapping[str, str]


class RenameMaps(NamedTuple):
    """From before to after, from before to the base, from the base to after."""

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
        return RenameMap({node(one): one for one in old.of(Service)}, {team.key: team.key for team in old.of(Team)})
    services, teams = {}, {}
    for one, other in matched(old, new).pairs:
        if isinstance(one, Service) and isinstance(other, Service):
            services[node(one)] = other
        elif isinstance(one, Team) and isinstance(other, Team):
            teams[one.key] = other.key
    return RenameMap(services, teams)


def _build_service_versions(sides: Mapping[SideName, Side], ways: RenameMaps) -> Iterator[ServiceVersions]:
    before, after, base = (sides[side].catalog for side in SIDES)
    changed, moved, late = (heirs.services for heirs in ways)
    lines = [ServiceVersions(one, changed.get(node(one)), moved.get(node(one))) for one in before.of(Service)]
    used = {node(line.after) for line in lines if line.after is not None}
    known = {node(line.base) for line in lines if line.base is not None}
    for one in base.of(Service):  # what came to the base since the merge base
        if node(one) not in known:
            now = late.get(node(one))
            lines.append(ServiceVersions(None, now if now is not None and node(now) not in used else None, one))
    used |= {node(line.after) for line in lines if line.after is not None}
    yield from lines
    yield from (ServiceVersions(after=one) for one in after.of(Service) if node(one) not in used)


def _list_edges(
    sides: Mapping[SideName, Side],
    places: Iterable[tuple[SideName, Service, int]],
    keys: Mapping[tuple[SideName, Node], int],
) -> Iterator[Edge]:
    """Every dependency of every side; nothing retired relies on anything.

    A reference to what its own side lacks is one to what it meant before: the service may be what goes.
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
                    yield Edge(number, keys[where, node(found)], dependency, side)
                    break


def _group_edges(edges: Iterable[tuple[int, Edge]]) -> Mapping[int, tuple[Edge, ...]]:
    found: defaultdict[int, list[Edge]] = defaultdict(list)
    for number, edge in edges:
        found[number].append(edge)
    return {number: tuple(group) for number, group in found.items()}


def _map_team_keys(base: Catalog, ways: RenameMaps) -> Mapping[tuple[SideName, str], str]:
    """Each team of each side by its key on the base, through names and aliases."""
    found: dict[tuple[SideName, str], str] = {("base", team.key): team.key for team in base.of(Team)}
    found |= {("before", old): now for old, now in ways.moved.teams.items()}
    return found | {("after", new): old for old, new in ways.late.teams.items()}
