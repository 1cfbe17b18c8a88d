"""No service, team or other escalation in use leads to an escalation.

## What

Nothing refers to this escalation: no service's routes, no team's default, no role, and no escalation that is itself in
use and pages it or hands over to it. Two that refer only to one another are both unused.

## Why

P35: one searchable store. An escalation that nothing uses is either forgotten, and misleads whoever finds it at
night, or it was meant to be used and a reference is missing.

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
end: stop
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
escalation: shop-urgent
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
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Catalog, Entity, Escalation, Ref
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt

RULE = Rule("ESC013", "unused-policy", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Escalations that nothing in use leads to."""
    used = _used(context.catalog)
    meant = misspelt(context, "Escalation", (ref for entity in context.catalog.of(Entity) for ref in _refs(entity)))
    for escalation in context.sound(Escalation):
        if escalation.key not in used and escalation.key not in meant and not context.uncertain(escalation.name):
            message = f"{escalation.label} is not used: no service or team leads to it"
            help = "name it under `escalation` in a service or a team, or remove it"
            yield Finding(escalation.named, message, help, subject=escalation.subject)


def _used(catalog: Catalog) -> set[str]:
    """The keys of the escalations that are named outside escalations, and of all that those lead to."""
    others = (entity for entity in catalog.of(Entity) if not isinstance(entity, Escalation))
    waiting = [escalation for entity in others for escalation in _named_by(catalog, entity)]
    used: set[str] = set()
    while waiting:
        escalation = waiting.pop()
        if escalation.key not in used:
            used.add(escalation.key)
            waiting.extend(_named_by(catalog, escalation))
    return used


def _named_by(catalog: Catalog, entity: Entity) -> Iterator[Escalation]:
    return (found for ref in _refs(entity) if isinstance(found := catalog.find(ref), Escalation))


def _refs(entity: Entity) -> Iterator[Ref]:
    return (ref for ref in entity.refs if "Escalation" in ref.kinds)
