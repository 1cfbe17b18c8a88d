"""A service says nowhere where it begins and ends: no description, no code, no interface.

## What

A service has at least one of a `description`, `code` (a repository or paths) and an interface in `provides`. A title
is not enough: it names the thing and does not say what belongs to it. Retired services are left out, and foreign
formats that cannot state both a description and code.

## Why

P01: service boundaries are explicit. "Payments is down" can mean a page, a job, a vendor or a queue, and two teams
can each be right that their part works. A sentence about what the service does, the place of its code or the names of
what it offers is what settles it, for the person who was paged as for the one who decides whether to page. All later
questions (who owns this path, who is asked before this interface changes) need at least one of the three.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
title: Checkout
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

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
title: Checkout
description: Turns a basket into a paid order.
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

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import node
from ownercat.model import Service
from ownercat.rules import Context
from ownercat.rules._references import contested
from ownercat.text import shown

RULE = Rule("OWN018", "missing-boundary", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Every service in use that says nothing about what it is."""
    twice = contested(context)
    for service in context.sound(Service, about="description"):
        said = service.description.strip() or service.repository or service.paths or service.provides
        judged = service.can_say("code") and service.lifecycle != "retired" and node(service) not in twice
        if judged and not said:
            yield Finding(
                service.named,
                f"{shown(service.label)} has no description, no code and no interface",
                "add a `description`: one sentence on what it does and for whom",
                subject=service.subject,
            )
