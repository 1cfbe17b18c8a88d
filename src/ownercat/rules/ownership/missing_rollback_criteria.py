"""A service does not say when and how a release is taken back.

## What

Judged for services of the tiers whose `requires` in the policy lists `rollback` (no tier does by default). Such a
service says under `change` as `rollback` what makes a release bad enough to be taken back, in words.

Services of type `external` are released by others, and a library inside the services that use it; both are left out,
and so is what is retired.

## Why

P10 and P11: urgent changes are safe when everybody knows beforehand what counts as failed. Without criteria the
question is discussed while customers wait, by the people who wrote the change and hope that it is something else. With
a number that was agreed on a calm day, whoever is on call may decide alone.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, rollback]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
change: {flags: "https://flags.shop.example/checkout"}
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
  "4": {requires: [owner, rollback]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
change:
  rollback: Error rate above 1 % for five minutes after a release.
  flags: https://flags.shop.example/checkout
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
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("OWN022", "missing-rollback-criteria", Severity.WARNING, optional=True)


def check(context: Context) -> Iterator[Finding]:
    """Every service of a tier that requires rollback criteria and states none."""
    for service in demanding(context, "rollback"):
        change = service.extra.get("change")
        if is_paged(service) and not (isinstance(change, dict) and change.get("rollback")):
            yield Finding(
                service.at.at("change") if change else service.named,
                f"{shown(service.label)} is of tier {service.tier} and does not say when a release is rolled back",
                "say it under `change`, such as `rollback: error rate above 1 % for five minutes after a release`",
                subject=service.subject,
            )
