"""A customer journey cannot be completed without a service that is an experiment.

## What

For each step of a `Journey` whose `mode` is `hard` (the default), the service of the step and all that it cannot work
without must not have `lifecycle: experimental`. Hard dependencies are followed however far down; planned ones, and
those of a group that has one to spare, are not.

One finding for each journey and experiment, at the step that is nearest to it.

## Why

P18: what a customer was promised stands on services that were built to stay. An experiment has no promise, often no
on-call, and a team that may end it on any day; that is what makes it cheap. It becomes load-bearing without a
decision, by one dependency of a service that is in the journey. Either it is production by now and should say so, or
the journey needs a way without it.

## Example that fails

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}]
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
lifecycle: experimental
---
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: I get what I ordered.
owner: storefront
steps: [{service: checkout}]
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

The journey goes on when the new provider does not answer.

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, mode: soft, degrade: cash on delivery only}]
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
lifecycle: experimental
---
apiVersion: ownercat/v1
kind: Journey
name: buy
outcome: I get what I ordered.
owner: storefront
steps: [{service: checkout}]
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
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, node
from ownercat.graph.ways import along, backwards, reached, way
from ownercat.model import Entity, Journey, JourneyStep, Service
from ownercat.rules import Context
from ownercat.rules.dependency._ends import hard_needs, stated
from ownercat.text import shown

RULE = Rule("DEP010", "experimental-in-journey", Severity.WARNING)

_Reach = Mapping[Node, tuple[int, Node | None]]


class _JourneyDistance(NamedTuple):
    """A step of a journey, and how far its service is from the nearest experiment."""

    distance: int
    number: int
    step: JourneyStep
    service: Service


def check(context: Context) -> Iterator[Finding]:
    """The nearest step to each experiment that a journey stands on."""
    experiments = [s for s in context.sound(Service, about="lifecycle") if s.lifecycle == "experimental"]
    journeys = list(context.catalog.of(Journey))
    if not experiments or not journeys:
        return
    needed_by = backwards(context.once(hard_needs))
    reach = reached(along(needed_by), map(node, experiments))
    for journey in journeys:
        for nearest in _nearest(context, journey, reach).values():
            yield _finding(context, journey, nearest, reach)


def _nearest(context: Context, journey: Journey, reach: _Reach) -> Mapping[Node, _JourneyDistance]:
    """The step that is nearest to each experiment."""
    found: dict[Node, _JourneyDistance] = {}
    for number, step in enumerate(journey.steps, start=1):
        service = context.catalog.service(step.service)
        if service is not None and step.mode == "hard" and node(service) in reach:
            experiment = way(reach, node(service))[0]
            this = _JourneyDistance(reach[node(service)][0], number, step, service)
            if experiment not in found or this.distance < found[experiment].distance:
                found[experiment] = this
    return found


def _finding(context: Context, journey: Journey, nearest: _JourneyDistance, reach: _Reach) -> Finding:
    steps: list[Entity] = [context.catalog.entities[item] for item in reversed(way(reach, node(nearest.service)))]
    experiment = shown(steps[-1].name)
    begin = f"step {nearest.number} of {shown(journey.label)}"
    if len(steps) == 1:
        said = f"{begin} leads to {experiment}, which is experimental"
    else:
        said = f"{begin} cannot work without {experiment}, which is experimental: {_drawn(steps)}"
    last = steps[-1]
    place = stated(last, "lifecycle") if isinstance(last, Service) else last.named
    return Finding(
        nearest.step.service.place,
        said,
        f"say that {experiment} is production when it is, or let the journey do without it (`mode: soft`)",
        (Related(place, f"{experiment} is experimental"),),
        journey.subject,
        last.name,
    )


def _drawn(steps: list[Entity]) -> str:
    """``a → b → c``; a long way is cut in the middle."""
    most = 6
    names = [shown(step.name) for step in steps]
    cut = [*names[: most - 1], f"{len(names) - most} more", names[-1]] if len(names) > most else names
    return " → ".join(cut)
