"""A page goes to a team, and the team has no single primary rotation that it could mean.

## What

A tier's `notify`, or the `to` of the fail-safe, names a team. That stands for whoever is on call in the team's
primary rotation. The team has none (`role: primary` is the default of a rotation), or it has several.

## Why

P20 and P50: who gets the page is decided by chance, or by the product's own rule: some page every member, some the
first schedule, some nobody.

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
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-nights
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [team:shop]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
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
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [team:shop]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Ref, Rotation, Team
from ownercat.oncall.crew import primaries
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.text import listed, shown

RULE = Rule("ESC105", "ambiguous-target", Severity.ERROR)
_SHOWN = 4


def check(context: Context) -> Iterator[Finding]:
    """Teams as targets that do not stand for one rotation, each once per escalation."""
    for escalation in context.sound(Escalation):
        told: set[str] = set()
        for ref in _targets(escalation):
            team = context.catalog.find(ref)
            if not isinstance(team, Team) or team.key in told or not _is_known(context, team):
                continue
            found = primaries(days(context)).get(team.key, ())
            if len(found) != 1:
                told.add(team.key)
                yield _finding(context, escalation, ref, team, found)


def _targets(escalation: Escalation) -> Iterator[Ref]:
    for tier in escalation.tiers:
        yield from tier.notify
    if escalation.failsafe and escalation.failsafe.to:
        yield escalation.failsafe.to


def _is_known(context: Context, team: Team) -> bool:
    """Whether every rotation of the team is sure to have been read whole."""
    return not context.uncertain(team.name) and all(each.sound for each in context.once(_kept).get(team.key, ()))


def _kept(context: Context) -> Mapping[str, tuple[Rotation, ...]]:
    """All rotations of each team, whatever their role, by the team's key."""
    found: dict[str, tuple[Rotation, ...]] = {}
    for rotation in context.catalog.of(Rotation):
        team = context.catalog.team(rotation.team)
        if team is not None:
            found[team.key] = (*found.get(team.key, ()), rotation)
    return found


def _finding(context: Context, escalation: Escalation, ref: Ref, team: Team, found: tuple[Rotation, ...]) -> Finding:
    name = shown(team.name)
    if found:
        message = f"{escalation.label} pages team {name}, which has {len(found)} primary rotations: {_names(found)}"
        choices = (f"`rotation:{shown(rotation.name)}`" for rotation in found[:_SHOWN])
        help = f"name the one that is meant: {listed(choices, last='or')}"
        related = tuple(Related(rotation.named, "one of them") for rotation in found[:_SHOWN])
        return Finding(ref.place, message, help, related, escalation.subject, ref.written)
    message = f"{escalation.label} pages team {name}, which has no primary rotation: nobody knows who is meant"
    others = context.once(_kept).get(team.key)
    if others:
        help = f"give one of its rotations `role: primary`, or name one: `rotation:{shown(others[0].name)}`"
    else:
        help = f"write a Rotation with `team: {name}`, or page people by name: `person:NAME`"
    related = (Related(team.named, "the team that is paged"),)
    return Finding(ref.place, message, help, related, escalation.subject, ref.written)


def _names(rotations: tuple[Rotation, ...]) -> str:
    return listed(shown(rotation.name) for rotation in rotations)
