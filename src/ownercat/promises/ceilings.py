"""The implied ceiling of a service: what its hard dependencies allow it to promise. Near linear.

Only direct dependencies count, because an inclusive objective already contains the failures of its own dependencies.
The dependencies of a provider with an intrinsic objective are added, each distinct service once.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ownercat.graph import Node, collect_hard_edges, find_cycle_nodes, get_node
from ownercat.model import SLA, Catalog, Dependency, Journey, JourneyStep, Service
from ownercat.promises.availability import UNKNOWN, Bounds, bound_group, bound_single, combine
from ownercat.promises.objectives import PromisedShare, find_strictest

MOST_SERVICES = 500  # services in one ceiling; more can only lower a ceiling


class Provider(NamedTuple):
    """A service that carries another one. ``service``: ``None`` if undefined; ``promised``: ``None`` if unknown."""

    name: str
    service: Service | None
    promised: PromisedShare | None

    @property
    def share(self) -> Decimal | None:
        """Return the promised availability; ``None`` if it is unknown."""
        return self.promised.share if self.promised else None


class Carrier(NamedTuple):
    """One factor of a ceiling: a service, a cycle of services, or a redundancy group (with a ``group`` name).

    ``entry``: the first dependency or step that leads to it.
    """

    providers: tuple[Provider, ...]
    bounds: Bounds
    entry: Dependency | JourneyStep
    group: str = ""
    need: int = 0

    @property
    def is_known(self) -> bool:
        """Return whether the carrier limits the ceiling."""
        return self.bounds.weakest < 1 or self.bounds.product < 1


class Ceiling(NamedTuple):
    """What the parts of a service or journey allow; without a known carrier, the bounds are 1, 1 and 0 or 1."""

    carriers: tuple[Carrier, ...]
    bounds: Bounds

    @property
    def known(self) -> tuple[Carrier, ...]:
        """Return the carriers that limit the ceiling."""
        return tuple(carrier for carrier in self.carriers if carrier.is_known)

    @property
    def unknown(self) -> tuple[Provider, ...]:
        """Return the services without a known objective."""
        return tuple(each for carrier in self.carriers for each in carrier.providers if each.promised is None)

    @property
    def weakest(self) -> Carrier | None:
        """Return the carrier with the lowest availability; ``None`` without a known one."""
        return min(self.known, key=lambda carrier: min(carrier.bounds.weakest, carrier.bounds.product), default=None)


@dataclass(frozen=True, slots=True)
class CeilingSource:
    """What ceilings are computed from. ``cycles``: the members of the cycle of each service that is on one."""

    catalog: Catalog
    list_slas: Callable[[Service], Sequence[SLA]]
    cycles: Mapping[Node, tuple[Node, ...]]
    memo: dict[Node, PromisedShare | None] = field(default_factory=dict, repr=False, compare=False)

    def find_promised(self, service: Service) -> PromisedShare | None:
        """Return the strictest availability objective of a service."""
        node = get_node(service)
        if node not in self.memo:
            self.memo[node] = find_strictest(self.list_slas(service))
        return self.memo[node]

    def build_provider(self, node: Node) -> Provider:
        """Return a service of the catalog as a provider."""
        entity = self.catalog.entities[node]
        service = entity if isinstance(entity, Service) else None
        return Provider(entity.name, service, self.find_promised(service) if service else None)


def build_source(
    catalog: Catalog, services: Iterable[Service], list_slas: Callable[[Service], Sequence[SLA]]
) -> CeilingSource:
    """Build the source for the ceilings of some services, from them and everything that they need."""
    tangled = find_cycle_nodes(collect_hard_edges(catalog, _list_reachable(catalog, services)))
    if not tangled:
        return CeilingSource(catalog, list_slas, {})
    from ownercat.graph import components  # noqa: PLC0415  # slow to import, and most catalogs have no cycle

    circles = components.list_cycles(tangled)
    return CeilingSource(catalog, list_slas, {node: circle.members for circle in circles for node in circle.members})


def _list_reachable(catalog: Catalog, services: Iterable[Service]) -> list[Service]:
    found = {get_node(service): service for service in services}
    waiting = deque(found.values())
    while waiting:
        for dependency in _list_active(waiting.popleft()):
            provider = catalog.service(dependency.service)
            if provider is not None and get_node(provider) not in found:
                found[get_node(provider)] = provider
                waiting.append(provider)
    return list(found.values())


def _list_active(service: Service) -> Iterator[Dependency]:
    return (each for each in service.depends_on if each.mode == "hard" and each.status != "planned")


class _Group(NamedTuple):
    """The entries of a redundancy group that can lose a member."""

    name: str
    entries: tuple[Dependency, ...]
    need: int


def compute_ceiling(source: CeilingSource, service: Service) -> Ceiling:
    """Return the ceiling of a service."""
    singles: dict[object, Carrier] = {}
    groups: dict[tuple[Node, str], _Group] = {}
    waiting, seen = deque([service]), {get_node(service)}
    while waiting and len(singles) < MOST_SERVICES:
        current = waiting.popleft()
        entries, spare = _split_entries(current)
        groups |= {(get_node(current), group.name): group for group in spare}
        for dependency in entries:
            for added in _add_single(source, get_node(service), dependency, singles):
                if get_node(added) not in seen:
                    seen.add(get_node(added))
                    waiting.append(added)
    carriers = [*singles.values(), *_list_groups(source, service, groups.values(), singles.values())]
    return _build_ceiling(carriers)


def compute_journey_ceiling(source: CeilingSource, journey: Journey) -> Ceiling:
    """Return the ceiling of a journey: its hard steps, each distinct service once.

    A customer takes the steps one after the other, so a step counts even if another step depends on its service.
    """
    steps: dict[object, Carrier] = {}
    for step in journey.steps[:MOST_SERVICES]:
        service = source.catalog.service(step.service)
        key = get_node(service) if service else step.service.name
        if step.mode == "hard" and key not in steps:
            provider = Provider(
                service.name if service else step.service.name,
                service,
                source.find_promised(service) if service else None,
            )
            steps[key] = Carrier((provider,), bound_single(provider.share), step)
    return _build_ceiling(list(steps.values()))


def _build_ceiling(carriers: Sequence[Carrier]) -> Ceiling:
    return Ceiling(tuple(carriers), combine(carrier.bounds for carrier in carriers))


def _split_entries(service: Service) -> tuple[list[Dependency], list[_Group]]:
    """Return the entries that are needed, one by one, and the redundancy groups that can lose a member."""
    needed: list[Dependency] = []
    grouped: dict[str, list[Dependency]] = {}
    for dependency in _list_active(service):
        if dependency.group:
            grouped.setdefault(dependency.group, []).append(dependency)
        else:
            needed.append(dependency)
    spare = []
    for name, entries in grouped.items():
        members = {entry.service.name: entry for entry in entries}
        need = max(entry.need for entry in entries)
        if need < len(members):
            spare.append(_Group(name, tuple(members.values()), max(need, 1)))
        else:
            needed += entries
    return needed, spare


def _add_single(
    source: CeilingSource, consumer: Node, dependency: Dependency, singles: dict[object, Carrier]
) -> Iterator[Service]:
    """Add the carrier of a dependency; yield the services whose own dependencies are not in their objectives."""
    provider = source.catalog.service(dependency.service)
    if provider is None:
        name = dependency.service.name
        singles.setdefault(("", name), Carrier((Provider(name, None, None),), UNKNOWN, dependency))
        return
    node = get_node(provider)
    unit = source.cycles.get(node, (node,))
    if node == consumer or unit in singles:
        return
    providers = tuple(source.build_provider(member) for member in unit if member != consumer)
    singles[unit] = Carrier(providers, _bound_cycle(providers), dependency)
    for each in providers:
        if each.service and each.promised and each.promised.objective.basis == "intrinsic":
            yield each.service


def _bound_cycle(providers: tuple[Provider, ...]) -> Bounds:
    """Return the bounds of services that fail together: the minimum; the guarantee needs all of them."""
    known = [each.share for each in providers if each.share is not None]
    if not known:
        return UNKNOWN
    bounds = bound_single(min(known))
    return bounds if len(known) == len(providers) else bounds._replace(union=UNKNOWN.union)


def _list_groups(
    source: CeilingSource, consumer: Service, groups: Iterable[_Group], singles: Iterable[Carrier]
) -> Iterator[Carrier]:
    """Yield the carriers of redundancy groups.

    A member that is needed anyway counts there, so the group needs one member less. Two groups with a common member are
    not independent: the second one counts only for the bound that holds for every correlation.
    """
    needed = {each.name for carrier in singles for each in carrier.providers}
    counted: set[str] = set()
    for group in groups:
        entities = [(entry.service.name, source.catalog.service(entry.service)) for entry in group.entries]
        members = {
            service.name if service else name: Provider(
                name, service, source.find_promised(service) if service else None
            )
            for name, service in entities
            if service is not consumer
        }
        need = group.need - len(needed & members.keys())
        left = {name: provider for name, provider in members.items() if name not in needed}
        if need < 1 or not left:
            continue
        bounds = bound_group([provider.share for provider in left.values()], need)
        if counted & left.keys():
            bounds = bounds._replace(product=UNKNOWN.product)
        if any(each.promised and each.promised.objective.basis == "intrinsic" for each in left.values()):
            bounds = bounds._replace(union=UNKNOWN.union)
        counted |= left.keys()
        yield Carrier(tuple(left.values()), bounds, group.entries[0], group.name, need)
