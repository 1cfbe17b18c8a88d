"""A service has an escalation route that never gets a page.

## What
The `escalation` of a service can be a list of routes. A page takes the first route that matches the page. ownercat
reports a route that never gets a page, because earlier routes match the same pages. An earlier route with the same
severity does so if its `symptom` is one of these:

- no symptom
- the same symptom
- a wider pattern, for example `db-*` before `db-primary-down`

Notes:

- A route without severities matches every severity, also one that the catalog policy adds later. ownercat reports such
  a route only if an earlier route has no severities either.
- ownercat does not report a route if its pattern and an earlier pattern only overlap.
- ownercat ignores services with `lifecycle: retired`.

## Why
The route looks correct, but its pages go to another escalation. The team notices this only during an incident.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
symptoms:
  - {id: card-refused, title: Cards are refused, severity: sev3}
escalation:
  - {policy: storefront-urgent}
  - {symptom: card-refused, policy: payments-urgent}
```

## Example that passes
```yaml title=catalog/checkout.yaml as=changed
escalation:
  - {symptom: card-refused, policy: payments-urgent}
  - {policy: storefront-urgent}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Policy, Route, Service
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("ESC007", "shadowed-route", Severity.WARNING)
_READS = ("escalation", "symptoms")

ANY = ""  # a route without severities: it also matches severities that the policy does not have yet
_LONGEST = 100  # characters of a symptom that are compared with earlier patterns
_GLOB = "*?["

Taken = dict[str, dict[str, int]]  # symptom pattern → severity → number of the first route that matches both


def check(context: Context) -> Iterator[Finding]:
    """Report routes whose pages all match an earlier route."""
    for service in context.sound(Service, about="escalation", reads=_READS):
        if service.lifecycle != "retired" and len(service.routes) > 1:
            yield from _check_routes(context.policy, service)


def _check_routes(policy: Policy, service: Service) -> Iterator[Finding]:
    taken: Taken = {}
    for number, route in enumerate(service.routes):
        severities = {policy.severity_id(word): None for word in route.severities} or {ANY: None}
        wider = [taken[pattern] for pattern in _list_wider_patterns(route.symptom) if pattern in taken]
        first_routes = [_find_first_route(wider, severity) for severity in severities]
        earlier = sorted({first for first in first_routes if first is not None})
        if None not in first_routes:
            yield _finding(service, number, earlier)
        for severity in severities:
            taken.setdefault(route.symptom, {}).setdefault(severity, number)


def _find_first_route(wider: list[dict[str, int]], severity: str) -> int | None:
    numbers = [routes[word] for routes in wider for word in (severity, ANY) if word in routes]
    return min(numbers, default=None)


def _list_wider_patterns(symptom: str) -> Iterator[str]:
    """Yield patterns that match all symptoms of this one; "" stands for a route without a symptom."""
    yield ""
    if symptom:
        yield symptom
        fixed = next((n for n, char in enumerate(symptom) if char in _GLOB), len(symptom))
        yield from (f"{symptom[:length]}*" for length in range(min(fixed, _LONGEST) + 1) if symptom[length:] != "*")


def _finding(service: Service, number: int, earlier: list[int]) -> Finding:
    route: Route = service.routes[number]
    one = len(earlier) == 1
    names = f"{'route' if one else 'routes'} {listed(str(first + 1) for first in earlier)}"
    message = (
        f"route {number + 1} of {service.label} never receives a page: "
        f"{names} {'matches' if one else 'match'} the same pages first"
    )
    help = f"move route {number + 1} above {names}, or remove route {number + 1}"
    related = tuple(Related(service.routes[first].place, f"route {first + 1}") for first in earlier[:4])
    value = route.policy.written if route.policy else ""
    return Finding(route.place, message, help, related, service.subject, value)
