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
from ownercat.rules.ownership._teams import estates, standings

RULE = Rule("ROT103", "single-member-rotation", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Rotations with one distinct member, where that member is not all there is of the team."""
    found = [
        (rotation, refs[0]) for rotation in context.sound(Rotation) if len(refs := _people(context, rotation)) == 1
    ]
    lone = _lone(context) if found else frozenset()
    for rotation, ref in found:
        team, person = context.catalog.team(rotation.team), context.catalog.person(ref)
        if team is None or person is None or (team.key, person.key) not in lone:
            message = f"{rotation.label} has one member: {ref.name} is on call all the time"
            help = "add a second person who can take the pager"
            yield Finding(ref.place, message, help, subject=rotation.subject, value=ref.written)


def _people(context: Context, rotation: Rotation) -> list[Ref]:
    """The first mention of each distinct person; a name that means nobody counts as a person of its own."""
    if rotation.external is not None or rotation.role == "shadow":
        return []
    found: dict[str, Ref] = {}
    for ref in members(rotation):
        person = context.catalog.person(ref)
        found.setdefault(person.key if person else ref.name, ref)
    return list(found.values())


def _lone(context: Context) -> frozenset[tuple[str, str]]:
    """The teams of one that own something, each with its one person."""
    owning = estates(context)
    alone = ((team, standing.alone) for team, standing in standings(context).items() if team in owning)
    return frozenset((team, person.key) for team, person in alone if person is not None)
