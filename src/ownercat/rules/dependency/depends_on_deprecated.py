"""A service depends on one that is deprecated.

## What

No service in use names one whose `lifecycle` is `deprecated`, whatever the mode, and also not as `status: planned`:
before the work begins is the best time to choose another. What is deprecated or retired itself may depend on what is
deprecated.

## Why

P11: a deprecation is a plan to take something away, and the plan fails on the consumers that nobody counted. Each of
them is listed here, with the place to change, while there is still time to move. A provider that sees this list knows
whom to write to; a team that sees its own line knows that the ground is going to move.

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
lifecycle: deprecated
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

RULE = Rule("DEP004", "depends-on-deprecated", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Every dependency on what is deprecated."""
    for service, dependency, provider in leaning(context, "deprecated", ("deprecated", "retired")):
        needed = shown(provider.name)
        owner = context.catalog.team(provider.owner)
        planned = dependency.status == "planned"
        yield Finding(
            dependency.service.place,
            f"{shown(service.label)} {'plans to depend' if planned else 'depends'} on {needed}, which is deprecated",
            f"move to what replaces {needed}" + (f"; its owner is team {shown(owner.name)}" if owner else ""),
            (Related(stated(provider, "lifecycle"), f"{needed} is deprecated here"),),
            service.subject,
            dependency.service.written,
        )
