"""A layer, an override or an absence ends at or before its start.

## What
ownercat reports an entry that ends at or before its start, with both times in the zone of the entry:

- a layer if `until` is not after `from`;
- an override if `to` is not after `from`;
- an absence under `away` of a person if `to` is not after `from`.

A date without a time means the whole day, so `from` and `to` can have the same date. ownercat ignores layers and
overrides of rotations with `external`.

## Why
An entry that ends before it starts has no effect. If two people agreed on such an override, pages still go to the
person who expects to be off. The usual causes are two times in the wrong order, or a copied line with an old month.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
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
```yaml title=catalog/storefront.yaml as=changed
overrides:
  - {from: 2027-02-01T09:00, to: 2027-02-02T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Away, Entity, Override, Person, Rotation
from ownercat.oncall.paths import format_layer
from ownercat.rules import Context
from ownercat.rules._rotations import is_empty_layer, is_empty_override
from ownercat.text import shown

RULE = Rule("ROT002", "empty-slot", Severity.ERROR)
_READS = ("layers", "overrides", "away")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each layer, override and absence that ends at or before its start."""
    for rotation in context.sound(Rotation, reads=_READS):
        if rotation.external is None:
            yield from _check_layers(rotation)
            yield from _check_entries(rotation, "override", rotation.overrides)
    for person in context.sound(Person, reads=_READS):
        yield from _check_entries(person, "absence", person.away)


def _check_layers(rotation: Rotation) -> Iterator[Finding]:
    for number, layer in enumerate(rotation.layers):
        if is_empty_layer(layer):
            name = format_layer(rotation, number)
            times = f"from {shown(layer.start)} until {shown(layer.until)}"
            message = f"{name} of {rotation.label} ends at or before its start: {times}"
            related = (Related(layer.place.at("from"), f"start of {name}"),)
            place, help = layer.place.at("until"), _format_help("until")
            yield Finding(place, message, help, related, rotation.subject, shown(layer.until))


def _check_entries(entity: Entity, noun: str, entries: tuple[Override | Away, ...]) -> Iterator[Finding]:
    for number, each in enumerate(entries, 1):
        if is_empty_override(each):
            times = f"from {shown(each.start)} to {shown(each.end)}"
            message = f"{noun} {number} of {entity.label} ends at or before its start: {times}"
            related = (Related(each.place.at("from"), f"start of {noun} {number}"),)
            place, help = each.place.at("to"), _format_help("to")
            yield Finding(place, message, help, related, entity.subject, shown(each.end))


def _format_help(key: str) -> str:
    return f"give `{key}` a later time than `from`; a date without a time includes the whole day"
