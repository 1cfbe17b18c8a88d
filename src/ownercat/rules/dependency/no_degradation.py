"""A service has a hard dependency and does not state what still works without it.

## What
A service must state what still works while a hard dependency is down. ownercat reports a hard dependency (`mode: hard`,
the default) that has no text under `degrade`. ownercat checks only the services of the tiers that have `degradation`
under `requires` in the policy. By default, no tier has it.

- Dependencies with `status: planned` do not count.
- Dependencies in a redundancy group (`group`) that can lose a member do not count.
- Other rules report dependencies on undefined or retired services.

## Why
Most services can do something useful while a dependency is down: queue orders, show the last known data or hide a part
of the website. A team must plan this before an incident. Without a plan, customers are the first to find out what still
works. "Nothing: orders stop" is a valid text too, because it shows the owner of the dependency how important the
dependency is.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, degradation]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, mode: hard}]
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment, mode: hard, degrade: orders are stored and charged later}
```

## Options
None. To turn the rule on for a tier, add `degradation` to its `requires` in the policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import list_hard
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules.ownership._demands import demanding
from ownercat.text import shown

RULE = Rule("DEP005", "no-degradation", Severity.WARNING, optional=True, requirement="degradation")


def check(context: Context) -> Iterator[Finding]:
    """Report each hard dependency without a ``degrade`` text, for services whose tier requires one."""
    for service in demanding(context, "degradation"):
        for dependency in list_hard(service):
            provider = context.catalog.service(dependency.service)
            known = provider is not None and provider is not service and provider.lifecycle != "retired"
            if known and not dependency.degrade.strip():
                yield _finding(service, dependency)


def _finding(service: Service, dependency: Dependency) -> Finding:
    name, provider = shown(service.name), shown(dependency.service.written)
    return Finding(
        dependency.service.place,
        f"{shown(service.label)} (tier {service.tier}) has a hard dependency without a `degrade` text: {provider}",
        f"write what still works, for example `degrade: {name} shows the last known data`, or add a fallback",
        subject=service.subject,
        value=dependency.service.written,
    )
