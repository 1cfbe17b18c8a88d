"""A page that was acknowledged and forgotten comes back only after the service is to be restored.

## What

An escalation's `ackTimeout` says after which time an acknowledged page that nobody closes pages again. It is longer
than the shortest `restore` that a published SLA promises for the major severities of the services behind the
escalation. An escalation without `ackTimeout` is not judged.

## Why

P20 and P26: whoever acknowledged the page fell asleep again, and everybody else believes that somebody is on it.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
---
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
ackTimeout: 2h
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
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
escalation: shop-urgent
---
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
ackTimeout: 30m
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.escalation._promises import judgeable, restore
from ownercat.text import shown

RULE = Rule("ESC104", "page-forgotten", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each escalation with an `ackTimeout` above the shortest promised restore."""
    for promised in judgeable(context):
        escalation, found = promised.escalation, restore(context, promised)
        timeout = escalation.ack_timeout
        if timeout is None or found is None or timeout.seconds <= found[1].seconds:
            continue
        promise, ends = found
        message = (
            f"a {promise.severity} page of {shown(promise.service.label)} that is acknowledged and forgotten "
            f"comes back only after the time to restore: ackTimeout {timeout.text} > restore {ends.text}"
        )
        help = f"lower the `ackTimeout` of {escalation.label} to well below {ends.text}"
        related = (Related(promise.target.place.at("restore"), "promised here"),)
        place = escalation.at.at("ackTimeout")
        yield Finding(
            place,
            message,
            help,
            related,
            escalation.subject,
            f"{promise.sla.name} {promise.severity}",
            extent=timeout.seconds - ends.seconds,
        )
