"""A service cannot work without one that is less critical than itself.

## What

Compares the `tier` of a service (1 is the most critical, 3 the default) with that of each service it hard-depends on.
The provider's number must not be higher.

A dependency counts when its `mode` is `hard` (the default) and its `status` is not `planned`. One of a `group` counts
only when the group has none to spare. Services of type `external` have no tier of ours and are left out, and so is
what is retired, and what a foreign format cannot give a tier.

## Why

P48: a service is no more reliable than what it cannot work without. A tier decides who is woken, how fast, and what
must be prepared: a tier-4 provider may be restarted on the next working day. When a tier-1 service stands on it,
either the provider's tier is wrong, or the dependency is; nobody sees that from one file alone, because the two
numbers stand in different files of different teams.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "3": {requires: [owner]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 3
owner: storefront
dependsOn:
  - {service: payment, mode: hard}
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

Checkout can take orders without payment for a while.

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "3": {requires: [owner]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 3
owner: storefront
dependsOn:
  - {service: payment, mode: soft, degrade: orders wait until payment is back}
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

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import hard
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules.dependency._ends import stated
from ownercat.text import shown

RULE = Rule("DEP003", "tier-inversion", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Every hard dependency on a service of a higher number."""
    for service in context.sound(Service, about="tier"):
        if not _has_tier(service):
            continue
        for dependency in hard(service):
            provider = context.catalog.service(dependency.service)
            if provider is not None and _has_tier(provider) and provider.tier > service.tier:
                yield _finding(service, dependency, provider)


def _has_tier(service: Service) -> bool:
    return service.sound and service.can_say("tier") and service.type != "external" and service.lifecycle != "retired"


def _finding(service: Service, dependency: Dependency, provider: Service) -> Finding:
    name, needed = shown(service.name), shown(provider.name)
    return Finding(
        dependency.service.place,
        f"{shown(service.label)} is of tier {service.tier} and cannot work without {needed} of tier {provider.tier}",
        f"raise {needed} to tier {service.tier}, or make this soft, async or cached and say how {name} degrades",
        (Related(stated(provider, "tier", provider.tier != 3), f"{needed} is of tier {provider.tier}"),),
        service.subject,
        dependency.service.written,
    )
