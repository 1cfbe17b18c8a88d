"""A rotation has a member who never gets a turn.

## What
ownercat reports a member of a layer who is never on call. There are three cases:

- No turn of the member is in a window of the layer. For example, daily turns among seven members give all Saturdays to
  the same member. ownercat proves this by arithmetic, not only for the next 400 days.
- The layer has several members and no `turn`, so the first member is always on call.
- Later layers cover all turns of the member.

With `advance: activeDays`, turns change only on days that the layer covers.

## Why
A member who is never on call does not learn to operate the service. The other members have more on-call time than the
list suggests.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
required: {timeZone: Europe/Madrid, days: [sat], from: "09:00", to: "21:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, ana, bo, ana, bo, ana]
    turn: {every: 1d, handoff: {at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [sat], from: "09:00", to: "21:00"}]
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 7d, handoff: {day: sat, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [sat], from: "09:00", to: "21:00"}]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Layer, Rotation
from ownercat.oncall.paths import format_layer
from ownercat.oncall.starved import Starved
from ownercat.rules import Context
from ownercat.rules._meetings import starving
from ownercat.rules._rotations import judged
from ownercat.text import listed, shown

RULE = Rule("ROT105", "starved-member", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each rotation and cause, with the members who never get a turn."""
    for rotation in judged(context):
        by_cause: dict[int | None, list[Starved]] = {}
        for each in context.once(starving).get(rotation.key, ()):
            by_cause.setdefault(None if each.hidden else each.layer, []).append(each)
        for members in by_cause.values():
            yield _finding(rotation, members)


def _finding(rotation: Rotation, members: list[Starved]) -> Finding:
    first = members[0]
    layer, name = rotation.layers[first.layer], format_layer(rotation, first.layer)
    people = listed(shown(each.person) for each in members)
    names = listed(dict.fromkeys(format_layer(rotation, each.layer) for each in members))
    fact = "a member who never gets a turn" if len(members) == 1 else "members who never get a turn"
    cause, help = _explain(layer, name, first.hidden)
    message = f"{rotation.label} has {fact}: {people} in {names}, because {cause}"
    place = layer.place.at("members", first.place)
    return Finding(place, message, help, subject=rotation.subject, value=people)


def _explain(layer: Layer, name: str, hidden: bool) -> tuple[str, str]:
    """Return the cause as a clause, and the fix."""
    if hidden:
        fix = f"move {name} after the later layers, remove it, or add `windows` to the later layers"
        return "later layers cover all of their turns", fix
    every = layer.turn.every if layer.turn else None
    if every is None:
        return "the layer has no `turn` and its first member is always on call", f"add `turn: {{every: 1w}}` to {name}"
    cause = f"turns of {every.text} for {len(layer.members)} members always give the windows to the same people"
    return cause, f"add `advance: activeDays` to {name}, so that turns pass only on covered days, or set `every: 1w`"
