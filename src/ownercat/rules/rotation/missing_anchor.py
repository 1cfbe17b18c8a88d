"""A layer of a rotation has several members and no day to count their turns from.

## What

The layer has more than one member and no `from`. Turn 0 begins at the first hand-off at or after `from`; without it
nobody can tell whose turn it is.

## Why

P05: the plan says who is paged. A plan without an anchor gives each reader, and each tool, another answer.

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
from ownercat.model import Layer, Rotation
from ownercat.oncall.turns import is_anchored
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("ROT005", "missing-anchor", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Layers whose turns cannot be counted; a schedule that lives elsewhere is not ours to compute."""
    for rotation in context.sound(Rotation):
        for number, layer in enumerate(rotation.layers if rotation.external is None else ()):
            if not is_anchored(layer):
                places = len({ref.name if ref else None for ref in layer.members})
                message = (
                    f"{_called(layer, number)} of {rotation.label} takes turns among {plural(places, 'member')} "
                    "but has no `from` to count them from"
                )
                help = "add `from: YYYY-MM-DD`, the day of the hand-off that begins the first member's turn"
                yield Finding(layer.place.key("members"), message, help, subject=rotation.subject)


def _called(layer: Layer, number: int) -> str:
    return f"layer {shown(layer.id, 63)}" if layer.id else f"layer {number + 1}"
