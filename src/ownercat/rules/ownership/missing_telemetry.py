"""A service does not say where to see how it is.

## What

Judged for services of the tiers whose `requires` in the policy lists `telemetry` (no tier does by default). Such a
service names under `telemetry` its `dashboard`, `logs`, `metrics`, `traces` and `alerts`; a link of the same `type`
under `links` does as well. What is missing is listed in one finding.

Services of type `external` and libraries run nothing that we could look at and are left out, and so is what is
retired.

## Why

P08: metrics, logs, traces and dashboards are shared, not known by heart. The person who is paged is often not the one
who built it, and the first minutes of an incident go into finding where to look. A link beside the service is found
at any hour, by `ownercat who` as well, and a service that has nothing to link to cannot be repaired by measuring.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, telemetry]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
telemetry:
  dashboard: https://grafana.shop.example/d/checkout
  logs: https://logs.shop.example/checkout
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

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, telemetry]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
telemetry:
  dashboard: https://grafana.shop.example/d/checkout
  logs: https://logs.shop.example/checkout
  metrics: https://metrics.shop.example/checkout
  traces: https://traces.shop.example/checkout
  alerts: https://git.shop.example/alerts/checkout.yaml
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

- `needs` (default `[dashboard, logs, metrics, traces, alerts]`): what must be there; `logSchema` is possible as well.

A tier's `requires` in the policy turns the rule on.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._options import texts
from ownercat.rules.ownership._demands import demanding
from ownercat.text import listed, shown

RULE = Rule(
    "OWN020",
    "missing-telemetry",
    Severity.WARNING,
    optional=True,
    options={"needs": ["dashboard", "logs", "metrics", "traces", "alerts"]},
)


def check(context: Context) -> Iterator[Finding]:
    """Every service of a tier that requires telemetry and lacks a part of it."""
    needed = texts(context, RULE, "needs")
    for service in demanding(context, "telemetry"):
        linked = {link.type for link in service.links}
        missing = [part for part in needed if not service.telemetry.get(part) and part not in linked]
        if missing and is_paged(service):
            yield _finding(service, missing)


def _finding(service: Service, missing: list[str]) -> Finding:
    first = shown(missing[0])
    return Finding(
        service.at.at("telemetry") if service.telemetry else service.named,
        f"{shown(service.label)} is of tier {service.tier} and links no {listed(map(shown, missing), last='or')}",
        f"add what is missing under `telemetry`, such as `{first}: https://{first}.shop.example/{shown(service.name)}`",
        subject=service.subject,
    )
