"""A service depends on one that is retired.

## What

No service names one whose `lifecycle` is `retired`, whatever the mode and status, unless it is retired itself.

## Why

P11: dependencies are documented, so that they can be trusted. What is retired does not run: either the dependency is
gone too and the entry is left over, or something still calls a thing that nobody operates, patches or is paged for.
Both are worth knowing before the next incident is explained with a diagram that has a ghost in it.

## Example that fails

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
lifecycle: retired
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

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.dependency._ends import leaning, stated
from ownercat.text import shown

RULE = Rule("DEP013", "depends-on-retired", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every dependency on what is retired."""
    for service, dependency, provider in leaning(context, "retired", ("retired",)):
        needed = shown(provider.name)
        yield Finding(
            dependency.service.place,
            f"{shown(service.label)} depends on {needed}, which is retired",
            f"remove this entry, or name what took the place of {needed}",
            (Related(stated(provider, "lifecycle"), f"{needed} is retired here"),),
            service.subject,
            dependency.service.written,
        )
