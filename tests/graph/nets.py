"""Networks of services for tests, from a few words."""

from __future__ import annotations

from collections.abc import Iterable

from ownercat.diagnostics import Place
from ownercat.graph.network import Network, build_network
from ownercat.model import Catalog, Dependency, Ref, Service, build_catalog

PLACE = Place("catalog/s.yaml")


def entry(
    to: str, mode: str = "hard", degrade: str = "", group: str = "", need: int = 1, status: str = "active"
) -> Dependency:
    """One entry of ``dependsOn``."""
    return Dependency(Ref(("Service",), to, PLACE, "dependency"), mode, degrade, None, group, need, status, "", PLACE)


def service(name: str, *needs: Dependency, lifecycle: str = "production", tier: int = 3) -> Service:
    """A service that needs others."""
    return Service(
        kind="Service", name=name, at=PLACE, named=PLACE, key=name, depends_on=needs, lifecycle=lifecycle, tier=tier
    )


def catalog(services: Iterable[Service]) -> Catalog:
    """A catalog of services alone."""
    return build_catalog(services)


def net(*services: Service) -> Network:
    """Their network; those that are only named exist as well, behind the others."""
    known = {item.name for item in services}
    named = dict.fromkeys(e.service.name for item in services for e in item.depends_on)
    return build_network(catalog([*services, *(service(name) for name in named if name not in known)]))


def chain(length: int) -> Network:
    """Services in a row, each of which cannot work without the next."""
    return build_network(
        catalog(service(f"s{n}", *([entry(f"s{n + 1}")] if n + 1 < length else [])) for n in range(length))
    )
