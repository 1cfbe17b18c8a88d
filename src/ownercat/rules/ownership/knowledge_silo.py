"""Every tier of an escalation comes to one and the same person.

## What

At some instant of the 400 days from the day of the check every `respond` and `command` tier of the escalation, and of
those that take over from it, pages one person, always the same. An escalation of a single tier is not judged, nor one
that pages the same target again. Two lines of a team that meet in one person are reported as that, by
`primary-secondary-collision`, and a rotation of one person by `single-member-rotation`.

## Why

P03 and P41: knowledge is not in one head. Three tiers look like three chances; where all of them ring the same phone,
there is one, and nobody else has ever been asked to learn how the service is repaired.

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
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: urgent
---
apiVersion: ownercat/v1
kind: Escalation
name: urgent
team: shop
tiers:
  - {name: on-call, notify: [rotation:shop-primary], wait: 5m,
     inform: [severity, service, timeline, workarounds]}
  - {name: second, notify: [person:ana], inform: [severity, service, timeline, workarounds]}
end: stop
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, chidi]
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
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: urgent
---
apiVersion: ownercat/v1
kind: Escalation
name: urgent
team: shop
tiers:
  - {name: on-call, notify: [rotation:shop-primary], wait: 5m,
     inform: [severity, service, timeline, workarounds]}
  - {name: second, notify: [person:chidi], inform: [severity, service, timeline, workarounds]}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Person, Service
from ownercat.oncall import paths
from ownercat.oncall.crew import Crew, crew
from ownercat.oncall.intervals import Interval, combine_all, mapped, pieces
from ownercat.oncall.wording import stretch
from ownercat.rules import Context
from ownercat.rules._meetings import meetings
from ownercat.rules._paged import meant, rotations, tiers_of
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, is_known
from ownercat.rules._starving import starving
from ownercat.text import plural, shown

RULE = Rule("OWN014", "knowledge-silo", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each escalation of a service that comes to one person in all its tiers, with the services behind it."""
    for escalation, services in context.once(_used).values():
        tiers = tuple(tiers_of(context, escalation, "respond", "command"))
        if not escalation.sound or not _has_chances(context, escalation) or _is_told(context, tiers):
            continue
        found = _alone(context, tiers)
        if found is not None:
            yield _finding(context, escalation, services, *found)


def _used(context: Context) -> dict[str, tuple[Escalation, list[Service]]]:
    found: dict[str, tuple[Escalation, list[Service]]] = {}
    for service in context.sound(Service, about="escalation"):
        if paths.is_paged(service):
            ways = paths.ways(context.catalog, context.policy, service)
            for policy in {way.policy.key: way.policy for way in ways if way.policy is not None}.values():
                found.setdefault(policy.key, (policy, []))[1].append(service)
    return found


def _has_chances(context: Context, escalation: Escalation) -> bool:
    """Whether several tiers of its own page different targets; the same target again is no second chance at all."""
    tiers = [tier for tier in escalation.tiers if tier.purpose in ("respond", "command")]
    return len(tiers) > 1 and len({meant(context, tier) for tier in tiers}) > 1


def _is_told(context: Context, tiers: tuple[EscalationLevel, ...]) -> bool:
    """Whether another rule says it of the rotations: two that meet (ROT104), or one of one person (ROT103, ROT105)."""
    used = {rotation.key: rotation for tier in tiers for rotation in rotations(context, tier)}
    if used.keys() & context.once(starving).keys():
        return True
    if any(len({ref.name for ref in paths.members(rotation)}) == 1 for rotation in used.values()):
        return True
    pairs = ((each.first.rotation.key, each.second.rotation.key) for each in context.once(meetings))
    return any(first in used and second in used for first, second in pairs)


def _alone(context: Context, tiers: tuple[EscalationLevel, ...]) -> tuple[Interval, str] | None:
    """The first time at which all tiers come to one person, and who that is."""
    crews = [crew(days(context), tier) for tier in tiers]
    if not set.intersection(*({_one(people) for people in set(seen.labels)} for seen in crews)) - {""}:
        return None  # nobody is ever alone in each of them: no need to lay them over one another
    tracks = [mapped(seen, _one) for seen in crews]
    for start, end, name in pieces(combine_all(tracks, _same)):
        if name and is_known(context, name):
            return (start, end), name
    return None


def _one(people: Crew) -> str:
    return people[0].name if len(people) == 1 and people[0].kind == "person" else ""


def _same(one: str, other: str) -> str:
    return one if one == other else ""


def _finding(context: Context, escalation: Escalation, services: list[Service], when: Interval, name: str) -> Finding:
    person = context.catalog.get("Person", name)
    zone = person.time_zone if isinstance(person, Person) and person.time_zone else "UTC"
    more = f" and {plural(len(services) - 1, 'other service')}" if len(services) > 1 else ""
    message = (
        f"every tier of {escalation.label} comes to {shown(name)} alone, first {stretch(*when, zone)}: nobody else is "
        f"paged for {shown(services[0].label)}{more}"
    )
    help = "page somebody else in one of the tiers, and let them learn it by being second first"
    related = tuple(Related(service.named, "is paged this way") for service in services)[:RELATED]
    names = frozenset(service.name for service in services)
    return Finding(escalation.named, message, help, related, escalation.subject, name, speaks_for=names)
