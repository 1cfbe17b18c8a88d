"""A service calls another service without a declared dependency.

## What
ownercat compares the dependencies of the catalog with the calls in a snapshot of Jaeger, Zipkin or service graph
metrics. It reports a call between two services of the catalog if neither declares the other one. Names of services in
the other system are names or aliases of the catalog, or entries of `[[snapshots.names]]`.

## Why
`impact` does not know this dependency, so nobody warns the caller before a maintenance or during an outage.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
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
 "data": [{"data": [{"parent": "till", "child": "stock", "callCount": 1204}]}]}
```

## Example that passes
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
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA404", "undeclared-dependency", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
