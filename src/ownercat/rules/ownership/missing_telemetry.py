"""A service has no link to its dashboard, logs, metrics, traces or alerts.

## What
ownercat reports a service if `telemetry` lacks a link to its `dashboard`, `logs`, `metrics`, `traces` or `alerts`.
ownercat checks only the services of the tiers that have `telemetry` under `requires` in the policy. By default, no tier
has it.

- A link with the same `type` under `links` counts too.
- ownercat reports all missing links of a service in one finding.
- ownercat ignores retired services and services of type `external` or `library`.

## Why
The person who is paged is often not the person who built the service. Without links, this person spends the first
minutes of an incident searching for data. `ownercat who` shows the links at any time.

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

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
telemetry:
  dashboard: https://grafana.shop.example/d/checkout
  logs: https://logs.shop.example/checkout
  metrics: https://metrics.shop.example/checkout
  traces: https://traces.shop.example/checkout
  alerts: https://git.shop.example/alerts/checkout.yaml
```

## Options
To turn the rule on for a tier, add `telemetry` to its `requires` in the policy. Set the option in the policy too, under
`rules.options.missing-telemetry`.

- `needs` (default `[dashboard, logs, metrics, traces, alerts]`): the required links. `logSchema` is possible too.
"""

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
    requirement="telemetry",
)


def check(context: Context) -> Iterator[Finding]:
    """Report every service that lacks telemetry links which its tier requires."""
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
        f"{shown(service.label)} (tier {service.tier}) has no link to {listed(map(shown, missing), last='or')}",
        f"under `telemetry`, add the missing links, for example `{first}: https://{first}.shop.example/{shown(service.name)}`",
        subject=service.subject,
    )
