"""Catalogs for the tests of claims and of generation, made of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ownercat.diagnostics import Place
from ownercat.documents.loader import LoadedCatalog
from ownercat.model import Service
from tests.catalogs import loaded
from tests.rules.parts import PEOPLE, doc, service, several, team


def claiming(name: str, *paths: str, repository: str = "", lifecycle: str = "production") -> Service:
    """A service that claims paths."""
    place = Place(f"catalog/{name}.yaml")
    return Service(
        kind="Service",
        name=name,
        key=name,
        at=place,
        named=place,
        paths=paths,
        repository=repository,
        lifecycle=lifecycle,
    )


def company(owned: Mapping[str, Sequence[str]], policy: str = "", **handles: str) -> LoadedCatalog:
    """A catalog of teams, each with one service that claims the given paths; a team's handle is its name by default."""
    teams = []
    services = []
    for name, paths in owned.items():
        account = handles.get(name, f"@acme/{name}")
        teams.append(team(name, f'handles: {{github: "{account}", gitlab: "{account}"}}' if account else "labels: {}"))
        written = ", ".join(f'"{path}"' for path in paths)
        services.append(service(f"{name}-service", f"code: {{paths: [{written}]}}", owner=name))
    files = {
        "catalog/people.yaml": PEOPLE,
        "catalog/teams/all.yaml": several(*teams),
        "catalog/services.yaml": several(*services),
    }
    if policy:
        files["catalog/policy.yaml"] = doc("Policy", "acme", policy)
    return loaded(files)
