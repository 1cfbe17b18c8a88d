"""A service must have an SLA, and no published one is about it.

## What

The policy says per tier what a service must have (`tiers`, built in: tier 1 needs an SLA). No SLA with the status
`published` names this service as its `service`. Drafts do not count.

## Why

P18 and P26: what the most critical services promise is written down, or every team that builds on them guesses. Retired
and external services are left out, and so are libraries, which promise nothing by themselves: the services that use
them do.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
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
```
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, sla]}
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
approvers: [shop]
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
```
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, sla]}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Service
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt

RULE = Rule("SLA005", "missing-sla", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Services whose tier requires an SLA and that have none."""
    published: set[str] = set()
    drafts: dict[str, SLA] = {}
    for sla in context.catalog.of(SLA):
        service = context.catalog.service(sla.service)
        if service is not None and sla.status == "published":
            published.add(service.key)
        elif service is not None:
            drafts[service.key] = sla
    meant = misspelt(context, "Service", (sla.service for sla in context.catalog.of(SLA)))
    for service in context.sound(Service, about="sla") if context.policy_is_whole else ():
        level = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
        if level is None or "sla" not in level.requires or not is_paged(service):
            continue
        if service.key not in published and service.key not in meant and not context.uncertain(service.name):
            yield _finding(service, drafts.get(service.key))


def _finding(service: Service, other: SLA | None) -> Finding:
    message = f"{service.label} of tier {service.tier} has no SLA"
    if other is None:
        help = f"write an SLA with `service: {service.name}`, and have both sides agree to it"
        return Finding(service.named, message, help, subject=service.subject)
    message = f"{service.label} of tier {service.tier} has no published SLA: {other.label} is {_status(other)}"
    help = f"have both sides agree to {other.name}, then publish it" if other.status == "draft" else "write a new one"
    return Finding(service.named, message, help, (Related(other.named, _status(other)),), service.subject)


def _status(sla: SLA) -> str:
    return "a draft" if sla.status == "draft" else "retired"
