"""The times that an SLA promises contradict one another.

## What

Within a severity, `ack` ≤ `respond` ≤ `restore` ≤ `resolve`. Between severities, the more severe one is never slower
than the less severe one in the same target (`updateEvery` included). Each step is judged once, against the next target
or severity that is stated. Retired SLAs are not judged.

## Why

P21: the response times of the categories are one scale. Nobody can restore before the page was acknowledged, and a
worse incident that may take longer than a smaller one is a slip of the pen, or two people who edited different lines.

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
  sev1: {ack: 2h, restore: 1h}
  sev2: {ack: 2h, restore: 4h}
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
from itertools import pairwise
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Duration, SlaTarget
from ownercat.rules import Context

RULE = Rule("SLA008", "disordered-targets", Severity.ERROR)

WITHIN = ("ack", "respond", "restore", "resolve")
BETWEEN = ("ack", "respond", "updateEvery", "restore", "resolve")


class _Stated(NamedTuple):
    """A target, and its times by the key as written."""

    target: SlaTarget
    times: dict[str, Duration]


def check(context: Context) -> Iterator[Finding]:
    """Every neighbouring pair of times that is the wrong way round."""
    ranks = {level.id: rank for rank, level in enumerate(context.policy.severities)}
    for sla in context.sound(SLA):
        if sla.status == "retired":
            continue
        stated = [_Stated(target, _times(target)) for target in sla.targets]
        for one in stated:
            yield from _within(sla, *one)
        if context.policy_is_whole:
            known = [one for one in stated if context.policy.severity_id(one.target.severity) in ranks]
            ordered = sorted(known, key=lambda one: ranks[context.policy.severity_id(one.target.severity)])
            for key in BETWEEN:
                yield from _between(sla, ordered, key)


def _times(target: SlaTarget) -> dict[str, Duration]:
    """What is stated, by the key as written."""
    stated = {
        "ack": target.ack,
        "respond": target.respond,
        "updateEvery": target.update_every,
        "restore": target.restore,
        "resolve": target.resolve,
    }
    return {key: time for key, time in stated.items() if time is not None}


def _within(sla: SLA, target: SlaTarget, times: dict[str, Duration]) -> Iterator[Finding]:
    for (first, before), (second, after) in pairwise((key, times[key]) for key in WITHIN if key in times):
        if before.seconds > after.seconds:
            arithmetic = f"{first} {before.text} > {second} {after.text}"
            message = f"{sla.label} promises {target.severity} {second} before {first}: {arithmetic}"
            help = f"promise at most {after.text} for {first}, or at least {before.text} for {second}"
            related = (Related(target.place.at(first), f"{first} is later"),)
            yield Finding(target.place.at(second), message, help, related, sla.subject)


def _between(sla: SLA, ordered: list[_Stated], key: str) -> Iterator[Finding]:
    stated = [(target, times[key]) for target, times in ordered if key in times]
    for (severe, slow), (mild, fast) in pairwise(stated):
        if slow.seconds > fast.seconds:
            message = (
                f"{sla.label} promises a slower {key} for {severe.severity} than for {mild.severity}, "
                f"which is less severe: {slow.text} > {fast.text}"
            )
            help = f"promise at most {fast.text} for {severe.severity}, or at least {slow.text} for {mild.severity}"
            related = (Related(mild.place.at(key), f"{mild.severity} is faster"),)
            yield Finding(severe.place.at(key), message, help, related, sla.subject)
