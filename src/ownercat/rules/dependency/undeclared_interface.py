"""A service depends on an interface that its provider does not provide.

## What

An entry of `dependsOn` may name the `interface` it uses. The provider must list an interface of that name under
`provides`. Providers whose format cannot list interfaces, and those that cannot be read whole, are not judged.

## Why

P11: what is used between teams is named on both sides, with what is promised about changes (`compatibility`). An
interface that only its consumer knows of is one that the provider may change or switch off on any day, and be right: it
never said that there was such a thing. Usually the name was changed on one side, or a new version replaced the old one.

## Example that fails

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, interface: charge-v2}]
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
provides: [{interface: charge-v3, type: grpc}]
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

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, interface: charge-v3}]
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
provides: [{interface: charge-v3, type: grpc}]
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

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.suggest import nearest
from ownercat.text import listed, shown

RULE = Rule("DEP012", "undeclared-interface", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Every dependency on an interface that its provider does not list."""
    for service in context.sound(Service):
        for dependency in service.depends_on:
            if not dependency.interface or service.lifecycle == "retired":
                continue
            provider = context.catalog.service(dependency.service)
            if provider is None or not provider.sound or not provider.can_say("interfaces") or provider is service:
                continue
            if provider.lifecycle != "retired" and dependency.interface not in {i.name for i in provider.provides}:
                yield _finding(service, dependency, provider)


def _finding(service: Service, dependency: Dependency, provider: Service) -> Finding:
    interface, name = shown(dependency.interface), shown(provider.name)
    known = [item.name for item in provider.provides]
    there = listed(map(shown, known)) or "no interface at all"
    meant = nearest(dependency.interface, known)
    other = f"list {interface} under `provides` of {name}, or name one that is there"
    return Finding(
        dependency.place.at("interface"),
        f"{shown(service.label)} uses interface {interface} of {name}, which provides {there}",
        f"did you mean {shown(meant[0])}?" if meant else other,
        (Related(provider.at.at("provides") if known else provider.named, f"{name} provides {there}"),),
        service.subject,
        f"{dependency.service.written} {dependency.interface}",
    )
