"""One person is on call in more than three rotations at the same time.

## What

At some instant of the 400 days from the day of the check a person holds more rotations than the option allows. The
finding shows the first of the worst moments, and all who hold the same rotations. Shadows and rotations that live
elsewhere do not count.

## Why

P50: one bad night pages all of them at once. Somebody who holds four pagers answers one of them, and three services
wait for the second tier.

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
name: r1
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: r2
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: r3
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: r4
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
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
name: r1
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: r2
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Rotation
name: r3
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Options

`most` (3): how many rotations one person may hold at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person
from ownercat.oncall.collision import Peak, peaks
from ownercat.oncall.rotation import timeline
from ownercat.oncall.wording import stretch
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, judged
from ownercat.text import listed, plural, shown

RULE = Rule("ROT108", "overcommitted-person", Severity.WARNING, options={"most": 3})


def check(context: Context) -> Iterator[Finding]:
    """Everybody who holds too many rotations at once, with their worst moment."""
    most = whole(context, RULE, "most")
    seen = (timeline(days(context), rotation) for rotation in judged(context) if rotation.role != "shadow")
    alike: dict[tuple[str, ...], list[tuple[Person, Peak]]] = {}
    for name, peak in peaks(seen, most).items():
        person = context.catalog.get("Person", name)
        if isinstance(person, Person) and person.sound:
            alike.setdefault(peak.rotations, []).append((person, peak))
    for these in alike.values():
        yield _finding(context, these, most)


def _finding(context: Context, these: list[tuple[Person, Peak]], most: int) -> Finding:
    person, peak = min(these, key=lambda each: each[1].start)
    found = (context.catalog.get("Rotation", key) for key in peak.rotations)
    rotations = [rotation for rotation in found if rotation is not None]
    names = listed(shown(rotation.name) for rotation in rotations)
    when = stretch(peak.start, peak.end, person.time_zone or "UTC")
    others = [shown(other.name) for other, _ in these if other is not person]
    more = f"; so {'is' if len(others) == 1 else 'are'} {listed(others)} at other times" if others else ""
    message = f"{shown(person.name)} is on call in {plural(len(rotations), 'rotation')} at once ({names}), {when}{more}"
    related = tuple(Related(each.named, "one of them") for each in rotations)[:RELATED]
    help = f"let others take turns, or shift them against each other, so that nobody holds more than {most} at a time"
    return Finding(
        person.named, message, help, related, person.subject, speaks_for=frozenset(each.name for each in rotations)
    )
