"""A tier of an escalation, or the escalation as a whole, has nobody to page.

## What

An escalation without tiers, a tier whose `notify` is missing or empty, or a tier that pages only people who are no
longer here. The page waits at that tier and nobody hears it.

## Why

P50: a page that goes nowhere hides the incident. Paging products treat an empty tier differently (one waits the time
out, one skips the tier, one drops the page), so that nobody can tell what will happen. A rotation without members is
reported by `memberless-rotation`, a target that does not exist by `unknown-reference`.

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
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - {name: on-call, notify: [], via: [phone], inform: [severity, service, timeline, workarounds]}
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
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Person
from ownercat.oncall.paths import called
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("ESC002", "empty-tier", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Escalations without tiers, and tiers without anybody."""
    for escalation in context.sound(Escalation):
        if not escalation.tiers:
            message = f"{escalation.label} has no tiers: a page to it reaches nobody"
            help = "add a first tier: `tiers: [{name: on-call, notify: [rotation:NAME]}]`"
            yield Finding(escalation.named, message, help, subject=escalation.subject)
        for number, tier in enumerate(escalation.tiers):
            name = f"{called(tier, number)} of {escalation.label}"
            if not tier.notify:
                message = f"{name} pages nobody: its `notify` is empty"
                help = "name a rotation, a team or a person, such as `notify: [rotation:NAME]`, or remove the tier"
                yield Finding(tier.place.at("notify"), message, help, subject=escalation.subject)
            elif gone := _gone(context, tier):
                yield _finding(escalation, tier, name, gone)


def _gone(context: Context, tier: EscalationLevel) -> list[Person]:
    """The people a tier pages, if it pages nothing else and none of them is here any more."""
    found = [context.catalog.find(ref) for ref in tier.notify]
    people = [entity for entity in found if isinstance(entity, Person) and not entity.is_active(context.as_of)]
    return people if len(people) == len(found) else []


def _finding(escalation: Escalation, tier: EscalationLevel, name: str, gone: list[Person]) -> Finding:
    message = f"{name} pages only people who are gone: {listed(shown(person.name) for person in gone)}"
    help = "page a rotation there, so that whoever leaves is replaced in one place"
    related = tuple(Related(person.named, _since(person)) for person in gone[:4])
    return Finding(tier.place.at("notify"), message, help, related, escalation.subject)


def _since(person: Person) -> str:
    return f"left on {person.leaves_on}" if person.active and person.leaves_on else "not active"
