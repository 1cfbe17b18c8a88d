"""One and the same person is on call all the time.

## What

All layers of the rotation together name one person. A `shadow` rotation is left out, because it pages nobody who has
to act, and so is a schedule that lives elsewhere (`external`). A team of one is reported by `lone-owner`, once.

## Why

P41 and P03: nobody can be on call every night and stay well, go on holiday, or be missed. Some tools give such a
rotation a perfect score, because nothing is out of balance.

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
  - {id: everyone, timeZone: Europe/Madrid, members: [ana]}
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

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Ref, Rotation
from ownercat.oncall.paths import members
from ownercat.rules import Context

RULE = Rule("ROT103", "single-member-rotation", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Rotations with one distinct member."""
    for rotation in context.sound(Rotation):
        if rotation.external is not None or rotation.role == "shadow":
            continue
        refs = list(members(rotation))
        if len({_who(context, ref) for ref in refs}) == 1:
            message = f"{rotation.label} has one member: {refs[0].name} is on call all the time"
            help = "add a second person who can take the pager"
            yield Finding(refs[0].place, message, help, subject=rotation.subject, value=refs[0].written)


def _who(context: Context, ref: Ref) -> str:
    """The person's name, whatever alias is written; a name that means nobody counts as a person of its own."""
    person = context.catalog.person(ref)
    return person.key if person else ref.name
