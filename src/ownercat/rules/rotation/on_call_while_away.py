"""Somebody is on call while they are away.

## What

A person has an absence under `away`, and within it a turn or an override has them on call, at any instant of the 400
days from the day of the check. Being away takes nobody off: only an override does, because somebody has to agree to
stand in. One finding per absence, at the absence, with the first time and every rotation that it meets. Shadows are not
judged.

## Why

P02: contact points during an outage are known, and answer. Leave is entered by one person and the rotation is kept by
another; nobody lays the two side by side until the first page of the holidays.

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
away: [{from: 2027-01-11, to: 2027-01-17, timeZone: Europe/Madrid}]
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
away: [{from: 2027-01-11, to: 2027-01-17, timeZone: Europe/Madrid}]
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
  - {from: 2027-01-11T09:00, to: 2027-01-18T00:00, timeZone: Europe/Madrid, remove: bo, add: ana}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Away, Person, Rotation
from ownercat.oncall.away import Absence, away_times, on_call_while_away
from ownercat.oncall.clock import day_start
from ownercat.oncall.intervals import clip
from ownercat.oncall.load import zone_of
from ownercat.oncall.rotation import timeline
from ownercat.oncall.timelines import people
from ownercat.oncall.wording import local, stretch
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, is_known, judged
from ownercat.text import listed, shown

RULE = Rule("ROT106", "on-call-while-away", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each absence within which somebody is on call, with the rotations that it meets."""
    found: dict[Away, list[tuple[Rotation, Absence]]] = {}
    for rotation in judged(context):
        for absence in on_call_while_away(days(context), timeline(days(context), rotation)):
            if rotation.role != "shadow" and is_known(context, absence.person):
                found.setdefault(absence.away, []).append((rotation, absence))
    for away, met in found.items():
        yield _finding(context, away, met)


def _finding(context: Context, away: Away, met: list[tuple[Rotation, Absence]]) -> Finding:
    rotation, first = min(met, key=lambda each: each[1].start)
    names = list(dict.fromkeys(each.label for each, _ in met))
    zone = away.time_zone or zone_of(days(context), timeline(days(context), rotation), first.person, 0)
    often = f", the first of {len(met)} times" if len(met) > 1 else ""
    message = (
        f"{shown(first.person)} is away from {shown(away.start)} to {shown(away.end)} and on call in {listed(names)}: "
        f"{stretch(first.start, first.end, zone)}{often}"
    )
    places = dict.fromkeys((each.named, each.label) for each, _ in met)
    related = tuple(Related(place, f"{label} has them on call") for place, label in places)[:RELATED]
    subject = context.catalog.get("Person", first.person)
    help = _help(context, rotation, first, zone)
    return Finding(away.place, message, help, related, subject.subject if subject else None, rotation.name)


def _help(context: Context, rotation: Rotation, absence: Absence, zone: str) -> str:
    """The override that is missing, ready to copy."""
    start, end = local(absence.start, zone), local(absence.end, zone)
    who = f"remove: {shown(absence.person)}, add: {_stand_in(context, rotation, absence)}"
    return f"add to `overrides` of {rotation.label}: {{from: {start}, to: {end}, timeZone: {shown(zone)}, {who}}}"


def _stand_in(context: Context, rotation: Rotation, absence: Absence) -> str:
    """Somebody else of the rotation who is there."""
    for name in people(timeline(days(context), rotation)):
        person = context.catalog.get("Person", name)
        if name == absence.person or not isinstance(person, Person):
            continue
        stays = person.leaves_on is None or day_start(person.leaves_on) >= absence.end
        if stays and not clip(away_times(days(context), person), absence.start, absence.end):
            return shown(name)
    return "…"
