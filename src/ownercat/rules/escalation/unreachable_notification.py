"""A person's own notification rule comes when the next tier has been paged already.

## What

A tier without `via` notifies people by their own rules (`notify.high`, or `notify.low` for a tier of low urgency).
One of these rules has an `after` that is not shorter than the tier's `wait`. Judged is everybody who is on call there
at some time in the 400 days from the day of the check; the last tier and a tier with `attempts` are not judged, and
neither is an escalation whose first human comes too late as a whole (`acknowledged-too-late`). Where that is so for
most people of a tier, its wait is reported once.

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
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Notify, Person
from ownercat.oncall.contacts import known_person
from ownercat.oncall.crew import crew
from ownercat.oncall.intervals import different
from ownercat.oncall.paths import called
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import late
from ownercat.text import plural, shown

RULE = Rule("ESC015", "unreachable-notification", Severity.WARNING)


class Overtaken(NamedTuple):
    """A person's rule that comes too late for a tier, and where it stands."""

    person: Person
    rule: Notify
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Each person with a rule that a tier's wait makes pointless, once; most people of a tier together, at its wait."""
    told: set[str] = set()
    for escalation in context.sound(Escalation):
        if escalation.key in context.once(late):
            continue  # the same delay may be what ESC101 counts
        for number, tier in enumerate(escalation.tiers[:-1]):
            people = [person for person in _people(context, tier) if person.key not in told]
            found = [rule for person in people if (rule := _overtaken(person, tier)) is not None]
            told.update(each.person.key for each in found)
            if len(found) > 1 and len(found) * 2 > len(people):
                yield _of_tier(escalation, number, found, len(people))
            else:
                yield from (_of_person(escalation, number, each) for each in found)


def _people(context: Context, tier: EscalationLevel) -> Iterator[Person]:
    """Those whose own rules the tier uses, while it waits for the next one."""
    if tier.via or tier.wait is None or tier.attempts is not None:
        return
    seen = dict.fromkeys(member for people in different(crew(days(context), tier).labels) for member in people)
    for member in seen:
        person = known_person(days(context), member)
        if person is not None:
            yield person


def _overtaken(person: Person, tier: EscalationLevel) -> Overtaken | None:
    """The first rule of a person that comes when the next tier is paged, or later."""
    urgency = "low" if tier.urgency == "low" else "high"
    for index, rule in enumerate(person.notify_low if urgency == "low" else person.notify_high):
        if rule.after is not None and tier.wait is not None and rule.after.seconds >= tier.wait.seconds:
            return Overtaken(person, rule, person.at.at("notify", urgency, index, "after"))
    return None


def _of_person(escalation: Escalation, number: int, each: Overtaken) -> Finding:
    tier, person = escalation.tiers[number], each.person
    wait, name = tier.wait.text if tier.wait else "", f"{called(tier, number)} of {escalation.label}"
    message = (
        f"{shown(person.label)} is notified through {_when(each.rule)}, but {name} waits only {wait} before the next "
        "tier is paged"
    )
    help = f"notify sooner than {wait}, remove the rule, or let the tier wait longer"
    return Finding(each.place, message, help, (Related(tier.place.at("wait"), "the wait"),), person.subject)


def _of_tier(escalation: Escalation, number: int, found: list[Overtaken], people: int) -> Finding:
    tier, latest = escalation.tiers[number], max(found, key=_seconds)
    wait, many = tier.wait.text if tier.wait else "", plural(people, "person", "people")
    message = (
        f"{called(tier, number)} of {escalation.label} waits only {wait} before the next tier is paged, and "
        f"{len(found)} of its {many} have a notification that comes later, such as {shown(latest.person.name)} through "
        f"{_when(latest.rule)}"
    )
    help = f"let the tier wait longer than {latest.rule.after.text if latest.rule.after else ''}, or notify sooner"
    related = tuple(Related(each.place, f"the rule of {shown(each.person.name)}") for each in found)[:RELATED]
    return Finding(tier.place.at("wait"), message, help, related, escalation.subject, tier.name)


def _seconds(each: Overtaken) -> int:
    return each.rule.after.seconds if each.rule.after else 0


def _when(rule: Notify) -> str:
    return f"{shown(rule.via, 63)} after {rule.after.text if rule.after else '0m'}"
