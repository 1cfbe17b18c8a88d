"""A service depends on a retired service.

## What
ownercat reports a dependency if the service that it names has `lifecycle: retired`. Every `mode` and every `status`
counts.

- ownercat ignores dependencies of services that are retired.

## Why
A retired service does not run. If the entry is out of date, people look for the cause of an incident at the wrong
service. If the dependency still exists, the service depends on a service without an on-call team.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: invoice}
```
```yaml title=catalog/services/invoice.yaml
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Lets a customer pay later.
tier: 4
owner: payments
lifecycle: retired
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.dependency._ends import leaning, stated
from ownercat.text import shown

RULE = Rule("DEP013", "depends-on-retired", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report each dependency on a retired service."""
    for service, dependency, provider in leaning(context, "retired", ("retired",)):
        name = shown(provider.name)
        yield Finding(
            dependency.service.place,
            f"{shown(service.label)} depends on a retired service: {name}",
            f"remove this entry, or change it to the service that replaced {name}",
            (Related(stated(provider, "lifecycle"), f"retired service {name}"),),
            service.subject,
            dependency.service.written,
        )
