"""A route of a service's escalation can never be taken, because earlier routes take everything it is for.

## What

The first route that fits wins. Each severity of this route is already taken by an earlier route that has no symptom,
the same symptom, or a wider pattern of it (`db-*` before `db-primary-down`). Only what is certain is reported: patterns
that merely overlap are not.

## Why

P27: whoever wrote the route believes that these pages go there. They do not, and nobody notices before the incident.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation:
  - {severity: [sev1, sev2], policy: shop-default}
  - {severity: [sev1], policy: shop-urgent}
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

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation:
  - {severity: [sev1], policy: shop-urgent}
  - {severity: [sev1, sev2], policy: shop-default}
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

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Policy, Route, Service
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("ESC007", "shadowed-route", Severity.WARNING)

ANY = ""  # stands for "whatever the severity is", which is more than all the severities of today
_LONGEST = 100  # characters of a symptom that are compared with earlier patterns
_GLOB = "*?["

Taken = dict[str, dict[str, int]]  # symptom pattern → severity → number of the first route that takes it


def check(context: Context) -> Iterator[Finding]:
    """Routes that come after what contains them."""
    for service in context.sound(Service, about="escalation"):
        if service.lifecycle != "retired" and len(service.routes) > 1:
            yield from _shadowed(context.policy, service)


def _shadowed(policy: Policy, service: Service) -> Iterator[Finding]:
    taken: Taken = {}
    for number, route in enumerate(service.routes):
        wanted = {policy.severity_id(word): None for word in route.severities} or {ANY: None}
        wider = [taken[pattern] for pattern in _wider(route.symptom) if pattern in taken]
        before = [_first(wider, severity) for severity in wanted]
        hiding = sorted({first for first in before if first is not None})
        if None not in before:
            yield _finding(service, number, hiding)
        for severity in wanted:
            taken.setdefault(route.symptom, {}).setdefault(severity, number)


def _first(wider: list[dict[str, int]], severity: str) -> int | None:
    """The first earlier route that takes a severity."""
    found = [taken[word] for taken in wider for word in (severity, ANY) if word in taken]
    return min(found, default=None)


def _wider(symptom: str) -> Iterator[str]:
    """The patterns that certainly take all that this one takes; a route without a symptom takes every page."""
    yield ""
    if symptom:
        yield symptom
        fixed = next((n for n, char in enumerate(symptom) if char in _GLOB), len(symptom))
        yield from (f"{symptom[:length]}*" for length in range(min(fixed, _LONGEST) + 1) if symptom[length:] != "*")


def _finding(service: Service, number: int, hiding: list[int]) -> Finding:
    route: Route = service.routes[number]
    names = listed(str(first + 1) for first in hiding)
    earlier = f"{'route' if len(hiding) == 1 else 'routes'} {names}"
    message = f"route {number + 1} of {service.label} is never taken: {earlier} {_takes(hiding)} all its pages first"
    help = f"move it above {earlier}, or remove it"
    related = tuple(Related(service.routes[first].place, "taken first") for first in hiding[:4])
    value = route.policy.written if route.policy else ""
    return Finding(route.place, message, help, related, service.subject, value)


def _takes(hiding: list[int]) -> str:
    return "takes" if len(hiding) == 1 else "take"
