"""A service depends on itself.

## What
ownercat reports an entry of `dependsOn` that names its own service, by name or by alias. Every `mode` counts.

## Why
The entry has no meaning, and the intended dependency is missing. Usually, the entry was copied from another service,
has the name of the service instead of the name of its database, or remains from a merge of two services.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: checkout}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("DEP002", "self-dependency", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report each dependency of a service on itself."""
    for service in context.catalog.of(Service):
        for dependency in service.depends_on:
            provider = context.catalog.service(dependency.service)
            if provider is not None and provider is service:
                yield _finding(service, dependency)


def _finding(service: Service, dependency: Dependency) -> Finding:
    return Finding(
        dependency.service.place,
        f"{shown(service.label)} depends on itself",
        "change this entry to the intended service, or remove it",
        subject=service.subject,
        value=dependency.service.written,
    )
