"""A less critical service is on every path from a journey to its tier 1 services.

## What
ownercat reports a service of tier 2, 3 or 4 if customers can reach no tier 1 service of a `Journey` without it. Tier 1
is the most critical tier.

For each journey with at least two tier 1 services among its steps, ownercat does the following:

- It starts at the steps that no other step depends on.
- It follows the dependencies of every `mode`, except those with `status: planned`.
- It looks for a less critical service that is on every path from these steps to the tier 1 services.

Exceptions:

- ownercat does not report retired services and services with `type: external`.
- ownercat skips a journey if a service on its paths has errors.
- In a very large catalog, ownercat stops after 5 million visits of services. An info names the first skipped journey.
- ownercat reports each service once, with all of its journeys.

## Why
If this service fails, customers reach none of the tier 1 services. But its tier states that a failure is less urgent,
so the page may be late, or nobody gets a page. A typical example is a gateway: it depends on many services, but no
service depends on the gateway. Therefore other rules do not find the gateway.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "1": {requires: [owner]}
  "3": {requires: [owner]}
```
```yaml title=catalog/services/gateway.yaml
apiVersion: ownercat/v1
kind: Service
name: gateway
description: Routes each request to a service.
tier: 3
owner: storefront
dependsOn: [{service: cart}, {service: orders}]
```
```yaml title=catalog/buy.yaml
apiVersion: ownercat/v1
kind: Service
name: cart
description: Stores the items of a basket.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: orders
description: Turns a basket into a paid order.
tier: 1
owner: storefront
---
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: I get what I ordered.
owner: storefront
steps: [{service: gateway}, {service: cart}, {service: orders}]
```

## Example that passes
```yaml title=catalog/services/gateway.yaml as=changed
tier: 1
```
"""

from collections.abc import Collection, Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.graph.ways import find_entrances, find_shared_nodes, get_successors
from ownercat.model import Journey, Service
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.dependency._ends import stated
from ownercat.text import listed, plural, shown

RULE = Rule("DEP008", "hidden-choke-point", Severity.WARNING)

_LOOKS = 5_000_000  # services visited in all searches: a few seconds

_Ways = Mapping[Node, tuple[Node, ...]]


def check(context: Context) -> Iterator[Finding]:
    """Report each less critical service that is on every path of a journey to its tier 1 services."""
    choke_points: dict[Node, list[Journey]] = {}
    skipped: list[Journey] = []
    edges: _Ways = {}
    looks = _LOOKS
    for journey in context.sound(Journey):
        targets = _map_targets(context, journey)
        if len(targets) < 2:
            continue
        if looks <= 0:
            skipped.append(journey)
            continue
        edges = edges or _build_edges(context)
        nodes, visits = _find_choke_points(context, edges, _list_steps(context, journey), targets)
        looks -= visits
        for item in nodes:
            choke_points.setdefault(item, []).append(journey)
    for item, journeys in choke_points.items():
        yield _finding(context, item, journeys)
    if skipped:
        yield _build_note(skipped)


def _find_choke_points(
    context: Context, edges: _Ways, steps: list[Node], targets: Collection[Node]
) -> tuple[list[Node], int]:
    """Return the less critical services on every path to the targets, and the number of visited services."""
    starts, visits = find_entrances(get_successors(edges), steps)
    shared, visited, looks = find_shared_nodes(get_successors(edges), starts, targets)
    entities = context.catalog.entities
    unsound = next((number for number, item in enumerate(visited) if not entities[item].sound), len(visited))
    choke_points = (item for item, number in shared.items() if number <= unsound and _is_less_critical(context, item))
    return sorted(choke_points), visits + looks


def _list_steps(context: Context, journey: Journey) -> list[Node]:
    services = (context.catalog.service(step.service) for step in journey.steps)
    return [get_node(service) for service in services if service is not None]


def _map_targets(context: Context, journey: Journey) -> dict[Node, Service]:
    """Return the tier 1 services among the steps of a journey."""
    services = (context.catalog.service(step.service) for step in journey.steps)
    return {get_node(s): s for s in services if s is not None and s.tier == 1 and s.can_say("tier")}


def _build_edges(context: Context) -> _Ways:
    edges = {}
    for service in context.catalog.of(Service):
        ends = (context.catalog.service(d.service) for d in service.depends_on if d.status != "planned")
        edges[get_node(service)] = tuple(get_node(end) for end in ends if end is not None and end is not service)
    return edges


def _is_less_critical(context: Context, item: Node) -> bool:
    service = context.catalog.entities[item]
    if not isinstance(service, Service) or service.type == "external" or not service.can_say("tier"):
        return False
    return service.tier > 1 and service.lifecycle != "retired"


def _finding(context: Context, item: Node, journeys: list[Journey]) -> Finding:
    service = context.catalog.entities[item]
    assert isinstance(service, Service)  # noqa: S101  # candidates are services
    name, first = shown(service.name), journeys[0]
    targets = _map_targets(context, first)
    names = listed(shown(target.name) for target in targets.values())
    return Finding(
        stated(service, "tier", service.tier != 3),
        f"{shown(service.label)} (tier {service.tier}) is on every path from {shown(first.label)} to its"
        f" {len(targets)} tier 1 services: {names}",
        f"set `tier: 1` in {name}, or add a path that avoids {name}",
        tuple(Related(journey.named, f"{shown(journey.label)}, whose paths include {name}") for journey in journeys)[
            :RELATED
        ],
        service.subject,
        first.name,
    )


def _build_note(skipped: list[Journey]) -> Finding:
    first = skipped[0]
    return Finding(
        first.named,
        f"{plural(len(skipped), 'journey')} without a search for choke points, {shown(first.label)} first: the search"
        f" ended after {_LOOKS:,} visits of services",
        "check these journeys in a smaller catalog",
        subject=first.subject,
        note=True,
    )
