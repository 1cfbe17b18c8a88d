"""Escalations page one another, or hand over to one another, in a circle.

## What

From one escalation, along `notify: [escalation:…]` and `end: {handoff: …}`, the way leads back to where it began. Every
circle is reported once, with its shortest way around.

## Why

P25: an escalation path has an end that somebody chose. In a circle the page goes round the same people, each of whom
believes that it has moved on. A round that is wanted is stated with `repeat`, which has a number.

## Example that fails

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
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: {handoff: last-resort}
---
apiVersion: ownercat/v1
kind: Escalation
name: last-resort
team: shop
tiers:
  - name: everyone
    notify: [person:ana, person:bo]
    via: [phone]
    inform: [severity, service, timeline, workarounds]
end: {handoff: shop-urgent}
```

## Example that passes

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
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: {handoff: last-resort}
---
apiVersion: ownercat/v1
kind: Escalation
name: last-resort
team: shop
tiers:
  - name: everyone
    notify: [person:ana, person:bo]
    via: [phone]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 3, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, knots, node
from ownercat.model import Escalation, Ref
from ownercat.oncall.paths import leads_to
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("ESC005", "escalation-loop", Severity.ERROR)

Edges = Mapping[Node, Mapping[Node, Ref]]


def check(context: Context) -> Iterator[Finding]:
    """Every circle of escalations once; one that leads to itself is a circle of its own."""
    known = {node(escalation): escalation for escalation in context.sound(Escalation)}
    edges = _edges(context, known)
    for place, ways in edges.items():
        if place in ways:
            yield _finding([known[place]], edges)
    left = knots({place: [end for end in ways if end != place] for place, ways in edges.items()})
    if left:
        from ownercat.graph import components  # noqa: PLC0415  # policies without a loop need no networkx

        for circle in components.circles(left):
            yield _finding([known[place] for place in circle.way], edges)


def _edges(context: Context, known: Mapping[Node, Escalation]) -> Edges:
    edges: dict[Node, dict[Node, Ref]] = {}
    for start, escalation in known.items():
        for ref, target in leads_to(context.catalog, escalation):
            if node(target) in known:
                edges.setdefault(start, {}).setdefault(node(target), ref)
    return edges


def _finding(way: list[Escalation], edges: Edges) -> Finding:
    first, *others = way
    refs = [edges[node(start)][node(end)] for start, end in zip(way, [*others, first], strict=True)]
    if others:
        round_ = " → ".join(escalation.name for escalation in [*way[:8], first])
        message = f"{first.label} leads back to itself: {round_}"
        if len(way) > 8:
            message = f"{first.label} leads back to itself by way of {listed((e.name for e in others), most=8)}"
    else:
        message = f"{first.label} leads to itself"
    help = "let one of them end with `end: stop`, or go on to one outside this circle; state a round with `repeat`"
    related = tuple(
        Related(ref.place, f"{escalation.name} leads to {ref.name}")
        for escalation, ref in zip(others[:4], refs[1:5], strict=True)
    )
    return Finding(refs[0].place, message, help, related, first.subject, refs[0].written)
