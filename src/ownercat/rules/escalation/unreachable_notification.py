"""A person's own notification rule comes when the next tier has been paged already.

## What

A tier without `via` notifies people by their own rules (`notify.high`, or `notify.low` for a tier of low urgency).
One of these rules has an `after` that is not shorter than the tier's `wait`. Judged is everybody who is on call there
at some time in the 400 days from the day of the check; the last tier and a tier with `attempts` are not judged, and
neither is an escalation whose first human comes too late as a whole (`acknowledged-too-late`).

## Why

P02: somebody counts on being called after ten minutes, and after five the page belongs to the next tier. The rule
looks like a safety net and never holds anybody.

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
notify: {high: [{via: push}, {via: phone, after: 10m}]}
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
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
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
notify: {high: [{via: push}, {via: phone, after: 2m}]}
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
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Person, Tier
from ownercat.oncall.contacts import known_person
from ownercat.oncall.crew import Member, crew
from ownercat.oncall.paths import called
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import late
from ownercat.text import shown

RULE = Rule("ESC015", "unreachable-notification", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each person with a rule that the shortest wait of a tier before them makes pointless, once."""
    told: set[str] = set()
    for escalation in context.sound(Escalation):
        if escalation.key in context.once(late):
            continue  # the same delay may be what ESC101 counts
        for number, tier in enumerate(escalation.tiers[:-1]):
            for person in _people(context, tier):
                finding = _judge(person, escalation, number) if person.key not in told else None
                if finding is not None:
                    told.add(person.key)
                    yield finding


def _people(context: Context, tier: Tier) -> Iterator[Person]:
    """Those whose own rules the tier uses, while it waits for the next one."""
    if tier.via or tier.wait is None or tier.attempts is not None:
        return
    seen: dict[Member, None] = {}
    for people in crew(days(context), tier).labels:
        seen.update(dict.fromkeys(people))
    for member in seen:
        person = known_person(days(context), member)
        if person is not None:
            yield person


def _judge(person: Person, escalation: Escalation, number: int) -> Finding | None:
    tier = escalation.tiers[number]
    urgency = "low" if tier.urgency == "low" else "high"
    for index, rule in enumerate(person.notify_low if urgency == "low" else person.notify_high):
        if rule.after is None or tier.wait is None or rule.after.seconds < tier.wait.seconds:
            continue
        name = f"{called(tier, number)} of {escalation.label}"
        message = (
            f"{shown(person.label)} is notified through {shown(rule.via, 63)} after {rule.after.text}, but {name} "
            f"waits only {tier.wait.text} before the next tier is paged"
        )
        help = f"notify sooner than {tier.wait.text}, remove the rule, or let the tier wait longer"
        place = person.at.at("notify", urgency, index, "after")
        return Finding(place, message, help, (Related(tier.place.at("wait"), "the wait"),), person.subject)
    return None
