"""A rotation has no members.

## What
ownercat reports a rotation if it has no layers, or if no layer names a person. The member `none` is not a person: it
marks a turn without a person. ownercat does not report:

- a rotation with `external`, because another system has its schedule;
- a rotation whose overrides add people, because the overrides are the schedule.

## Why
A page to a rotation without members never reaches a person. Tools that check shifts do not report the gap, because the
rotation has no shifts.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - {id: everyone, timeZone: Europe/Madrid, members: []}
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

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Rotation
from ownercat.oncall.paths import format_level, list_members
from ownercat.rules import Context

RULE = Rule("ROT111", "memberless-rotation", Severity.ERROR)
_READS = ("layers", "external", "overrides")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rotation without members, with the first level that pages it."""
    empty = [
        rotation
        for rotation in context.sound(Rotation, reads=_READS)
        if rotation.external is None
        and next(list_members(rotation), None) is None
        and not any(override.add for override in rotation.overrides)
    ]
    used = _map_to_first_level(context) if empty else {}
    for rotation in empty:
        related = used.get(rotation.key)
        message = f"{rotation.label} has no members: a page to this rotation reaches nobody"
        help = "add people to `members` of a layer, or add `external` if another system has the schedule"
        yield Finding(rotation.named, message, help, (related,) if related else (), rotation.subject)


def _map_to_first_level(context: Context) -> Mapping[str, Related]:
    """Return the first reference from an escalation level to each rotation, by rotation key."""
    result: dict[str, Related] = {}
    for escalation in context.catalog.of(Escalation):
        for number, tier in enumerate(escalation.tiers):
            for ref in tier.notify:
                rotation = context.catalog.rotation(ref)
                if rotation is not None:
                    related = Related(ref.place, f"reference from {format_level(tier, number)} of {escalation.label}")
                    result.setdefault(rotation.key, related)
    return result
