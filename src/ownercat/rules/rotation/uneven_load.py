"""One person of a rotation carries far more of it than the others.

## What

Over the 400 days from the day of the check somebody is on call for more than the option allows, compared with an even
share among all who are on call in the rotation. Judged where that person has at least four turns, and where nobody of
the rotation leaves meanwhile; shadows are not judged.

## Why

P47: metrics refine staffing. Nobody decides to give one person two thirds of the nights; a name stands in the list
twice, a layer for evenings has one member, and a year later that person asks for another team.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, chidi, dana]
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
kind: Person
name: dana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, ana, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, chidi, dana]
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
kind: Person
name: dana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, chidi, dana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Options

`most` (150): per cent of an even share that one person may carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Person, Rotation
from ownercat.oncall.handovers import carried
from ownercat.oncall.rotation import timeline
from ownercat.oncall.wording import length
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._rotations import days, judged
from ownercat.text import plural, shown

RULE = Rule("ROT107", "uneven-load", Severity.INFO, options={"most": 150})

_TURNS = 4  # fewer prove nothing: 400 days end in the middle of a round


def check(context: Context) -> Iterator[Finding]:
    """The person of each rotation who carries too much of it."""
    most = whole(context, RULE, "most")
    for rotation in judged(context):
        if rotation.role == "shadow":
            continue
        seconds, turns = carried(days(context), timeline(days(context), rotation))
        if len(seconds) < 2 or not all(_stays(context, name) for name in seconds):
            continue
        name, mine = max(seconds.items(), key=lambda each: (each[1], each[0]))
        if turns[name] >= _TURNS and mine * len(seconds) * 100 > most * seconds.total():
            yield _finding(rotation, name, seconds)


def _stays(context: Context, name: str) -> bool:
    person = context.catalog.get("Person", name)
    return isinstance(person, Person) and person.sound and person.active and person.leaves_on is None


def _finding(rotation: Rotation, name: str, seconds: Counter[str]) -> Finding:
    share = round(100 * seconds[name] / seconds.total())
    even = round(100 / len(seconds))
    message = (
        f"{shown(name)} carries {share} % of {rotation.label} ({length(seconds[name])}); among "
        f"{plural(len(seconds), 'person', 'people')} {even} % would be even"
    )
    help = "give every member as many turns as the others, or put more people into the layers that one person fills"
    return Finding(rotation.named, message, help, subject=rotation.subject, value=name, extent=share)
