"""A hard dependency of a tier 1 service is not observed for 90 days.

## What
ownercat reports a dependency with `mode: hard` of a tier 1 service if the windows of the snapshots cover the last 90
days, and none of them shows a call. Tier 1 is the most critical tier. Old snapshots count here as well.

## Why
A hard dependency limits what a service can promise, and decides who is called at night. One that is not used for 90
days is probably gone, or the traces lack it.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "1": {requires: [owner], escalationTiers: 0}
```

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 1
owner: storefront
dependsOn:
  - {service: stock, mode: hard}
---
apiVersion: ownercat/v1
kind: Service
name: stock
description: Sells.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: web
description: Sells.
tier: 4
owner: storefront
dependsOn:
  - {service: till, mode: soft, degrade: Nobody can buy.}
  - {service: stock, mode: soft, degrade: The amount in stock is hidden.}
```

```json title=.ownercat/snapshots/calls.json
{"ownercat": "snapshot/v1", "source": "jaeger", "fetchedAt": "2026-11-22T02:00:00Z",
 "window": {"from": "2026-08-20T00:00:00Z", "to": "2026-11-22T00:00:00Z"},
 "data": [{"data": [{"parent": "web", "child": "till", "callCount": 12},
   {"parent": "web", "child": "stock", "callCount": 7}]}]}
```

## Example that passes
```json title=.ownercat/snapshots/calls.json
{"ownercat": "snapshot/v1", "source": "jaeger", "fetchedAt": "2026-11-22T02:00:00Z",
 "window": {"from": "2026-08-20T00:00:00Z", "to": "2026-11-22T00:00:00Z"},
 "data": [{"data": [{"parent": "web", "child": "till", "callCount": 12},
   {"parent": "web", "child": "stock", "callCount": 7},
   {"parent": "till", "child": "stock", "callCount": 3}]}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA407", "long-unseen-dependency", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
