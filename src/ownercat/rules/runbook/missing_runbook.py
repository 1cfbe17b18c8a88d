"""A service must have a runbook, and it has none.

## What

The policy says per tier what a service must have (`tiers`, built in: tiers 1 and 2 need a runbook). No runbook names
this service, and none of its `links` has the type `runbook` (such a page is taken at its word, its steps are not
checked).

## Why

P06: at three in the morning nobody invents a rollback. Retired and external services are left out, and so are
libraries, which fail inside the services that use them.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, runbook]}
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
```
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, runbook]}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.oncall.playbooks import by_service
from ownercat.rules import Context
from ownercat.rules.runbook._missing import is_judged, is_missing, runbooks_to_be
from ownercat.text import listed, plural

RULE = Rule("RUN009", "missing-runbook", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Services whose tier requires a runbook and that have none."""
    if not context.policy_is_whole:
        return
    runbooks = by_service(context.catalog)
    meant = runbooks_to_be(context)
    for service in context.sound(Service, about="runbook"):
        if service.key in runbooks or service.key in meant or not is_judged(context, service):
            continue
        if is_missing(context, service):
            message = f"{service.label} of tier {service.tier} has no runbook"
            help = f"write a Runbook with `service: {service.name}`{_for(context, service)}"
            yield Finding(service.named, message, help, subject=service.subject)


def _for(context: Context, service: Service) -> str:
    """What the runbook is needed for first."""
    major = context.policy.major
    severe = [s.id for s in service.symptoms if context.policy.severity_id(s.severity) in major]
    return f" that covers {plural(len(severe), 'major symptom')}: {listed(severe)}" if severe else ""
