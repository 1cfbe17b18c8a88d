"""A declared dependency is observed only in the other direction.

## What
ownercat reports a dependency of A on B if a snapshot shows calls from B to A, and none from A to B.

## Why
A dependency in the wrong direction makes `impact` name the wrong services and the wrong team.

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
```

```json title=.ownercat/snapshots/calls.json
{"ownercat": "snapshot/v1", "source": "jaeger", "fetchedAt": "2026-11-22T02:00:00Z",
 "window": {"from": "2026-11-15T00:00:00Z", "to": "2026-11-22T00:00:00Z"},
 "data": [{"data": [{"parent": "stock", "child": "till", "callCount": 12}]}]}
```

## Example that passes
```json title=.ownercat/snapshots/calls.json
{"ownercat": "snapshot/v1", "source": "jaeger", "fetchedAt": "2026-11-22T02:00:00Z",
 "window": {"from": "2026-11-15T00:00:00Z", "to": "2026-11-22T00:00:00Z"},
 "data": [{"data": [{"parent": "till", "child": "stock", "callCount": 12}]}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA405", "swapped-dependency", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
