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
    used, dangling = _used(context.catalog)
    meant = misspelt(context, "Escalation", dangling)
    for escalation in context.sound(Escalation):
        if escalation.key in used or escalation.key in meant or context.uncertain(escalation.name):
            continue
        message = f"{escalation.label} is not used: no service or team leads to it"
        help = "name it under `escalation` in a service or a team, or remove it"
        yield Finding(escalation.named, message, help, subject=escalation.subject)


def _used(catalog: Catalog) -> tuple[set[str], list[Ref]]:
    """The keys of what is named outside escalations, and of all that it leads to; the references that mean nothing."""
    used: set[str] = set()
    dangling: list[Ref] = []
    waiting: list[Entity] = [entity for entity in catalog.of(Entity) if not isinstance(entity, Escalation)]
    while waiting:
        for ref in waiting.pop().refs:
            if "Escalation" in ref.kinds:
                found = catalog.find(ref)
                if found is None:
                    dangling.append(ref)
                elif isinstance(found, Escalation) and found.key not in used:
                    used.add(found.key)
                    waiting.append(found)
    return used, dangling
