"""A service is described in two formats, and they name different owners.

## What

Compares services of the same name that come from different dialects, such as a Service of this catalog and a Component
in a `catalog-info.yaml` file. When both name an owner and both owners are teams of the catalog, it must be one team.
Two teams are taken for one when a name, an alias or a handle (`handles`) of one is that of the other.

An owner that is no team is judged by other rules, and what a format cannot say is not compared.

## Why

P01 and P35: there is one agreement about who owns a service, in one store. A catalog that is kept twice is right
twice only on the day it is copied. Later the portal sends people to one team and the page goes to another, and each of
them points at the file that says so.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=src/checkout/catalog-info.yaml
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  description: Turns a basket into a paid order.
spec:
  type: service
  lifecycle: production
  owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [chidi, dana]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: chidi
---
apiVersion: ownercat/v1
kind: Person
name: dana
```

## Example that passes

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=src/checkout/catalog-info.yaml
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  description: Turns a basket into a paid order.
spec:
  type: service
  lifecycle: production
  owner: storefront
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [chidi, dana]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: chidi
---
apiVersion: ownercat/v1
kind: Person
name: dana
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Service, Team
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("OWN017", "conflicting-owner", Severity.WARNING)

_KINDS = frozenset({"Service", "Component"})  # what runs; an API or a resource may share its name with another thing


def check(context: Context) -> Iterator[Finding]:
    """One finding for each further format whose owner of a service is another team than the first one's."""
    for first, *others in _alike(context):
        for other in others:
            if other.dialect != first.dialect:
                yield from _judge(context, first, other)


def _alike(context: Context) -> Iterator[list[Service]]:
    """Services that share a name, the native one first."""
    twice = [pair.second for pair in context.catalog.twice if pair.second.dialect != pair.first.dialect]
    found: dict[str, list[Service]] = {}
    if len({service.dialect for service in context.catalog.of(Service)} | {entity.dialect for entity in twice}) < 2:
        return
    for entity in (*context.catalog.of(Service), *twice):
        if isinstance(entity, Service) and entity.kind in _KINDS:
            found.setdefault(entity.key.casefold(), []).append(entity)
    for services in found.values():
        yield sorted(services, key=lambda service: service.dialect != "native")


def _judge(context: Context, first: Service, other: Service) -> Iterator[Finding]:
    one, two = (context.catalog.team(s.owner) if s.can_say("owner") else None for s in (first, other))
    if (
        one is None
        or two is None
        or first.owner is None
        or other.owner is None
        or not _names(one).isdisjoint(_names(two))
    ):
        return
    name, theirs = shown(one.name), shown(two.name)
    here, there = shown(first.dialect), shown(other.dialect)
    yield Finding(
        first.owner.place,
        f"{shown(first.label)} is owned by team {name} in the {here} format, and by {theirs} in the {there} format",
        f"name the same team in both; if the two are one team, give {name} the alias {theirs}",
        (Related(other.owner.place, f"here {theirs} is the owner"),),
        first.subject,
        two.name,
    )


def _names(team: Team) -> frozenset[str]:
    """All that a team is called, in small letters; of ``@org/team`` the part that names the team."""
    handles = (handle.rpartition("/")[2].lstrip("@") for handle in team.handles.values())
    names = (team.name, team.key, *(alias.name for alias in team.aliases), *handles)
    return frozenset(name.casefold() for name in names if name)
