"""A layer of a rotation has several members but no start day for their turns.

## What
The members of a layer take turns. ownercat reports a layer if it has more than one member and no `from`. Without
`from`, the day on which the first member's turn starts is unknown, so ownercat cannot tell who is on call. ownercat
ignores rotations with `external`, because another system has their schedule.

## Why
The schedule must name the person whom a page reaches. Without a start day, two tools or two people can come to
different results.

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
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Layer, Rotation
from ownercat.oncall.turns import is_anchored
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("ROT005", "missing-anchor", Severity.ERROR)
_READS = ("layers",)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each layer with several members and no start day."""
    for rotation in context.sound(Rotation, reads=_READS):
        for number, layer in enumerate(rotation.layers if rotation.external is None else ()):
            if not is_anchored(layer):
                places = len({ref.name if ref else None for ref in layer.members})
                message = (
                    f"{_format_layer(layer, number)} of {rotation.label} has no `from`: "
                    f"ownercat cannot tell which of {plural(places, 'member')} is on call"
                )
                help = "add `from: YYYY-MM-DD`, the day on which the first member's turn starts"
                yield Finding(layer.place.key("members"), message, help, subject=rotation.subject)


def _format_layer(layer: Layer, number: int) -> str:
    return f"layer `{shown(layer.id, 63)}`" if layer.id else f"layer {number + 1}"
