"""A member of a rotation never gets a turn.

## What

However long one waits, none of the person's turns meets a window of the layer: turns of a day among seven people on a
layer for Saturdays always come to the same one. Or the layer has several members and no `turn`, so that the first one
holds it for good. Or later layers take every turn that comes. This is arithmetic, not a look at 400 days.

## Why

P41: cross-training. Who is on the list and never on call learns nothing, and the others carry the load without
knowing why. With `advance: activeDays` turns pass only on the days that the layer covers.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, chidi, dana, emre, fay, gus]
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
kind: Person
name: chidi
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: dana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: emre
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: fay
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: gus
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
required: {timeZone: Europe/Madrid, days: [sat], from: "09:00", to: "21:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, chidi, dana, emre, fay, gus]
    turn: {every: 1d, handoff: {at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [sat], from: "09:00", to: "21:00"}]
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
required: {timeZone: Europe/Madrid, days: [sat], from: "09:00", to: "21:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 7d, handoff: {day: sat, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [sat], from: "09:00", to: "21:00"}]
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Layer, Rotation
from ownercat.oncall.paths import layer_name
from ownercat.oncall.starved import Starved
from ownercat.rules import Context
from ownercat.rules._rotations import judged
from ownercat.rules._starving import starving
from ownercat.text import listed, shown

RULE = Rule("ROT105", "starved-member", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Members who never come, each rotation once for each reason."""
    for rotation in judged(context):
        found: dict[int | None, list[Starved]] = {}
        for each in context.once(starving).get(rotation.key, ()):
            found.setdefault(None if each.hidden else each.layer, []).append(each)
        for these in found.values():
            yield _finding(rotation, these)


def _finding(rotation: Rotation, these: list[Starved]) -> Finding:
    first = these[0]
    layer, name = rotation.layers[first.layer], layer_name(rotation, first.layer)
    people = listed(shown(each.person) for each in these)
    names = listed(dict.fromkeys(layer_name(rotation, each.layer) for each in these))
    never = "never gets a turn" if len(these) == 1 else "never get a turn"
    because, help = _why(layer, name, first.hidden)
    message = f"{people} {never} in {names} of {rotation.label}: {because}"
    place = layer.place.at("members", first.place)
    return Finding(place, message, help, subject=rotation.subject, value=people)


def _why(layer: Layer, name: str, hidden: bool) -> tuple[str, str]:
    if hidden:
        cure = f"put the layer after the others, take {name} out, or give the others windows"
        return "later layers take every one that comes", cure
    every = layer.turn.every if layer.turn else None
    if every is None:
        return "it has no turns, so its first member holds it for good", "add `turn: {every: 1w}`"
    count = len(layer.members)
    because = f"turns of {every.text} among {count} bring the same people to its windows every time"
    return because, "add `advance: activeDays`, so that turns pass on covered days only, or use turns of whole weeks"
