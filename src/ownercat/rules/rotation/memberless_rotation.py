"""A rotation has no members at all.

## What

The rotation has no layers, or no layer names anybody (`none` is a slot that is deliberately empty), and the schedule
does not live elsewhere (`external`). Whoever is paged through it is nobody.

## Why

P50: a rotation without members is a gap of a hundred per cent, and the one gap that several tools do not see, because
there are no shifts to look at.

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
  - {id: everyone, timeZone: Europe/Madrid, members: []}
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
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Rotation
from ownercat.oncall.paths import called, members
from ownercat.rules import Context

RULE = Rule("ROT111", "memberless-rotation", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Rotations that page nobody, with a tier that uses each of them."""
    empty = [
        rotation
        for rotation in context.sound(Rotation)
        if rotation.external is None and next(members(rotation), None) is None
    ]
    used = _used(context) if empty else {}
    for rotation in empty:
        related = used.get(rotation.key)
        message = f"{rotation.label} has no members: a page to it reaches nobody"
        help = "add people under `members` in a layer, or `external` if the schedule lives elsewhere"
        yield Finding(rotation.named, message, help, (related,) if related else (), rotation.subject)


def _used(context: Context) -> Mapping[str, Related]:
    """The first tier that pages each rotation by its name."""
    found: dict[str, Related] = {}
    for escalation in context.catalog.of(Escalation):
        for number, tier in enumerate(escalation.tiers):
            for ref in tier.notify:
                rotation = context.catalog.rotation(ref)
                if rotation is not None:
                    told = Related(ref.place, f"paged by {called(tier, number)} of {escalation.label}")
                    found.setdefault(rotation.key, told)
    return found
