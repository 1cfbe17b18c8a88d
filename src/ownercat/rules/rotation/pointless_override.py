"""An override takes somebody off who is not on call then.

## What

An override has `remove`, and the person is not on call at any instant between its `from` and `to`: not by a turn, and
not by an override that is written before it. Overrides that began before the day of the check are not judged.

## Why

P05: the plan says who is paged. An override that changes nothing is an agreement between two people that the pager
does not know: one of them switches the phone off. It is the wrong week, the wrong rotation, or a change of the list of
members that moved all turns after the swap had been entered.

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
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
overrides:
  - {from: 2027-02-01T09:00, to: 2027-02-02T09:00, timeZone: Europe/Madrid, remove: bo, add: ana}
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
overrides:
  - {from: 2027-02-01T09:00, to: 2027-02-02T09:00, timeZone: Europe/Madrid, remove: ana, add: bo}
```

## Options

None.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Override
from ownercat.oncall.clock import Impossible, entered
from ownercat.oncall.intervals import Interval
from ownercat.oncall.layers import person_key
from ownercat.oncall.overrides import span
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import Timeline, at, spells
from ownercat.oncall.wording import stretch
from ownercat.rules import Context
from ownercat.rules._rotations import days, is_known, judged
from ownercat.text import shown

RULE = Rule("ROT004", "pointless-override", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each override that comes too late or too early for the person it takes off."""
    for rotation in judged(context):
        seen = timeline(days(context), rotation)
        idle = [(number, rotation.overrides[number]) for number in seen.idle]
        turns = _turns(seen) if idle else {}
        for number, override in idle:
            if override.remove is not None and _is_certain(context, override):
                name = person_key(days(context), override.remove)
                yield _finding(context, seen, number, name, turns.get(name, []))


def _is_certain(context: Context, override: Override) -> bool:
    """Whether no other rule speaks about its times (ROT003) or the person (REF001)."""
    ends = (entered(text, override.time_zone) for text in (override.start, override.end))
    known = override.remove is not None and is_known(context, person_key(days(context), override.remove))
    return known and not any(isinstance(found, Impossible) for found in ends)


def _turns(seen: Timeline) -> Mapping[str, list[Interval]]:
    """When each person is on call."""
    found: dict[str, list[Interval]] = {}
    for spell in spells(seen):
        if spell.holder.person is not None:
            found.setdefault(spell.holder.person, []).append((spell.start, spell.end))
    return found


def _finding(context: Context, seen: Timeline, number: int, name: str, turns: list[Interval]) -> Finding:
    rotation = seen.rotation
    override = rotation.overrides[number]
    start, end = span(override) or (seen.start, seen.start)
    on = at(seen, start).person
    who = f"but {shown(on)} is on call" if on else "but nobody is on call"
    when = stretch(start, end, override.time_zone)
    message = f"override {number + 1} of {rotation.label} takes {shown(name)} off, {when}, {who} then"
    return Finding(
        override.place.at("remove"),
        message,
        _help(name, on, start, turns, override.time_zone),
        (),
        rotation.subject,
        name,
    )


def _help(name: str, on: str | None, start: int, turns: list[Interval], zone: str) -> str:
    after = bisect_left(turns, (start, start))
    theirs = f"{shown(name)} is on call {stretch(*turns[after], zone)}" if after < len(turns) else ""
    instead = f"remove {shown(on)}" if on else ""
    if theirs:
        return f"{instead or 'choose a time within a turn'}; {theirs}"
    return instead or f"take the override out: {shown(name)} has no turn from then on"
