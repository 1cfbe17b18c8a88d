"""A service in production has no running workload.

## What
ownercat reports a service with `lifecycle: production` whose `hosting` names Kubernetes, if no workload in the
snapshot has its name or a label with its name. If more than a third of these services are absent, and at least three,
ownercat reports none of them.

## Why
The service is retired without anybody saying so, or nobody can find its workload during an incident.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
hosting: {provider: kubernetes}
---
apiVersion: ownercat/v1
kind: Service
name: stock
description: Sells.
tier: 4
owner: storefront
hosting: {provider: kubernetes}
```

```json title=.ownercat/snapshots/cluster.json
{"ownercat": "snapshot/v1", "source": "kubernetes", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"kind": "List", "metadata": {}, "items": [
   {"kind": "Deployment", "metadata": {"name": "till", "namespace": "shop",
      "labels": {"app.kubernetes.io/name": "till"}}}]}]}
```

## Example that passes
```json title=.ownercat/snapshots/cluster.json
{"ownercat": "snapshot/v1", "source": "kubernetes", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"kind": "List", "metadata": {}, "items": [
   {"kind": "Deployment", "metadata": {"name": "till", "namespace": "shop", "labels": {}}},
   {"kind": "Deployment", "metadata": {"name": "stock", "namespace": "shop", "labels": {}}}]}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA402", "unseen-workload", Severity.INFO, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
