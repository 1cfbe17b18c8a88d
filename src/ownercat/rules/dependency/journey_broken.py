"""A step of a customer journey leads to a service that is retired.

## What

Every step of a Journey names a service that is in use. A step whose service no file defines breaks the journey as
well; it is reported as `unknown-reference`, so that one mistake is one finding.

## Why

P18: promises start from customer journeys. A journey is the one view that crosses all teams: its steps say which
services stand between a customer and what they came for. A step that no longer runs means that the journey is not the
way customers go, and its shared objective is measured on a road that nobody takes. The team that retired the service
had no reason to look at the journey; that is why a machine does.

## Example that fails

```yaml title=catalog/journeys/buy.yaml
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: A customer pays for what is in the basket.
owner: storefront
steps:
  - {service: checkout}
  - {service: payment}
```
```yaml title=catalog/services/checkout.yaml
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

```yaml title=catalog/journeys/buy.yaml
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: A customer pays for what is in the basket.
owner: storefront
steps:
  - {service: checkout}
  - {service: payment}
```
```yaml title=catalog/services/checkout.yaml
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

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Journey
from ownercat.rules import Context
from ownercat.rules.dependency._ends import stated
from ownercat.text import shown

RULE = Rule("DEP011", "journey-broken", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every step to a retired service. What does not exist at all is REF001's (precedence)."""
    for journey in context.catalog.of(Journey):
        for number, step in enumerate(journey.steps, start=1):
            service = context.catalog.service(step.service)
            if service is not None and service.lifecycle == "retired":
                name = shown(service.name)
                yield Finding(
                    step.service.place,
                    f"step {number} of {shown(journey.label)} leads to {name}, which is retired",
                    f"name the service that took the place of {name}, or remove the step",
                    (Related(stated(service, "lifecycle"), f"{name} is retired here"),),
                    journey.subject,
                    step.service.written,
                )
