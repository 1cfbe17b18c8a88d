"""Two tiers in a row page the same people.

## What

A tier pages exactly the rotations and people of the tier before it, for the same purpose and urgency; a team stands
for its primary rotation. Where the later one uses a channel in its `via` that the earlier one does not, paging the
same people is deliberate and not reported. Two rotations that come to the same person are reported by
`primary-secondary-collision`.

## Why

P25: who did not hear the first page does not hear the second one. The escalation looks one tier longer than it is.

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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
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
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
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
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel
from ownercat.oncall.paths import called
from ownercat.rules import Context
from ownercat.rules._paged import meant

RULE = Rule("ESC010", "repeated-tier", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each tier that pages nobody but those of the tier before it."""
    for escalation in context.sound(Escalation):
        for number, (first, second) in enumerate(pairwise(escalation.tiers)):
            if first.purpose == second.purpose and not _is_louder(first, second) and _is_same(context, first, second):
                yield _finding(escalation, number)


def _is_louder(first: EscalationLevel, second: EscalationLevel) -> bool:
    """Whether the second tier uses a channel that the first one does not: a reason to page the same people again."""
    if second.urgency != first.urgency:
        return True
    return bool(first.via) != bool(second.via) or not set(second.via) <= set(first.via)


def _is_same(context: Context, first: EscalationLevel, second: EscalationLevel) -> bool:
    before = meant(context, first)
    return bool(before) and before == meant(context, second)


def _finding(escalation: Escalation, number: int) -> Finding:
    first, second = escalation.tiers[number], escalation.tiers[number + 1]
    before = called(first, number)
    message = f"{called(second, number + 1)} of {escalation.label} always pages the same people as {before} before it"
    help = f"page somebody else there; to try again, give {before} `attempts: {{times: 2, every: 5m}}`"
    related = (Related(first.place.at("notify"), "the same people"),)
    return Finding(second.place.at("notify"), message, help, related, escalation.subject)
