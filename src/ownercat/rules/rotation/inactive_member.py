"""A rotation names a person who is no longer active.

## What

A member of one of the rotation's layers, or a person that an override puts on call, has `active: false`, or a
`leavesOn` before the day of the check (`--as-of`; under `--timeless` only `active` counts). A layer or an override that
is over is not judged.

## Why

P02 and P03: the page goes to somebody who left. Paging products keep such members silently, and their turn is a hole. A
person who is also a member or the lead of the rotation's team is reported there, by `departed-member`, once.

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
kind: Person
name: chidi
active: false
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
from datetime import date

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Ref, Rotation
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("ROT001", "inactive-member", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Each inactive person of a rotation once, where first named, unless the team's own list says it already."""
    for rotation in context.sound(Rotation):
        told: set[str] = set()
        for ref, day in _named(rotation, context.as_of):
            person = context.catalog.person(ref)
            if person is None or person.key in told or person.is_active(day):
                continue
            told.add(person.key)
            if context.as_of is None or not _is_in_team(context, rotation, person):
                yield _finding(rotation, ref, person)


def _named(rotation: Rotation, as_of: date | None) -> Iterator[tuple[Ref, date | None]]:
    """Everyone who is or will be on call, with the first day to be judged at."""
    for layer in rotation.layers:
        if as_of is None or not layer.until or _day(layer.until, as_of) >= as_of:
            yield from ((ref, as_of) for ref in layer.members if ref is not None)
    for override in rotation.overrides if as_of else ():
        if as_of and override.add is not None and _day(override.end, as_of) >= as_of:
            yield override.add, max(as_of, _day(override.start, as_of))


def _day(written: str, otherwise: date) -> date:
    """The day of a date, a local time or an instant."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return otherwise


def _is_in_team(context: Context, rotation: Rotation, person: Person) -> bool:
    team = context.catalog.team(rotation.team)
    return team is not None and any(context.catalog.person(ref) is person for ref in (*team.members, team.lead))


def _finding(rotation: Rotation, ref: Ref, person: Person) -> Finding:
    gone = f"left on {person.leaves_on}" if person.active and person.leaves_on else "is not active"
    name = shown(person.name)
    message = f"{rotation.label} names {name}, who {gone}"
    help = f"put an active member of the team in place of {name}, so that the others keep their turns"
    related = (Related(person.at.at("leavesOn" if person.active else "active"), gone),)
    return Finding(ref.place, message, help, related, rotation.subject, ref.written)
