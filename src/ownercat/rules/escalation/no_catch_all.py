"""A service with a list of escalation routes has no catch-all route.

## What
The `escalation` of a service can be a list of routes. ownercat tries the routes from the first to the last. A page that
matches no route pages nobody. ownercat reports a service if each of its routes has a condition (`severity` or
`symptom`).

- ownercat also reports a list of routes that names all current severities, because a new severity would have no route.
- ownercat ignores services with `lifecycle: retired`.

## Why
If no route matches the severity or the symptom of an alert, no page is sent. The team learns about the incident from
its users.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
escalation:
  - {severity: [sev1, sev2], policy: storefront-urgent}
```

## Example that passes
```yaml title=catalog/checkout.yaml as=changed
escalation:
  - {severity: [sev1, sev2], policy: storefront-urgent}
  - {policy: storefront-default}
```
```yaml title=catalog/storefront-default.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-default
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push]
    inform: [severity, service, timeline, workarounds]
end: stop
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.oncall.paths import map_ways
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("ESC006", "no-catch-all", Severity.ERROR)
_READS = ("escalation",)


def check(context: Context) -> Iterator[Finding]:
    """Report services whose own routes all have a condition."""
    for service in context.sound(Service, about="escalation", reads=_READS):
        routes = service.routes
        if service.lifecycle == "retired" or not routes or any(not r.severities and not r.symptom for r in routes):
            continue
        last = routes[-1].policy
        message = f"{service.label} has no catch-all route: {_format_effect(context, service)}"
        help = f"add a last route without conditions: `- {{policy: {last.name if last else 'NAME'}}}`"
        yield Finding(routes[-1].place, message, help, subject=service.subject)


def _format_effect(context: Context, service: Service) -> str:
    routed = map_ways(context.catalog, context.policy, service)
    unrouted = [severity.id for severity in context.policy.severities if severity.id not in routed]
    if not unrouted:
        return "a new severity would page nobody"
    unless = " unless a symptom matches" if any(route.symptom for route in service.routes) else ""
    return f"{listed(unrouted)} {'pages' if len(unrouted) == 1 else 'page'} nobody{unless}"
