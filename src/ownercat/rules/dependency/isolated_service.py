"""A service is not connected to anything: it needs nothing, nothing needs it, and no journey passes it.

## What

Looks at the services of the tiers named in the option `tiers`; none by default. One that has no dependency, is named
in no other service's `dependsOn`, and is no step of any `Journey` is reported.

Services of type `external` and `library`, and retired ones, are left out. Dependencies that are `planned` count.

## Why

P11 and P39: dependencies are written down. A critical service without any is either a rare thing or, much more often,
one whose owner has not filled in the list yet. `impact` then says that its failure hurts nobody. The rule is off until
the policy asks for it, because at the beginning most services look like this.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {isolated-service: {tiers: [4]}}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
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

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {isolated-service: {tiers: [4]}}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}]
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

- `tiers` (default `[]`): the tiers whose services are judged, such as `[1, 2]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import Node, node
from ownercat.model import Catalog, Journey, Service
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt
from ownercat.rules._options import wholes
from ownercat.text import shown

RULE = Rule("DEP009", "isolated-service", Severity.INFO, optional=True, options={"tiers": []})

_LEFT_OUT = frozenset({"external", "library"})


def check(context: Context) -> Iterator[Finding]:
    """Every service of the tiers asked for that nothing is connected to."""
    tiers = wholes(context, RULE, "tiers")
    if not tiers:
        return
    connected = _connected(context.catalog)
    alone = [service for service in context.sound(Service, about="tier") if _is_alone(service, tiers, connected)]
    refs = (entry.service for service in context.catalog.of(Service) for entry in service.depends_on)
    meant = misspelt(context, "Service", refs) if alone else frozenset()
    for service in alone:
        if service.key not in meant and not context.uncertain(service.name):
            yield Finding(
                service.named,
                f"{shown(service.label)} is of tier {service.tier} and stands alone:"
                " it needs nothing, nothing needs it",
                "list what it needs under `dependsOn`, and ask those who use it to do the same",
                subject=service.subject,
            )


def _is_alone(service: Service, tiers: frozenset[int], connected: set[Node]) -> bool:
    if service.tier not in tiers or service.type in _LEFT_OUT or service.lifecycle == "retired":
        return False
    return not service.depends_on and node(service) not in connected


def _connected(catalog: Catalog) -> set[Node]:
    """All that another service or a journey names."""
    refs = [(service, entry.service) for service in catalog.of(Service) for entry in service.depends_on]
    found = {node(end) for start, ref in refs if (end := catalog.service(ref)) is not None and end is not start}
    steps = (catalog.service(step.service) for journey in catalog.of(Journey) for step in journey.steps)
    return found | {node(service) for service in steps if service is not None}
