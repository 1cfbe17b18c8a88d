"""A declared dependency is not observed.

## What
ownercat reports a dependency if a snapshot has calls of both services, but none between them. This is information
only: queues, batch jobs, caches and sampled traces often hide calls.

## Why
A dependency that no longer exists makes `impact` too large.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
dependsOn:
  - {service: stock, mode: soft, degrade: The amount in stock is hidden.}
---
apiVersion: ownercat/v1
kind: Service
name: stock
description: Sells.
tier: 4
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
 "window": {"from": "2026-11-15T00:00:00Z", "to": "2026-11-22T00:00:00Z"},
 "data": [{"data": [{"parent": "web", "child": "till", "callCount": 12},
   {"parent": "web", "child": "stock", "callCount": 7}]}]}
```

## Example that passes
```json title=.ownercat/snapshots/calls.json
{"ownercat": "snapshot/v1", "source": "jaeger", "fetchedAt": "2026-11-22T02:00:00Z",
 "window": {"from": "2026-11-15T00:00:00Z", "to": "2026-11-22T00:00:00Z"},
 "data": [{"data": [{"parent": "web", "child": "till", "callCount": 12},
   {"parent": "web", "child": "stock", "callCount": 7},
   {"parent": "till", "child": "stock", "callCount": 3}]}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA406", "unseen-dependency", Severity.INFO, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
