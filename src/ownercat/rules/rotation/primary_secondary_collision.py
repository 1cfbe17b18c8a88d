"""Two lines of a team come to the same person at the same time.

## What

A primary and a secondary rotation of one team have the same person on call at some instant of the 400 days from the
day of the check. A team with several of either is judged by those that one escalation has in different tiers. The
finding shows the first time and how often it happens. A rotation of one person is reported as that, by
`single-member-rotation`; a shadow is on call with somebody by intention.

## Why

P25: the second line is there because one person can be asleep, on a train or at the dentist. Where it is the same
person, the escalation waits for somebody who has not answered yet. Lists of different length always get there: a
primary of five and a secondary of four people are fine for fifteen weeks, and not in the sixteenth.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, chidi]
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
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, chidi]
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
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, chidi, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Layer
from ownercat.oncall.collision import Collision
from ownercat.oncall.load import zone_of
from ownercat.oncall.timelines import Timeline, at
from ownercat.oncall.wording import stretch
from ownercat.rules import Context
from ownercat.rules._meetings import meetings
from ownercat.rules._rotations import days
from ownercat.text import shown

RULE = Rule("ROT104", "primary-secondary-collision", Severity.WARNING)

_BEHIND = "a list of the same length that is one place behind never meets the first"


def check(context: Context) -> Iterator[Finding]:
    """Each secondary rotation that meets a primary one, once."""
    for meeting in context.once(meetings):
        yield _finding(context, *meeting)


def _finding(context: Context, first: Timeline, second: Timeline, found: list[Collision]) -> Finding:
    start, end, person = found[0]
    primary, secondary = first.rotation, second.rotation
    often = f", the first of {len(found)} times" if len(found) > 1 else ""
    message = (
        f"rotations {shown(primary.name)} and {shown(secondary.name)} both come to {shown(person)}: "
        f"{stretch(start, end, zone_of(days(context), second, person, 0))}{often}"
    )
    related = (Related(primary.named, "the primary rotation"),)
    return Finding(secondary.named, message, _help(first, second, start), related, secondary.subject, primary.name)


def _help(first: Timeline, second: Timeline, instant: int) -> str:
    """What keeps them apart: another override, the primary's list one place behind, or equal turns."""
    for seen in (second, first):
        holder = at(seen, instant)
        if holder.why == "override":
            return f"let override {holder.number + 1} of {seen.rotation.label} add somebody else"
    ours, theirs = first.rotation.layers, second.rotation.layers
    if (
        len(ours) == len(theirs) == 1
        and len(ours[0].members) > 1
        and ours[0]._replace(**_list_of(theirs[0])) == theirs[0]
    ):
        names = [ref.name if ref else "none" for ref in (*ours[0].members[1:], ours[0].members[0])]
        return f"give {second.rotation.label} `members: [{', '.join(map(shown, names))}]`: {_BEHIND}"
    return f"give both the same hand-off and `from`: {_BEHIND}"


def _list_of(layer: Layer) -> dict[str, Any]:
    """What may differ between layers that take turns alike."""
    return {"id": layer.id, "members": layer.members, "place": layer.place}
