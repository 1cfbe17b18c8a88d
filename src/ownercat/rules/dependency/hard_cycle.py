"""Services need each other: none of them works unless all the others do.

## What

Follows the hard dependencies from service to service and reports each group of services that all lead back to each
other, once, with its shortest circle. All places of that circle are shown.

A dependency counts when its `mode` is `hard` (the default) and its `status` is not `planned`. One of a `group` counts
only when the group has none to spare (`need` is its size). A service that depends on itself is `self-dependency`, and
what is retired is left out (`depends-on-retired`).

Where a foreign format has no modes (such as Backstage), the finding only says that the services depend on each other.

In a very large group the circle shown is short, but perhaps not the shortest of all.

## Why

P11 and P48: dependencies are documented, and degradation is planned. A circle of hard dependencies is one unit that
fails as a whole, whatever the diagram says. After an outage none of its services can start first: each waits for
another, and people find out at night which check has to be turned off by hand. Nobody designs that; it grows one
reasonable dependency at a time, in different teams, so that no single review could see it.

## Example that fails

```yaml title=catalog/services/checkout.yaml
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
dependsOn: [{service: checkout}]
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

Payment only tells checkout the result, and can wait until it listens.

```yaml title=catalog/services/checkout.yaml
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
dependsOn: [{service: checkout, mode: async, degrade: results are sent when checkout is back}]
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
from ownercat.graph import Node, knots
from ownercat.model import Dependency
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.dependency._ends import hard_needs
from ownercat.text import shown

RULE = Rule("DEP001", "hard-cycle", Severity.WARNING)

_Needs = Mapping[Node, Mapping[Node, Dependency]]

_DEGRADE = "make one of these dependencies soft, async or cached, and say how the service degrades without it"
# Where a format has no modes, all that is known is that somebody wrote the dependency down.
_BREAK = "remove one of these dependencies, if only from the file because that service can work without it"


def check(context: Context) -> Iterator[Finding]:
    """One finding per strongly connected component of the hard dependencies."""
    edges = context.once(hard_needs)
    tangled = knots(edges)
    if tangled:
        # the graph library is slow to import, and most catalogs have no circle
        from ownercat.graph import components  # noqa: PLC0415  # a graph without a cycle needs no networkx

        for circle in components.circles(tangled):
            yield _finding(context, edges, circle.members, circle.way)


def _finding(context: Context, edges: _Needs, members: tuple[Node, ...], way: tuple[Node, ...]) -> Finding:
    names = [shown(context.catalog.entities[item].name) for item in way]
    steps = [(start, edges[start][end]) for start, end in zip(way, (*way[1:], way[0]), strict=True)]
    first = context.catalog.entities[way[0]]
    hard = any(context.catalog.entities[item].can_say("modes") for item in way)
    said = f"{len(members)} services {'cannot work without' if hard else 'depend on'} each other"
    return Finding(
        steps[0][1].service.place,
        f"{said}{':' if len(members) == len(way) else '; the shortest circle is'} {_drawn(names)}",
        _DEGRADE if hard else _BREAK,
        tuple(_related(context, *step) for step in steps[1 : RELATED + 1]),
        first.subject,
        steps[0][1].service.written,
        speaks_for=frozenset(context.catalog.entities[item].name for item in members),
    )


def _related(context: Context, start: Node, dependency: Dependency) -> Related:
    name, needed = context.catalog.entities[start].name, dependency.service.written
    return Related(dependency.service.place, f"{shown(name)} needs {shown(needed)}")


def _drawn(names: list[str]) -> str:
    """``a → b → a``; a long way is cut in the middle."""
    most = 8
    cut = [*names[: most - 1], f"{len(names) - most} more", names[-1]] if len(names) > most else names
    return " → ".join([*cut, names[0]])
