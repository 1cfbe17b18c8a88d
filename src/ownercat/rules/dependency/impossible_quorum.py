"""A service needs more members of a group of dependencies than the group has.

## What

Entries of `dependsOn` with the same `group` stand in for each other, and `need` (1 by default) says how many of them
must work. `need` must not be larger than the number of different services in the group. An entry without a `group`
stands alone, so it cannot need more than one.

## Why

P48: redundancy is declared so that it can be counted on. A quorum that cannot be reached says that the service is
always down, so the number is wrong, and with it every sum of availability that is made from it. Usually a member of
the group was removed, or its `group` was mistyped, and the redundancy that everybody relies on is not there.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, group: providers, need: 2}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, group: providers, need: 2}
  - {service: invoice, group: providers, need: 2}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Lets a customer pay later.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.text import listed, shown

RULE = Rule("DEP006", "impossible-quorum", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every group that is smaller than what is needed of it."""
    for service in context.sound(Service):
        for group, entries in _groups(service).items():
            names = list(dict.fromkeys(entry.service.name for entry in entries))
            most = max(entries, key=lambda entry: entry.need)
            if most.need > len(names):
                yield _finding(service, group, entries, most, names)


def _groups(service: Service) -> Mapping[str, list[Dependency]]:
    """The entries by group; what names no group is one of its own."""
    groups: dict[str, list[Dependency]] = {}
    for number, dependency in enumerate(service.depends_on):
        if dependency.group or dependency.need > 1:
            groups.setdefault(dependency.group or f"\n{number}", []).append(dependency)
    return groups


def _finding(service: Service, group: str, entries: list[Dependency], most: Dependency, names: list[str]) -> Finding:
    members = listed(shown(name) for name in names)
    if most.group:
        said = f"needs {most.need} of group {shown(group)}, which has only {len(names)}: {members}"
        cure = f"write `need: {len(names)}` or less, or add the services that are missing from group {shown(group)}"
    else:
        said = f"needs {most.need} of {members}, which stands alone"
        cure = "leave out `need`, or name the `group` that it counts in"
    others = (entry for entry in entries if entry is not most)
    return Finding(
        most.place.at("need"),
        f"{shown(service.label)} {said}",
        cure,
        tuple(Related(entry.place, f"also in group {shown(group)}") for entry in others)[:RELATED],
        service.subject,
        most.group or most.service.written,
    )
