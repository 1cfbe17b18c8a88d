"""A service has no dependencies and no dependents.

## What
The rule is off until you set the option `tiers`. ownercat then reports a service of these tiers if all of these are
true:

- The service has no entry in `dependsOn`.
- No other service names it in `dependsOn`.
- No step of a `Journey` names it.

Exceptions:

- ownercat ignores retired services and services with `type: external` or `type: library`.
- Dependencies with `status: planned` count as dependencies.
- ownercat ignores a service if an undefined name in `dependsOn` of another service is probably a misspelling of its
  name.
- ownercat withholds the finding if a document with an error contains the name of the service.

## Why
A critical service without any dependency is rare. Usually, the dependencies are not in the catalog yet. Then `ownercat
impact` shows that a failure of the service affects no other service, which is wrong. The rule is off by default,
because in a new catalog most services have no dependencies.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {isolated-service: {tiers: [4]}}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn: [{service: payment}]
```

## Options
Set it in the policy: `rules: {options: {isolated-service: {tiers: [1, 2]}}}`.

- `tiers` (default `[]`, no tier): the service tiers to check.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.model import Catalog, Journey, Service
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt
from ownercat.rules._options import wholes
from ownercat.text import shown

RULE = Rule("DEP009", "isolated-service", Severity.INFO, optional=True, options={"tiers": []})
_READS = ("tier", "type", "lifecycle", "dependsOn")

_LEFT_OUT = frozenset({"external", "library"})


def check(context: Context) -> Iterator[Finding]:
    """Report each service of the selected tiers that has no dependencies and no dependents."""
    tiers = wholes(context, RULE, "tiers")
    if not tiers:
        return
    connected = _collect_connected(context.catalog)
    isolated = [
        service
        for service in context.sound(Service, about="tier", reads=_READS)
        if _is_isolated(service, tiers, connected)
    ]
    refs = (entry.service for service in context.catalog.of(Service) for entry in service.depends_on)
    probable = misspelt(context, "Service", refs) if isolated else frozenset()
    for service in isolated:
        if service.key not in probable:
            yield Finding(
                service.named,
                f"{shown(service.label)} (tier {service.tier}) is isolated: it has no dependencies and no dependents",
                "list its dependencies under `dependsOn`, and ask the teams that use the service to add it to "
                "their `dependsOn`",
                subject=service.subject,
                cause=context.uncertain(service.name, "Service", "Journey"),
            )


def _is_isolated(service: Service, tiers: frozenset[int], connected: set[Node]) -> bool:
    if service.tier not in tiers or service.type in _LEFT_OUT or service.lifecycle == "retired":
        return False
    return not service.depends_on and get_node(service) not in connected


def _collect_connected(catalog: Catalog) -> set[Node]:
    """Return each service that another service or a journey names."""
    refs = [(service, entry.service) for service in catalog.of(Service) for entry in service.depends_on]
    providers = {get_node(end) for start, ref in refs if (end := catalog.service(ref)) is not None and end is not start}
    steps = (catalog.service(step.service) for journey in catalog.of(Journey) for step in journey.steps)
    return providers | {get_node(service) for service in steps if service is not None}
