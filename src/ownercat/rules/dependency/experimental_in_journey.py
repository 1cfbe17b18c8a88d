"""A customer journey depends on an experimental service.

## What
A customer journey must not need a service that is still experimental. ownercat reports a service with
`lifecycle: experimental` if a step of a `Journey` needs it, directly or through hard dependencies.

- Only steps with `mode: hard` (the default) count.
- Dependencies with `status: planned` do not count.
- A redundancy group (`group`) can lose a member if it has more members than it needs. Its dependencies do not count.
- If several steps of a journey need the same experimental service, ownercat reports only the step with the shortest
  path to the service.

## Why
An experimental service often has no SLA and no on-call rotation, and its team may stop the service at any time. If a
customer journey depends on such a service, customers depend on it too. One new dependency is enough to cause this, and
often nobody notices. Either the `lifecycle` of the service is out of date, or the journey must work without the
service.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}]
```
```yaml title=catalog/buy.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
lifecycle: experimental
---
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: I get what I ordered.
owner: storefront
steps: [{service: checkout}]
```

## Example that passes
With `mode: soft`, the journey continues if payment fails.

```yaml title=catalog/services/checkout.yaml as=changed
dependsOn: [{service: payment, mode: soft, degrade: cash on delivery only}]
```
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.graph.ways import build_way, find_reachable, get_successors, reverse_edges
from ownercat.model import Entity, Journey, JourneyStep, Service
from ownercat.rules import Context
from ownercat.rules.dependency._ends import hard_needs, stated
from ownercat.text import shown

RULE = Rule("DEP010", "experimental-in-journey", Severity.WARNING)
_READS = ("lifecycle",)

_Reach = Mapping[Node, tuple[int, Node | None]]


class _JourneyDistance(NamedTuple):
    """A step of a journey, and the distance from its service to the nearest experimental service."""

    distance: int
    number: int
    step: JourneyStep
    service: Service


def check(context: Context) -> Iterator[Finding]:
    """Report each experimental service that a journey depends on, at the nearest step."""
    experiments = [s for s in context.sound(Service, about="lifecycle", reads=_READS) if s.lifecycle == "experimental"]
    journeys = list(context.catalog.of(Journey))
    if not experiments or not journeys:
        return
    needed_by = reverse_edges(context.once(hard_needs))
    reach = find_reachable(get_successors(needed_by), map(get_node, experiments))
    for journey in journeys:
        for nearest in _find_nearest_steps(context, journey, reach).values():
            yield _finding(context, journey, nearest, reach)


def _find_nearest_steps(context: Context, journey: Journey, reach: _Reach) -> Mapping[Node, _JourneyDistance]:
    """Return the nearest step to each experimental service."""
    steps: dict[Node, _JourneyDistance] = {}
    for number, step in enumerate(journey.steps, start=1):
        service = context.catalog.service(step.service)
        if service is not None and step.mode == "hard" and get_node(service) in reach:
            experiment = build_way(reach, get_node(service))[0]
            this = _JourneyDistance(reach[get_node(service)][0], number, step, service)
            if experiment not in steps or this.distance < steps[experiment].distance:
                steps[experiment] = this
    return steps


def _finding(context: Context, journey: Journey, nearest: _JourneyDistance, reach: _Reach) -> Finding:
    path: list[Entity] = [
        context.catalog.entities[item] for item in reversed(build_way(reach, get_node(nearest.service)))
    ]
    last = path[-1]
    experiment = shown(last.name)
    step = f"step {nearest.number} of {shown(journey.label)}"
    if len(path) == 1:
        message = f"{step} uses an experimental service: {experiment}"
        soft = "for this step"
    else:
        message = f"{step} has a hard dependency on experimental service {experiment}: {_format_path(path)}"
        soft = "for this step or for a dependency on the path"
    place = stated(last, "lifecycle") if isinstance(last, Service) else last.named
    return Finding(
        nearest.step.service.place,
        message,
        f"if {experiment} is in production, set `lifecycle: production`; otherwise set `mode: soft` {soft}",
        (Related(place, f"experimental service {experiment}"),),
        journey.subject,
        last.name,
    )


def _format_path(path: list[Entity]) -> str:
    """Format a path as ``a → b → c``; cut a long one in the middle."""
    most = 6
    names = [shown(entity.name) for entity in path]
    cut = [*names[: most - 1], f"{len(names) - most} more", names[-1]] if len(names) > most else names
    return " → ".join(cut)
