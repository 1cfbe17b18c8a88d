"""Services have a cycle of hard dependencies.

## What
ownercat reports services that depend on each other in a cycle of hard dependencies. A dependency is hard if the service
fails without it: `mode: hard`, the default. The finding shows the shortest cycle and the location of each dependency in
it.

- Cycles that share a service are one finding.
- Dependencies with `status: planned` and dependencies of retired services do not count.
- Dependencies in a redundancy group (`group`) that can lose a member do not count. A group cannot lose a member if its
  `need` equals its size.
- Another rule, [self-dependency], reports a service that depends on itself.
- Some formats, for example Backstage, have no `mode`. In these formats, every dependency counts, and the finding says
  "dependencies" instead of "hard dependencies".
- In a very large group of services, a shorter cycle than the reported cycle may exist.

## Why
If one service of the cycle fails, all services of the cycle fail. After an outage, no service of the cycle can start
first, because each service waits for another service. People then have to find out during the incident which dependency
to disable. A cycle is hard to see in a review, because each team adds only one of its dependencies.

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
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
dependsOn: [{service: checkout}]
```

## Example that passes
Payment sends its results to checkout and can wait until checkout works.

```yaml title=catalog/services/payment.yaml as=changed
dependsOn: [{service: checkout, mode: async, degrade: results are sent when checkout works again}]
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, find_cycle_nodes
from ownercat.model import Dependency
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.dependency._ends import hard_needs
from ownercat.text import shown

RULE = Rule("DEP001", "hard-cycle", Severity.WARNING)

_Needs = Mapping[Node, Mapping[Node, Dependency]]

_DEGRADE = "change `mode` of one of these dependencies to `soft`, `async` or `cached`, and add `degrade`"
# In a format without modes, a service can work without a dependency, and the file cannot state it.
_BREAK = "remove one of these dependencies, for example one that its service can work without"


def check(context: Context) -> Iterator[Finding]:
    """Report each strongly connected component of the hard dependencies once."""
    edges = context.once(hard_needs)
    tangled = find_cycle_nodes(edges)
    if tangled:
        from ownercat.graph import components  # noqa: PLC0415  # slow to import, and most catalogs have no cycle

        for circle in components.list_cycles(tangled):
            yield _finding(context, edges, circle.members, circle.way)


def _finding(context: Context, edges: _Needs, members: tuple[Node, ...], way: tuple[Node, ...]) -> Finding:
    names = [shown(context.catalog.entities[item].name) for item in way]
    steps = [(start, edges[start][end]) for start, end in zip(way, (*way[1:], way[0]), strict=True)]
    first = context.catalog.entities[way[0]]
    hard = any(context.catalog.entities[item].can_say("modes") for item in way)
    kind = "hard dependencies" if hard else "dependencies"
    if len(members) == len(way):
        message = f"{len(members)} services have a cycle of {kind}: {_format_cycle(names)}"
    else:
        message = f"{len(members)} services have several cycles of {kind}: the shortest is {_format_cycle(names)}"
    return Finding(
        steps[0][1].service.place,
        message,
        _DEGRADE if hard else _BREAK,
        tuple(_related(context, *step) for step in steps[1 : RELATED + 1]),
        first.subject,
        steps[0][1].service.written,
        speaks_for=frozenset(context.catalog.entities[item].name for item in members),
    )


def _related(context: Context, start: Node, dependency: Dependency) -> Related:
    name, provider = context.catalog.entities[start].name, dependency.service.written
    return Related(dependency.service.place, f"dependency of {shown(name)} on {shown(provider)}")


def _format_cycle(names: list[str]) -> str:
    """Format a cycle as ``a → b → a``; cut a long one in the middle."""
    most = 8
    cut = [*names[: most - 1], f"{len(names) - most} more", names[-1]] if len(names) > most else names
    return " → ".join([*cut, names[0]])
