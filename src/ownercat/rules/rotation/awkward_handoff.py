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

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Rotation
from ownercat.oncall.clock import DAY, clock, offsets, to_local
from ownercat.oncall.handovers import Times, stints, times
from ownercat.oncall.load import zone_of
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Holder, Timeline
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
        seen = timeline(days(context), rotation)
        zones = {holder: _zone(context, seen, holder) for holder in seen.holders}
        found = times(days(context), seen, zones, begin, end)
        if found.outside * 2 > found.all:
            yield _finding(rotation, _first(context, seen, zones, (begin, end)), found)


def _zone(context: Context, seen: Timeline, holder: Holder) -> str | None:
    """Where somebody lives whose turn it is; ``None`` for what is no hand-over."""
    if holder.why != "turn" or holder.person is None or not is_known(context, holder.person):
        return None
    return zone_of(days(context), seen, holder.person, holder.number)


def _first(context: Context, seen: Timeline, zones: Mapping[Holder, str | None], hours: tuple[int, int]) -> _Change:
    """The first hand-over that is outside of the hours for somebody."""
    edges, _, holders = stints(days(context), seen)
    for at, *sides in zip(edges[1:], holders, holders[1:], strict=False):
        names = [zones[holder] for holder in sides]
        for holder, name in zip(sides, names, strict=True) if all(names) else ():
            table = offsets(name or "", days(context).start, days(context).end)
            if not hours[0] <= to_local(table, at) % DAY <= hours[1]:
                return at, holder.person or "", name or ""
    raise LookupError("no hand-over is outside of the hours")


def _finding(rotation: Rotation, first: _Change, found: Times) -> Finding:
    at, name, zone = first
    message = (
        f"{rotation.label} is handed over at night for {shown(name)}, first {instant(at, zone)}: {found.outside} of "
        f"{found.all} hand-overs are like that for somebody"
    )
    help = 'choose a hand-off at which both are at work, such as `handoff: {day: mon, at: "10:00"}`'
    return Finding(rotation.named, message, help, subject=rotation.subject)
