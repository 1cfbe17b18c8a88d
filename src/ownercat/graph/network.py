"""The dependency network: numbered services with edges in both directions. Built in one pass, walked often."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ownercat.graph import Node, get_node
from ownercat.model import Catalog, Dependency, Service


class DependencyEdge(NamedTuple):
    """One entry of ``dependsOn``: the numbers of the dependent service and of its dependency."""

    start: int
    end: int
    entry: Dependency


@dataclass(frozen=True, slots=True)
class Network:
    """The services of a catalog. ``needs`` and ``needed`` have the edges of each service by its number."""

    services: tuple[Service, ...]
    number: Mapping[Node, int]
    needs: tuple[Sequence[DependencyEdge], ...]
    needed: tuple[Sequence[DependencyEdge], ...]

    def numbers(self, services: Iterable[Service]) -> list[int]:
        """Return the numbers of some services, each once."""
        return list(dict.fromkeys(self.number[get_node(service)] for service in services))


def build_network(catalog: Catalog) -> Network:
    """Build the network of every service and every dependency on an existing service, planned ones included.

    None on itself.
    """
    services: tuple[Service, ...] = tuple(catalog.of(Service))
    known = {id(service): n for n, service in enumerate(services)}  # faster than building a node per edge
    needs: list[list[DependencyEdge]] = [[] for _ in services]
    needed: list[list[DependencyEdge]] = [[] for _ in services]
    for start, service in enumerate(services):
        for entry in service.depends_on:
            provider = catalog.service(entry.service)
            if provider is not None and provider is not service:
                link = DependencyEdge(start, known[id(provider)], entry)
                needs[start].append(link)
                needed[link.end].append(link)
    return Network(services, {get_node(service): n for n, service in enumerate(services)}, tuple(needs), tuple(needed))


def can_fail(service: Service) -> bool:
    """Return whether a service can be affected: a retired service does not run."""
    return service.lifecycle != "retired"


def is_active(link: DependencyEdge) -> bool:
    """Return whether an edge exists today: a planned dependency does not."""
    return link.entry.status != "planned"
