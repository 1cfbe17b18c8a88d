"""Escalations form a cycle: a page returns to an escalation that it has already passed.

## What
ownercat reports escalations that form a cycle. A page goes from one escalation to another by `notify:
[escalation:NAME]` or `end: {handoff: NAME}`. Each cycle has one finding, with its shortest path.

## Why
In a cycle, the page returns to the same people again and again. Each escalation assumes that the next escalation has
other people. If you want more rounds, set `repeat`, which limits the number of rounds.

## Example that fails
```yaml title=catalog/last-resort.yaml
apiVersion: ownercat/v1
kind: Escalation
name: last-resort
team: storefront
tiers:
  - name: everyone
    notify: [person:ana, person:bo]
    via: [phone]
    inform: [severity, service, timeline, workarounds]
end: {handoff: storefront-night}
```
```yaml title=catalog/night.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-night
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: {handoff: last-resort}
```

## Example that passes
```yaml title=catalog/last-resort.yaml as=changed
repeat: {times: 3, every: 10m}
end: stop
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, find_cycle_nodes, get_node
from ownercat.model import Escalation, Ref
from ownercat.oncall.paths import list_next_escalations
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("ESC005", "escalation-loop", Severity.ERROR)

_SHOWN = 8
_END = "set `end: stop` in one of them, or continue with a policy outside the cycle; for more rounds, set `repeat`"
_NOTIFY = "in `notify` of one of them, replace the policy by a rotation, a team or a person"

Edges = Mapping[Node, Mapping[Node, Ref]]


def check(context: Context) -> Iterator[Finding]:
    """Report each cycle of escalation policies once; a policy that refers to itself is a cycle of its own."""
    known = {get_node(escalation): escalation for escalation in context.sound(Escalation)}
    edges = _build_edges(context, known)
    for start, ends in edges.items():
        if start in ends:
            yield _finding([known[start]], edges)
    tangled = find_cycle_nodes({start: [end for end in ends if end != start] for start, ends in edges.items()})
    if tangled:
        from ownercat.graph import components  # noqa: PLC0415  # policies without a loop need no networkx

        for cycle in components.list_cycles(tangled):
            yield _finding([known[each] for each in cycle.way], edges)


def _build_edges(context: Context, known: Mapping[Node, Escalation]) -> Edges:
    edges: dict[Node, dict[Node, Ref]] = {}
    for start, escalation in known.items():
        for ref, target in list_next_escalations(context.catalog, escalation):
            if get_node(target) in known:
                edges.setdefault(start, {}).setdefault(get_node(target), ref)
    return edges


def _finding(cycle: list[Escalation], edges: Edges) -> Finding:
    first, *others = cycle
    refs = [edges[get_node(start)][get_node(end)] for start, end in zip(cycle, [*others, first], strict=True)]
    if len(cycle) > _SHOWN:
        message = f"{first.label} is part of a cycle with {listed((e.name for e in others), most=_SHOWN)}"
    else:
        path = " → ".join(escalation.name for escalation in [*cycle, first])
        message = f"{first.label} is part of a cycle: {path}"
    ends = any(escalation.end == ref for escalation, ref in zip(cycle, refs, strict=True))
    related = tuple(
        Related(ref.place, f"reference from {escalation.name} to {ref.name}")
        for escalation, ref in zip(others[:4], refs[1:5], strict=True)
    )
    return Finding(refs[0].place, message, _END if ends else _NOTIFY, related, first.subject, refs[0].written)
