"""Who needs whom, as numbered services with their links in both directions. Light: built in one pass, walked often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ownercat.graph import Node, node
from ownercat.model import Catalog, Dependency, Service


class DependencyEdge(NamedTuple):
    """One entry of ``dependsOn``: the numbers of the service that needs and of the one that is needed."""

    start: int
    end: int
    entry: Dependency


@dataclass(frozen=True, slots=True)
class Network:
    """The services of a catalog. ``needs`` and ``needed`` hold the links of each service by its number."""

    services: tuple[Service, ...]
    number: Mapping[Node, int]
    needs: tuple[Sequence[DependencyEdge], ...]
    needed: tuple[Sequence[DependencyEdge], ...]

    def numbers(self, services: Iterable[Service]) -> list[int]:
        """The numbers of some services, each once."""
        return list(dict.fromkeys(self.number[node(service)] for service in services))


def network(catalog: Catalog) -> Network:
    """Every service and every dependency on one that exists, planned ones too; none on itself."""
    services: tuple[Service, ...] = tuple(catalog.of(Service))
    known = {id(service): n for n, service in enumerate(services)}  # quicker than to make a node for every link
    needs: list[list[DependencyEdge]] = [[] for _ in services]
    needed: list[list[DependencyEdge]] = [[] for _ in services]
    for start, service in enumerate(services):
        for entry in service.depends_on:
            found = catalog.service(entry.service)
            if found is not None and found is not service:
                link = DependencyEdge(start, known[id(found)], entry)
                needs[start].append(link)
                needed[link.end].append(link)
    return Network(services, {node(service): n for n, service in enumerate(services)}, tuple(needs), tuple(needed))


def runs(service: Service) -> bool:
    """Whether a service can be hit at all: what is retired is gone."""
    return service.lifecycle != "retired"


def counts(link: DependencyEdge) -> bool:
    """Whether a link exists today: a planned one does not."""
    return link.entry.status != "planned"
