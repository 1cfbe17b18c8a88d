"""A service has a hard dependency on a less critical service.

## What
ownercat reports a hard dependency if the provider is less critical than the service that depends on it. A tier shows
how critical a service is, from 1 (most critical) to 4. The default is 3. A dependency is hard if its `mode` is `hard`
(the default).

- Dependencies with `status: planned` do not count.
- Dependencies in a redundancy group (`group`) that can lose a member do not count.
- ownercat ignores retired services, services with `type: external` and services in a format without tiers.

## Why
A service fails if one of its hard dependencies fails. The team of a tier 4 provider may repair the provider on the next
working day. Until then, a tier 1 service that depends on this provider fails. Either the tier of the provider or the
mode of the dependency is wrong. The difference is hard to see, because different teams write the two tiers in different
files.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "3": {requires: [owner]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 3
owner: storefront
dependsOn:
  - {service: payment, mode: hard}
```

## Example that passes
With `mode: soft`, checkout can take orders without payment for some time.

```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment, mode: soft, degrade: orders wait until payment works again}
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import list_hard
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules.dependency._ends import stated
from ownercat.text import shown

RULE = Rule("DEP003", "tier-inversion", Severity.WARNING)
_READS = ("tier", "dependsOn", "lifecycle")


def check(context: Context) -> Iterator[Finding]:
    """Report each hard dependency on a service whose tier has a higher number."""
    for service in context.sound(Service, about="tier", reads=_READS):
        if not _has_tier(service):
            continue
        for dependency in list_hard(service):
            provider = context.catalog.service(dependency.service)
            if provider is not None and _has_tier(provider) and provider.tier > service.tier:
                yield _finding(service, dependency, provider, context.once(_propose_tiers)[provider.key])


def _has_tier(service: Service) -> bool:
    return service.sound and service.can_say("tier") and service.type != "external" and service.lifecycle != "retired"


def _propose_tiers(context: Context) -> Mapping[str, int]:
    """Return the tier that each service needs so that no service has a hard dependency on a less critical one.

    Dependents of dependents count: otherwise two findings propose two tiers for one service.
    """
    services = [service for service in context.sound(Service, about="tier", reads=_READS) if _has_tier(service)]
    needed = {service.key: service.tier for service in services}
    waiting = sorted(services, key=lambda service: service.tier)
    while waiting:
        service = waiting.pop()
        for dependency in list_hard(service):
            provider = context.catalog.service(dependency.service)
            if provider is not None and needed.get(provider.key, 0) > needed[service.key]:
                needed[provider.key] = needed[service.key]
                waiting.append(provider)
    return needed


def _finding(service: Service, dependency: Dependency, provider: Service, tier: int) -> Finding:
    name = shown(provider.name)
    less_critical = f"{name} (tier {provider.tier})"
    fact = f"has a hard dependency on a less critical service: {less_critical}"
    return Finding(
        dependency.service.place,
        f"{shown(service.label)} (tier {service.tier}) {fact}",
        f"set `tier: {tier}` in {name}, or change `mode` to `soft`, `async` or `cached` and add `degrade`",
        (Related(stated(provider, "tier", provider.tier != 3), less_critical),),
        service.subject,
        dependency.service.written,
    )
