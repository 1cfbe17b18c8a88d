"""A service level objective is no objective: its target cannot be one, or it has no window.

## What

The `target` of an objective, in an SLA or in a journey, is missing, or not a percentage above 0 and below 100, or a
fraction (`0.999`) where a percentage (`99.9`) belongs; or the objective has no `window`. An objective with a `ref` may
leave both to the file that it refers to. Retired SLAs are not judged.

## Why

P19: levels are measurable. 100 % leaves no error budget, so that every incident breaks the promise; a fraction taken
for a percentage promises almost nothing; and without a window nobody can say when the budget is spent.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: availability, sli: {type: availability}, target: 0.999, window: 28d}
approvers: [shop]
```
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
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
objectives:
  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}
approvers: [shop]
```
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
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import SLA, Journey, Objective
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("SLA001", "invalid-objective", Severity.ERROR)

EXAMPLE = "99.9"


def check(context: Context) -> Iterator[Finding]:
    """The objectives of every SLA that is not retired, and of every journey."""
    current = (sla for sla in context.sound(SLA) if sla.status != "retired")
    entities: Iterator[SLA | Journey] = chain(current, context.sound(Journey))
    for entity in entities:
        for number, objective in enumerate(entity.objectives):
            yield from _judge(entity, objective, number)


def _judge(entity: SLA | Journey, objective: Objective, number: int) -> Iterator[Finding]:
    begin = f"objective {shown(objective.name) if objective.name else number + 1} of {entity.label}"
    named = objective.place.at("name") if objective.name else objective.place
    target = objective.target
    if target is None:
        if not objective.ref:
            help = f"add the percentage that is promised, such as `target: {EXAMPLE}`"
            yield Finding(named, f"{begin} has no target", help, subject=entity.subject)
    elif not 1 < target < 100:
        written = _number(target)
        what = "a fraction, and a percentage belongs here" if 0 < target <= 1 else "not above 0 and below 100"
        help = f"write `target: {_meant(target)}`"
        yield Finding(
            objective.place.at("target"), f"the target {written} of {begin} is {what}", help, subject=entity.subject
        )
    if objective.window is None and not objective.ref:
        help = "add the time that it is measured over, such as `window: 28d`"
        yield Finding(named, f"{begin} has no window", help, subject=entity.subject)


def _meant(target: float) -> str:
    """The percentage that a fraction stands for; an example where there is none."""
    return _number(target, 100) if 0 < target < 1 else EXAMPLE


def _number(value: float, times: int = 1) -> str:
    # in decimal, so that 0.999 becomes 99.9 and not 99.90000000000001
    return shown(f"{(Decimal(repr(value)) * times).normalize():f}", 40)
