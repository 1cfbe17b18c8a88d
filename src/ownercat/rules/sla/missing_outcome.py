"""An SLA does not say what it means for the customer.

## What

`outcome` is missing. It is one sentence in the words of those who use the service, not a number. Retired SLAs are not
judged.

## Why

P18: SLAs start from outcomes. "99.9 %" tells a reviewer nothing about whether the right thing is measured; "a customer
with a valid card can pay within ten seconds" does.

## Example that fails

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

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import SLA
from ownercat.rules import Context

RULE = Rule("SLA003", "missing-outcome", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """SLAs without a word about what they are for."""
    for sla in context.sound(SLA):
        if sla.status != "retired" and not sla.outcome.strip():
            message = f"{sla.label} does not say what the customer gets"
            help = "add it in the customer's words, such as `outcome: A customer with a valid card can pay.`"
            yield Finding(sla.named, message, help, subject=sla.subject)
