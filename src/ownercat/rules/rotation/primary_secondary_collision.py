"""A team has the same person on call in its primary and its secondary rotation.

## What
If the on-call person of the primary rotation does not respond, the secondary rotation of the team gets the page.
ownercat reports the two rotations if both have the same person on call at the same time. The finding shows the first
collision and the number of collisions.

- ownercat checks 400 days from the day of the check.
- If a team has several primary or secondary rotations, ownercat compares only the rotations that one escalation pages.
- This rule skips a rotation that another rule reports: [single-member-rotation], [inactive-member] or [starved-member].
- With `--timeless`, ownercat ignores collisions before the first turns of both rotations.
- ownercat ignores rotations with `role: shadow`: a shadow is on call together with another person.

## Why
If both rotations have the same person on call, the second page goes to the person who missed the first page. Rotations
with different numbers of members collide sooner or later. For example, a primary rotation with five members and a
secondary rotation with four members can run for 15 weeks and collide in week 16.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

```yaml title=catalog/secondary.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-secondary
team: storefront
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes
```yaml title=catalog/secondary.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, chidi, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```
"""

from collections.abc import Iterator
from typing import Any

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Layer
from ownercat.oncall.basis import format_observed
from ownercat.oncall.collision import Collision
from ownercat.oncall.load import find_person_zone
from ownercat.oncall.timelines import Timeline, get_holder
from ownercat.oncall.wording import format_interval
from ownercat.rules import Context
from ownercat.rules._meetings import meetings
from ownercat.rules._rotations import days
from ownercat.text import shown

RULE = Rule("ROT104", "primary-secondary-collision", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each secondary rotation that collides with a primary rotation."""
    for meeting in context.once(meetings):
        yield _finding(context, *meeting)


def _finding(context: Context, first: Timeline, second: Timeline, times: list[Collision]) -> Finding:
    start, end, person = times[0]
    primary, secondary = first.rotation, second.rotation
    often = f", first of {len(times)} times" if len(times) > 1 else ""
    message = (
        f"rotations {shown(primary.name)} and {shown(secondary.name)} have the same person on call: {shown(person)}, "
        f"{format_interval(start, end, find_person_zone(days(context), second, person, 0))}{often}"
    )
    related = (Related(primary.named, f"primary {primary.label}"),)
    return Finding(
        secondary.named, message, _format_help(first, second, start), related, secondary.subject, primary.name
    )


def _format_help(first: Timeline, second: Timeline, instant: int) -> str:
    """Propose another override, the members of the primary rotation in another order, or equal turns."""
    for seen in (second, first):
        holder = get_holder(seen, instant)
        if holder.why == "override":
            return f"in override {holder.number + 1} of {seen.rotation.label}, set `add` to another person"
    elsewhere = next((seen.rotation for seen in (second, first) if seen.rotation.external is not None), None)
    if elsewhere is not None:
        return f"in {format_observed(elsewhere)}, schedule another person for these hours"
    ours, theirs = first.rotation.layers, second.rotation.layers
    order = f"the members of {shown(first.rotation.name)}, starting with the second"
    if (
        len(ours) == len(theirs) == 1
        and len(ours[0].members) > 1
        and ours[0]._replace(**_collect_free_fields(theirs[0])) == theirs[0]
    ):
        names = [ref.name if ref else "none" for ref in (*ours[0].members[1:], ours[0].members[0])]
        return f"set `members: [{', '.join(map(shown, names))}]` in {second.rotation.label}: {order}"
    return f"set the same `handoff` and `from` in both rotations; in {shown(second.rotation.name)}, list {order}"


def _collect_free_fields(layer: Layer) -> dict[str, Any]:
    """Return the fields that may differ between two layers with the same turns."""
    return {"id": layer.id, "members": layer.members, "place": layer.place}
