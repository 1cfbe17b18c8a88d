"""An escalation does not say what happens after its last tier.

## What

Neither `repeat` nor `end` is there. With `repeat` the tiers are paged again, so many times; with `end` the page stops,
or another escalation takes over.

## Why

P25: what happens when nobody answers is a decision. Paging products fill the silence differently: one stops, one
repeats for a day, one resolves the incident.

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
repeat: {times: 3, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation
from ownercat.rules import Context

RULE = Rule("ESC012", "unterminated", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Escalations with neither ``repeat`` nor ``end``; one without tiers is ``empty-tier``'s."""
    for escalation in context.sound(Escalation):
        if escalation.tiers and escalation.repeat is None and escalation.end is None:
            message = f"{escalation.label} does not say what happens when its last tier does not answer"
            help = "add `repeat: {times: 3, every: 10m}`, `end: stop`, or `end: {handoff: ESCALATION}`"
            yield Finding(escalation.named, message, help, subject=escalation.subject)
