"""A service shows no test of what it needs from other teams, or none that runs as a customer would.

## What

Judged for services of the tiers whose `requires` in the policy lists `testing` (no tier does by default). `testing`
holds links to the evidence. Two kinds are asked for, each where it applies:

- `contract`, where the service hard-depends on a service of another team: contract tests between the two. Those
  that the provider links under its own `testing` count as well.
- `synthetic` or `chaos`, for services of tier 1: a transaction that runs all the time, or an experiment that breaks
  something on purpose.

Teams differ when the owners of both ends are different teams; a parent and its child are different. Providers of type
`external` cannot be asked for a contract test and are left out, and so is what is planned or retired.

## Why

P09: interactions are tested, not only parts. Two teams that each test their own half find out in production that the
halves do not fit, and each of them is right. A contract test says which side moved. For what must never stop, a
synthetic transaction notices an outage before customers do, and an experiment shows whether the fallback that
everybody believes in exists.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, testing]}
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
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [chidi, dana]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: chidi
---
apiVersion: ownercat/v1
kind: Person
name: dana
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, testing]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, mode: hard}]
testing: {contract: "https://ci.shop.example/contracts/checkout-payment"}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [chidi, dana]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: chidi
---
apiVersion: ownercat/v1
kind: Person
name: dana
```

## Options

None; a tier's `requires` in the policy turns it on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import hard
from ownercat.model import Dependency, Service
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.ownership._demands import demanding
from ownercat.text import listed, shown

RULE = Rule("OWN021", "missing-testing-evidence", Severity.WARNING, optional=True)

_MOST_CRITICAL = 1


def check(context: Context) -> Iterator[Finding]:
    """Every service of a tier that requires testing and lacks the evidence that applies to it."""
    for service in demanding(context, "testing"):
        if not is_paged(service):
            continue
        across = [] if _has(service, "contract") else list(_across(context, service))
        alone = service.tier == _MOST_CRITICAL and not _has(service, "synthetic") and not _has(service, "chaos")
        if across or alone:
            yield _finding(service, across, alone)


def _has(service: Service, kind: str) -> bool:
    testing = service.extra.get("testing")
    return isinstance(testing, dict) and bool(testing.get(kind))


def _across(context: Context, service: Service) -> Iterator[tuple[Dependency, Service]]:
    """Its hard dependencies on other teams, but for those whose provider shows contract tests."""
    own = context.catalog.team(service.owner)
    for dependency in hard(service):
        provider = context.catalog.service(dependency.service)
        if provider is None or provider.type == "external" or provider.lifecycle == "retired" or not provider.sound:
            continue
        team = context.catalog.team(provider.owner)
        if own is not None and team is not None and team is not own and not _has(provider, "contract"):
            yield dependency, provider


def _finding(service: Service, across: list[tuple[Dependency, Service]], alone: bool) -> Finding:
    names = listed(dict.fromkeys(shown(provider.name) for _, provider in across))
    missing = [f"contract test with {names} of another team"] if across else []
    if alone:
        missing.append("synthetic transaction or chaos experiment")
    example = "contract" if across else "synthetic"
    return Finding(
        service.at.at("testing") if service.extra.get("testing") else service.named,
        f"{shown(service.label)} is of tier {service.tier} and shows no {' and no '.join(missing)}",
        f"link it under `testing`, such as `{example}: https://ci.shop.example/{shown(service.name)}`",
        tuple(Related(entry.service.place, f"needs {shown(provider.name)}") for entry, provider in across)[:RELATED],
        service.subject,
    )
