"""A layer or an override of a rotation, or somebody's absence, ends before it begins.

## What

`until` of a layer is not after its `from`, or `to` of an override, or of a person's entry under `away`, is not after
its `from`, in their zone. A date counts whole: from and to the same day is that day.

## Why

P05: the plan says who is paged. A slot that lasts no time is a swap that never happens: two numbers were changed over,
or the month was not changed when a line was copied. Paging products take such a slot without a word.

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
overrides:
  - {from: 2027-02-02T09:00, to: 2027-02-01T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}
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
overrides:
  - {from: 2027-02-01T09:00, to: 2027-02-02T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Away, Entity, Override, Person, Rotation
from ownercat.oncall.paths import layer_name
from ownercat.rules import Context
from ownercat.rules._rotations import is_empty_layer, is_empty_override
from ownercat.text import shown

RULE = Rule("ROT002", "empty-slot", Severity.ERROR)

_HELP = "put the later one last; a date counts whole, so from and to the same day is that day"


def check(context: Context) -> Iterator[Finding]:
    """What lasts no time; a schedule that lives elsewhere has nothing that counts."""
    for rotation in context.sound(Rotation):
        if rotation.external is None:
            yield from _layers(rotation)
            yield from _entries(rotation, "override", rotation.overrides)
    for person in context.sound(Person):
        yield from _entries(person, "absence", person.away)


def _layers(rotation: Rotation) -> Iterator[Finding]:
    for number, layer in enumerate(rotation.layers):
        if is_empty_layer(layer):
            name = layer_name(rotation, number)
            message = f"{name} of {rotation.label} begins on {shown(layer.start)} and ends on {shown(layer.until)}"
            related = (Related(layer.place.at("from"), "it begins here"),)
            yield Finding(layer.place.at("until"), message, _HELP, related, rotation.subject, shown(layer.until))


def _entries(entity: Entity, called: str, entries: tuple[Override | Away, ...]) -> Iterator[Finding]:
    for number, each in enumerate(entries, 1):
        if is_empty_override(each):
            message = f"{called} {number} of {entity.label} goes from {shown(each.start)} to {shown(each.end)}"
            related = (Related(each.place.at("from"), "it begins here"),)
            yield Finding(each.place.at("to"), message, _HELP, related, entity.subject, shown(each.end))
