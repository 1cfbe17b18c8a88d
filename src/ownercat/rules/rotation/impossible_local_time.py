"""A local time that somebody wrote does not exist in its zone, or comes twice.

## What

`from` and `to` of an override or an absence, and `from` and `until` of a layer, are times on the wall of their
`timeZone`. When clocks go forward an hour of them is skipped; when they go back an hour comes twice. Such a time is
refused; a day without a time, and a time with an offset, always mean one instant. Hand-offs and windows recur and are
not judged here: a hand-off in a skipped hour happens when that hour is over.

## Why

P05: the plan says who is paged, and says it to everybody alike. One tool takes 02:30 in the night of the change for
01:30, the next for 03:30, and a third one refuses the file: for an hour two people believe that the other is on call.

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
  - {from: 2027-03-28T02:30, to: 2027-03-28T09:00, timeZone: Europe/Madrid, remove: bo, add: ana}
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
  - {from: 2027-03-28T03:30, to: 2027-03-28T09:00, timeZone: Europe/Madrid, remove: bo, add: ana}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.model import Away, Entity, Override, Person, Rotation
from ownercat.oncall.clock import Impossible, entered, moment
from ownercat.oncall.paths import layer_name
from ownercat.oncall.wording import local
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("ROT003", "impossible-local-time", Severity.ERROR)


class _Time(NamedTuple):
    """A time as written, what it is of and whether that begins or ends, and where it stands."""

    text: str
    zone: str
    of: str
    does: str
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Every time of a layer, an override or an absence that means no instant, or two."""
    times: list[tuple[Entity, _Time]] = [
        (rotation, time) for rotation in context.sound(Rotation) for time in _times(rotation)
    ]
    times += [(person, time) for person in context.sound(Person) for time in _entries("absence", person.away)]
    for entity, time in times:
        found = entered(time.text, time.zone)
        if isinstance(found, Impossible):
            yield _finding(entity, time, found)


def _times(rotation: Rotation) -> Iterator[_Time]:
    if rotation.external is not None:
        return  # what is kept elsewhere is judged elsewhere
    for number, layer in enumerate(rotation.layers):
        name = layer_name(rotation, number)
        yield _Time(layer.start, layer.time_zone, name, "begins", layer.place.at("from"))
        yield _Time(layer.until, layer.time_zone, name, "ends", layer.place.at("until"))
    yield from _entries("override", rotation.overrides)


def _entries(called: str, entries: tuple[Override | Away, ...]) -> Iterator[_Time]:
    for number, each in enumerate(entries, 1):
        yield _Time(each.start, each.time_zone, f"{called} {number}", "begins", each.place.at("from"))
        yield _Time(each.end, each.time_zone, f"{called} {number}", "ends", each.place.at("to"))


def _finding(entity: Entity, time: _Time, found: Impossible) -> Finding:
    earlier, later = local(found.earlier, time.zone), local(found.later, time.zone)
    if found.kind == "nonexistent":
        fault, way, help = "does not exist", "forward", f"write {earlier} or {later}"
    else:
        early, late = (
            f"{at}{_offset(when, time.zone)}" for at, when in ((earlier, found.earlier), (later, found.later))
        )
        fault, way, help = "comes twice", "back", f"write {early} for the first or {late} for the second"
    message = (
        f"{time.of} of {entity.label} {time.does} at {shown(time.text)}, which {fault} in {shown(time.zone)}: "
        f"clocks go {way} then"
    )
    return Finding(time.place, message, help, subject=entity.subject, value=shown(time.text))


def _offset(at: int, zone: str) -> str:
    return moment(at, zone).isoformat()[19:]
