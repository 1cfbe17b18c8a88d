"""A workload runs, and no service of the catalog has its name.

## What
ownercat reports the workloads of each namespace in a snapshot of Kubernetes that no service of the catalog matches. A
workload matches by the labels `tags.datadoghq.com/service`, `backstage.io/kubernetes-id`, `app.kubernetes.io/name`
and `app`, or else by its name. The name is the name or an alias of a service, or an entry of `[[snapshots.names]]`.

## Why
Nobody owns what the catalog does not know. It runs until it fails, and then nobody is called.

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
   {"kind": "Deployment", "metadata": {"name": "till", "namespace": "shop", "labels": {}}},
   {"kind": "Deployment", "metadata": {"name": "legacy-export", "namespace": "shop", "labels": {}}}]}]}
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
aliases: [{name: legacy-export}]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.oncall.basis import format_source
from ownercat.rules import Context
from ownercat.rules.reality._compared import START, workloads

RULE = Rule("REA401", "uncataloged-workload", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each namespace with workloads that the catalog does not have."""
    compared = context.once(workloads)
    if compared is None or not compared.uncataloged:
        return
    from ownercat.reality.workloads import format_uncataloged  # noqa: PLC0415  # most repositories have no snapshot

    for each in compared.uncataloged:
        help = f"add a service for each, or map names with [[snapshots.names]]: ownercat match {each.snapshot.source}"
        message = f"{format_source(each.snapshot.source)}: {format_uncataloged(each)}"
        place = Place(each.snapshot.path, span=START)
        yield Finding(place, message, help, value=each.namespace, extent=len(each.workloads))
