"""A rotation is handed over at night for one of the two.

## What

Most hand-overs from one person to another within the 400 days from the day of the check are outside the hours of the
option, on the clock of whoever hands over or of whoever takes over: their own `timeZone`, else that of the layer. The
finding shows the first of them. Overrides and hand-overs from or to nobody do not count.

## Why

P13: a hand-over is a talk, with what is open, what was changed and what to watch. At three in the night there is none:
one sleeps into the pager, and the other one stops without having told anybody.

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
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "03:00"}}
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

`between` (["07:00", "22:00"]): the local hours in which a hand-over is fine, the end included.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Rotation
from ownercat.oncall.clock import DAY, clock, offsets, to_local
from ownercat.oncall.load import zone_of
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Holder, Timeline, spells
from ownercat.oncall.wording import instant
from ownercat.rules import Context
from ownercat.rules._options import texts
from ownercat.rules._rotations import days, is_known, judged
from ownercat.text import shown

RULE = Rule("ROT109", "awkward-handoff", Severity.INFO, options={"between": ["07:00", "22:00"]})

_Change = tuple[int, str, str]  # when, who takes over or hands over, and the zone of that person


def check(context: Context) -> Iterator[Finding]:
    """Rotations most of whose hand-overs disturb somebody's night."""
    hours = [clock(text) for text in texts(context, RULE, "between")]
    begin, end = hours if len(hours) == 2 else (None, None)
    if begin is None or end is None:
        return
    for rotation in judged(context):
        changes = list(_changes(context, timeline(days(context), rotation)))
        awkward = [found for change in changes if (found := _disturbed(context, change, begin, end))]
        if len(awkward) * 2 > len(changes):
            yield _finding(rotation, awkward[0], len(awkward), len(changes))


def _changes(context: Context, seen: Timeline) -> Iterator[tuple[_Change, _Change]]:
    """Both sides of every hand-over between two known people."""
    before: Holder | None = None
    zones: dict[Holder, str] = {}
    for spell in spells(seen):
        holder = spell.holder
        plain = holder.why == "turn" and holder.person is not None and is_known(context, holder.person)
        if plain and holder not in zones:
            zones[holder] = zone_of(days(context), seen, holder.person or "", holder.number)
        if plain and before is not None:
            yield (spell.start, before.person or "", zones[before]), (spell.start, holder.person or "", zones[holder])
        before = holder if plain else None


def _disturbed(context: Context, change: tuple[_Change, _Change], begin: int, end: int) -> _Change | None:
    start, finish = days(context).start, days(context).end
    one, other = change
    for side in change if one[2] != other[2] else (one,):  # in one zone it is the same hour for both
        if not begin <= to_local(offsets(side[2], start, finish), side[0]) % DAY <= end:
            return side
    return None


def _finding(rotation: Rotation, first: _Change, count: int, of: int) -> Finding:
    at, name, zone = first
    message = (
        f"{rotation.label} is handed over at night for {shown(name)}, first {instant(at, zone)}: {count} of {of} "
        "hand-overs are like that for somebody"
    )
    help = 'choose a hand-off at which both are at work, such as `handoff: {day: mon, at: "10:00"}`'
    return Finding(rotation.named, message, help, subject=rotation.subject)
