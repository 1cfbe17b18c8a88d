"""An escalation has no fail-safe, and the tier of a service behind it requires one.

## What

The policy requires `failsafe` for the tier of a service (`tiers.N.requires`), and an escalation that takes the
service's pages of a major severity has no `failsafe`. Reported once per escalation, for the first such service.

## Why

P33 and P50: an outage of the paging product or of the phone network must not hide an incident. The fail-safe reaches
somebody through another provider when nothing else gets through.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, failsafe]}
```
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
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

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, failsafe]}
```
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
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
failsafe: {via: [sms], to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None. Which tiers require it is in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Service
from ownercat.oncall.paths import is_paged, ways
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("ESC106", "missing-failsafe", Severity.WARNING, optional=True)


def check(context: Context) -> Iterator[Finding]:
    """Each escalation without a fail-safe once, for the first service whose tier requires one."""
    told: set[str] = set()
    for service in demanding(context, "failsafe"):
        for way in ways(context.catalog, context.policy, service) if is_paged(service) else ():
            escalation = way.policy
            if escalation is None or escalation.key in told or way.severity not in context.policy.major:
                continue
            if escalation.failsafe is None and escalation.sound and escalation.tiers:
                told.add(escalation.key)
                yield _finding(escalation, service, way.severity)


def _finding(escalation: Escalation, service: Service, severity: str) -> Finding:
    message = (
        f"{escalation.label} has no failsafe, and takes {severity} pages of {shown(service.label)}, "
        f"whose tier {service.tier} requires one"
    )
    help = "add `failsafe: {via: [CHANNEL], to: rotation:NAME, after: 10m}` with a channel of another provider"
    related = (Related(service.named, f"of tier {service.tier}"),)
    return Finding(escalation.named, message, help, related, escalation.subject)
