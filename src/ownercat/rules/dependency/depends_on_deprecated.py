"""A service depends on a deprecated service.

## What
ownercat reports a dependency if the service that it names has `lifecycle: deprecated`. Every `mode` counts.

- Dependencies with `status: planned` count too.
- If a service is deprecated or retired, ownercat ignores its dependencies.

## Why
A deprecated service will be removed. Then each service that still depends on the deprecated service fails. This rule
lists these services while their teams still have time to change them.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment}
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
lifecycle: deprecated
```

## Example that passes
```yaml title=catalog/services/payment.yaml as=changed
lifecycle: production
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.dependency._ends import leaning, stated
from ownercat.text import shown

RULE = Rule("DEP004", "depends-on-deprecated", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each dependency on a deprecated service."""
    for service, dependency, provider in leaning(context, "deprecated", ("deprecated", "retired")):
        name = shown(provider.name)
        owner = context.catalog.team(provider.owner)
        verb = "plans to depend" if dependency.status == "planned" else "depends"
        yield Finding(
            dependency.service.place,
            f"{shown(service.label)} {verb} on a deprecated service: {name}",
            f"depend on the replacement of {name}" + (f" (ask its owner, team {shown(owner.name)})" if owner else ""),
            (Related(stated(provider, "lifecycle"), f"deprecated service {name}"),),
            service.subject,
            dependency.service.written,
        )
