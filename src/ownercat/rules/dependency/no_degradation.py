"""A service cannot work without another one, and nothing says what remains when it fails.

## What

Judged for services of the tiers whose `requires` in the policy lists `degradation` (no tier does by default). Each hard
dependency of such a service either says under `degrade` what still works without it, or is one of a `group` that has
one to spare.

A dependency counts when its `mode` is `hard` (the default) and its `status` is not `planned`. A provider that does not
exist or is retired is another rule's.

## Why

P48: graceful degradation is planned, because nobody invents it at night. Most services can do something useful without
most others: keep, queue, show the last known answer, leave a part out. Where nobody has written down what, the answer
is found out by customers. To write "nothing: orders stop" is an answer as well, and one that the owner of the provider
should have read.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, degradation]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, mode: hard}]
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, degradation]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, mode: hard, degrade: orders are kept and charged later}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

None; a tier's `requires` in the policy turns it on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import hard
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("DEP005", "no-degradation", Severity.WARNING, optional=True, requirement="degradation")


def check(context: Context) -> Iterator[Finding]:
    """Every hard dependency, of a service whose tier asks for it, without a word about what remains."""
    for service in demanding(context, "degradation"):
        for dependency in hard(service):
            provider = context.catalog.service(dependency.service)
            known = provider is not None and provider is not service and provider.lifecycle != "retired"
            if known and not dependency.degrade.strip():
                yield _finding(service, dependency)


def _finding(service: Service, dependency: Dependency) -> Finding:
    name, needed = shown(service.name), shown(dependency.service.written)
    return Finding(
        dependency.service.place,
        f"{shown(service.label)} is of tier {service.tier}, and nothing says what it still does without {needed}",
        f"write what remains under `degrade`, such as `degrade: {name} shows the last known answer`, or add a fallback",
        subject=service.subject,
        value=dependency.service.written,
    )
