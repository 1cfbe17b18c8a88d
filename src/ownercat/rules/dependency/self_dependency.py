"""A service depends on itself.

## What

No entry of `dependsOn` names the service it stands in, by its name or by one of its aliases, whatever the mode.

## Why

P11: dependencies are documented. A service always needs itself, so such an entry says nothing; what it was meant to
say is lost. It is nearly always a slip: a block that was copied from another service, the name of the service where
the name of its database belongs, or two services that were merged. And it is a circle of one, in which every walk
along the dependencies would turn for ever.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: checkout}
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
  - {service: payment}
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

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("DEP002", "self-dependency", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every entry that names its own service."""
    for service in context.catalog.of(Service):
        for dependency in service.depends_on:
            found = context.catalog.service(dependency.service)
            if found is not None and found is service:
                yield _finding(service, dependency)


def _finding(service: Service, dependency: Dependency) -> Finding:
    return Finding(
        dependency.service.place,
        f"{shown(service.label)} depends on itself",
        "name the service that was meant, or remove this entry",
        subject=service.subject,
        value=dependency.service.written,
    )
