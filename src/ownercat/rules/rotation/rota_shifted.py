"""A change moves who is on call this week.

## What

Judged only against a base (`ownercat check --base`), and at a day: within the seven days from the day of the check,
a rotation puts somebody on call where it had somebody else before the change. A new override that says so is meant,
and is not reported; hours that nobody has any more are [coverage-gap]'s.

## Why

P05: people plan their week by the rota. A member who is added in front of the list, a turn of another length or a new
`from` moves everybody's turns, this week's as well: one of the two does not know that the phone is theirs, the other
believes that it still is.

## Example that fails

```yaml title=before/catalog/shop.yaml
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
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes

With the new member the turns are counted anew, and the list begins with those who have this week and the next one.

```yaml title=before/catalog/shop.yaml
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
name: cid
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

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, cid]
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
name: cid
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana, cid]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-11-16
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Override, Person, Rotation
from ownercat.oncall.calendar import Calendar, between
from ownercat.oncall.clock import WEEK, day_start
from ownercat.oncall.intervals import Track, combine, cut, pieces
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Holder
from ownercat.oncall.wording import local, stretch
from ownercat.rules import Context
from ownercat.rules._rotations import holds, judged
from ownercat.text import plural, shown

RULE = Rule("ROT110", "rota-shifted", Severity.WARNING)

_FOLLOWED = 5 * WEEK  # how far a turn that begins within the week is followed to its end


class _Move(NamedTuple):
    """A stretch of time that goes from one person to another."""

    start: int
    end: int
    was: str
    now: Holder


def check(context: Context) -> Iterator[Finding]:
    """Each rotation that has somebody else on call within the week from the day of the check."""
    if context.base is None or context.as_of is None:
        return
    start = day_start(context.as_of)
    before, after = (between(catalog, start, start + _FOLLOWED) for catalog in (context.base.catalog, context.catalog))
    for rotation in judged(context):
        old = context.base.catalog.get("Rotation", rotation.key)
        if isinstance(old, Rotation) and old != rotation and old.sound and holds(old):
            moves = [move for move in _moves(before, after, old, rotation) if move.start < start + WEEK]
            if moves:
                yield _finding(rotation, moves)


def _moves(before: Calendar, after: Calendar, old: Rotation, new: Rotation) -> Iterator[_Move]:
    was, now = timeline(before, old).track, timeline(after, new).track
    end = min(was.end, now.end)
    for start, stop, (first, second) in pieces(_together(cut(was, end), cut(now, end))):
        name = _name(after, first.person)
        if name is not None and second.person not in (None, name) and not _is_meant(old, new, second):
            yield _Move(start, stop, name, second)


def _together(was: Track[Holder], now: Track[Holder]) -> Track[tuple[Holder, Holder]]:
    return combine(was, now, lambda first, second: (first, second))


def _name(after: Calendar, person: str | None) -> str | None:
    """What somebody is called now."""
    heir = after.catalog.aliases.get(("Person", person or ""))
    return heir.key if isinstance(heir, Person) and ("Person", person) not in after.catalog.entities else person


def _is_meant(old: Rotation, new: Rotation, holder: Holder) -> bool:
    """Whether an override puts them on call that was not there before."""
    if holder.why != "override":
        return False
    return _terms(new.overrides[holder.number]) not in map(_terms, old.overrides)


def _terms(override: Override) -> tuple[str | None, ...]:
    people = (ref.name if ref else None for ref in (override.remove, override.add))
    return (override.start, override.end, override.time_zone, *people)


def _finding(rotation: Rotation, moves: list[_Move]) -> Finding:
    start, end, was, now = moves[0]
    layer = rotation.layers[now.number] if now.why == "turn" else None
    zone = layer.time_zone if layer else rotation.layers[0].time_zone
    old, new = shown(was), shown(now.person)
    more = f", and {plural(len(moves) - 1, 'further move')} in the week" if len(moves) > 1 else ""
    times = f"from: {local(start, zone)}, to: {local(end, zone)}, timeZone: {shown(zone)}"
    return Finding(
        layer.place.at("members") if layer else rotation.named,
        f"the change moves who is on call in {shown(rotation.label)}: {old} → {new}, {stretch(start, end, zone)}{more}",
        f"tell both, or keep the turn with an override: {{{times}, remove: {new}, add: {old}}}",
        subject=rotation.subject,
        value=f"{was} {now.person}",
    )
