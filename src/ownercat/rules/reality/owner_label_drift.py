"""The owner label of a workload is not the owner of its service.

## What
ownercat compares the label `team` or `owner` of a workload with the owner of its service. The label can be the name,
an alias or a handle of the team.

## Why
Alerts and cost reports often use the label, and people use the catalog. Two owners mean that each waits for the
other.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
```

```json title=.ownercat/snapshots/cluster.json
{"ownercat": "snapshot/v1", "source": "kubernetes", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"kind": "List", "metadata": {}, "items": [
   {"kind": "Deployment", "metadata": {"name": "till", "namespace": "shop", "labels": {"team": "payments"}}}]}]}
```

## Example that passes
```json title=.ownercat/snapshots/cluster.json
{"ownercat": "snapshot/v1", "source": "kubernetes", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"kind": "List", "metadata": {}, "items": [
   {"kind": "Deployment", "metadata": {"name": "till", "namespace": "shop", "labels": {"team": "storefront"}}}]}]}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA403", "owner-label-drift", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
