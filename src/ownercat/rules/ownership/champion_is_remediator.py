"""The same person is to lead an incident and to repair it.

## What

A service names `champion` and `remediate` under `roles`, each a rotation or a person, and at some instant of the 400
days from the day of the check both are one person. A team is not judged: it has several people. Services with the same
two are reported once.

## Why

P28: an on-call champion coordinates while others repair. Whoever reads logs does not look at the clock, does not call
the second team and does not tell anybody how it stands; all of that is missing in the hour in which it is needed.

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
roles: {champion: rotation:shop-primary, remediate: rotation:shop-primary}
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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
roles: {champion: rotation:shop-secondary, remediate: rotation:shop-primary}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Ref, Rotation, Service
from ownercat.oncall.crew import Crew, whom
from ownercat.oncall.intervals import Track, combine, pieces
from ownercat.oncall.wording import stretch
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, is_known
from ownercat.text import plural, shown

RULE = Rule("OWN011", "champion-is-remediator", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each pair of roles that meets in one person, with the services that have it."""
    found: dict[tuple[str, str], list[Service]] = {}
    for service in context.sound(Service, about="roles"):
        champion, remediate = service.roles.get("champion"), service.roles.get("remediate")
        if champion and remediate and service.lifecycle != "retired":
            found.setdefault((champion.written, remediate.written), []).append(service)
    for services in found.values():
        yield from _judged(context, services)


def _judged(context: Context, services: list[Service]) -> Iterator[Finding]:
    champion, remediate = services[0].roles["champion"], services[0].roles["remediate"]
    if not _is_judged(context, champion) or not _is_judged(context, remediate):
        return
    both = combine(whom(days(context), champion), whom(days(context), remediate), _same)
    times = [(start, end, name) for start, end, name in pieces(both) if name and is_known(context, name)]
    if times:
        yield _finding(context, services, both, times)


def _is_judged(context: Context, ref: Ref) -> bool:
    entity = context.catalog.find(ref)
    return isinstance(entity, Person | Rotation) and entity.sound


def _same(one: Crew, other: Crew) -> str:
    """The person that both are, if each is one person."""
    if len(one) == len(other) == 1 and one[0].kind == other[0].kind == "person" and one[0].name == other[0].name:
        return one[0].name
    return ""


def _finding(context: Context, services: list[Service], both: Track[str], times: list[tuple[int, int, str]]) -> Finding:
    service, (start, end, name) = services[0], times[0]
    champion, remediate = service.roles["champion"], service.roles["remediate"]
    person = context.catalog.get("Person", name)
    zone = person.time_zone if isinstance(person, Person) and person.time_zone else "UTC"
    always = sum(until - since for since, until, _ in times) == both.end - both.start
    when = "at all times" if always else f"first {stretch(start, end, zone)}"
    more = f" (and of {plural(len(services) - 1, 'other service')})" if len(services) > 1 else ""
    message = (
        f"champion and remediator of {shown(service.label)}{more} are one person, {shown(name)}, {when}: "
        f"{shown(champion.written)} and {shown(remediate.written)}"
    )
    related = (
        Related(remediate.place, "who repairs"),
        *(Related(each.roles["champion"].place, f"{shown(each.label)} has the same two") for each in services[1:]),
    )[:RELATED]
    help = "name a champion who does not repair, such as a rotation of those who lead incidents"
    return Finding(champion.place, message, help, related, service.subject, champion.written)
