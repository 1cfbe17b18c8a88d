"""A service's list of escalation routes does not end with a route that takes everything else.

## What

Routes are tried from the first to the last, and each of them has a condition (`severity` or `symptom`). What fits none
of them pages nobody.

## Why

P05 and P27: the matrix of severity and symptom must have no empty cell. Alert routers refuse a routing tree without a
default for the same reason. A list whose routes name every severity of today is reported as well: it has a hole as
soon as a severity is added.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation:
  - {severity: [sev1, sev2], policy: shop-urgent}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation:
  - {severity: [sev1, sev2], policy: shop-urgent}
  - {policy: shop-default}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-default
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.oncall.paths import policies_for
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("ESC006", "no-catch-all", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Services whose own routes all have a condition."""
    for service in context.sound(Service, about="escalation"):
        routes = service.routes
        if service.lifecycle == "retired" or not routes or any(not r.severities and not r.symptom for r in routes):
            continue
        effect = _effect(context, service)
        last = routes[-1].policy
        help = f"end the list with a route without conditions, such as `- {{policy: {last.name if last else 'NAME'}}}`"
        message = f"the escalation of {service.label} has no last route for everything else: {effect}"
        yield Finding(routes[-1].place, message, help, subject=service.subject)


def _effect(context: Context, service: Service) -> str:
    """What nobody is paged for."""
    taken = policies_for(context.catalog, context.policy, service)
    left = [level.id for level in context.policy.severities if level.id not in taken]
    if not left:
        return "a new severity would page nobody"
    unless = " unless a symptom fits" if any(route.symptom for route in service.routes) else ""
    return f"{listed(left)} {'pages' if len(left) == 1 else 'page'} nobody{unless}"
