"""Every way of a journey to its most critical services goes through one that is less critical.

## What

Takes the services of tier 1 among the steps of a `Journey`, if there are at least two, and follows the dependencies
from where the journey begins: the steps that no other step leads to. A service that lies on every way to all of them is
a choke point. It must be of tier 1 itself.

All dependencies count as ways but those that are `planned`. Services of type `external` have no tier of ours. A
journey on which a service cannot be read is not judged, nor one of more than fifty steps. A choke point is reported
once, with its journeys.

## Why

P18 and P48: tiers are usually given from below: the database is critical because many need it. The gateway in front of
them needs everybody and nobody needs it, so no rule about dependencies looks at it; only the journey shows that the
customer has no other way. It is then woken for and tested like a minor service, and takes all critical ones with it.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "1": {requires: [owner]}
  "3": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: gateway
description: Sends each request on its way.
tier: 3
owner: storefront
dependsOn: [{service: cart}, {service: checkout}]
---
apiVersion: ownercat/v1
kind: Service
name: cart
description: Keeps what a visitor means to buy.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: I get what I ordered.
owner: storefront
steps: [{service: gateway}, {service: cart}, {service: checkout}]
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
  "1": {requires: [owner]}
  "3": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: gateway
description: Sends each request on its way.
tier: 1
owner: storefront
dependsOn: [{service: cart}, {service: checkout}]
---
apiVersion: ownercat/v1
kind: Service
name: cart
description: Keeps what a visitor means to buy.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: I get what I ordered.
owner: storefront
steps: [{service: gateway}, {service: cart}, {service: checkout}]
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

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, node
from ownercat.graph.ways import along, entrances, reached, way
from ownercat.model import Journey, Service
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.dependency._ends import stated
from ownercat.text import listed, shown

RULE = Rule("DEP008", "hidden-choke-point", Severity.WARNING)

_LOOKS = 1_000_000  # services met in search of ways, before the rest of the journeys is left unjudged
_NEAR = 2_000  # services looked at to see which step leads to which
_STEPS = 50  # no journey that people take has more
_FEW = 8  # possible choke points that are tried one by one

_Ways = Mapping[Node, tuple[Node, ...]]


def check(context: Context) -> Iterator[Finding]:
    """One finding per service of a lower tier that all tier-1 services of some journey lie behind."""
    found: dict[Node, list[Journey]] = {}
    edges: _Ways = {}
    looks = _LOOKS
    for journey in context.sound(Journey):
        targets = list(_targets(context, journey))
        if len(targets) > 1 and looks > 0 and len(journey.steps) <= _STEPS:
            edges = edges or _ways(context)
            passed, looked = _passed(context, edges, _steps(context, journey), targets)
            looks -= looked
            for item in passed:
                found.setdefault(item, []).append(journey)
    for item, journeys in found.items():
        yield _finding(context, item, journeys)


def _passed(context: Context, edges: _Ways, steps: list[Node], targets: list[Node]) -> tuple[list[Node], int]:
    """The services of a lower tier on every way to the targets, and how many were met in search of them."""
    starts = entrances(edges, steps, _NEAR)
    first = reached(along(edges), starts, until=targets[:1])
    looked = len(first)
    possible = [item for item in way(first, targets[0]) if _is_lower(context, item)]
    if len(possible) > _FEW:
        # slow to import; only a long row of services of lower tiers makes it worth it
        from ownercat.graph import dominators  # noqa: PLC0415  # few journeys have a candidate, and it loads networkx

        passed = dominators.on_every_way(edges, starts, targets)
        possible = [item for item in possible if item in passed]
    found = []
    for item in possible:
        without = reached(along(edges), starts, until=targets, avoiding=item)
        looked += len(without)
        if without.keys().isdisjoint(targets) and all(context.catalog.entities[other].sound for other in without):
            found.append(item)
    return sorted(found), looked


def _steps(context: Context, journey: Journey) -> list[Node]:
    services = (context.catalog.service(step.service) for step in journey.steps)
    return [node(service) for service in services if service is not None]


def _targets(context: Context, journey: Journey) -> dict[Node, Service]:
    """The services of tier 1 among its steps."""
    services = (context.catalog.service(step.service) for step in journey.steps)
    return {node(s): s for s in services if s is not None and s.tier == 1 and s.can_say("tier")}


def _ways(context: Context) -> _Ways:
    found = {}
    for service in context.catalog.of(Service):
        ends = (context.catalog.service(d.service) for d in service.depends_on if d.status != "planned")
        found[node(service)] = tuple(node(end) for end in ends if end is not None and end is not service)
    return found


def _is_lower(context: Context, item: Node) -> bool:
    service = context.catalog.entities[item]
    ours = isinstance(service, Service) and service.type != "external" and service.can_say("tier")
    return ours and isinstance(service, Service) and service.tier > 1 and service.lifecycle != "retired"


def _finding(context: Context, item: Node, journeys: list[Journey]) -> Finding:
    service = context.catalog.entities[item]
    assert isinstance(service, Service)  # noqa: S101  # candidates are services
    name, first = shown(service.name), journeys[0]
    targets = _targets(context, first)
    behind = listed(shown(target.name) for target in targets.values())
    return Finding(
        stated(service, "tier", service.tier != 3),
        f"{shown(service.label)} is of tier {service.tier}, and every way of {shown(first.label)} to its"
        f" {len(targets)} services of tier 1 ({behind}) goes through it",
        f"raise {name} to tier 1, or give the journey a way around it",
        tuple(Related(journey.named, f"{shown(journey.label)} goes through {name}") for journey in journeys)[:RELATED],
        service.subject,
        first.name,
    )
