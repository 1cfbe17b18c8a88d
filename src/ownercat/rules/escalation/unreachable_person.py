"""A page about a major incident may go to somebody whom it cannot wake.

## What

A tier of an escalation that takes pages of a major severity reaches, at some time in the 400 days from the day of the
check, a person without a channel that wakes (`wakes` in the policy: push, phone and sms by default): none of the
channels of the tier's `via` is among their `contacts`; or, without `via`, neither their rules under `notify.high` nor
their `contacts` wake. Tiers with the purpose `inform` and tiers that wake nobody at all (`silent-tier`) are not
judged, and neither are bots, external rotations and people about whom the catalog says nothing.

## Why

P02 and P20: the calendar is full, the tier has somebody, and the page is read in the morning.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
```
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
contacts: [email, chat]
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

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
```
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
contacts: [phone, chat]
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
from math import inf

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Escalation, Person, Tier
from ownercat.oncall.contacts import known_person, wakes_after
from ownercat.oncall.crew import Member, crew
from ownercat.oncall.paths import Use, called
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.escalation._promises import major
from ownercat.text import listed, shown

RULE = Rule("ESC014", "unreachable-person", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each person whom some major page cannot wake, once."""
    told: set[str] = set()
    found = context.once(major) if context.policy_is_whole else {}
    for escalation in context.sound(Escalation) if found else ():
        use = found.get(escalation.key)
        for number, tier in enumerate(escalation.tiers if use else ()):
            for person in _asleep(context, tier):
                if use and person.key not in told:
                    told.add(person.key)
                    yield _finding(context, person, escalation, number, use)


def _asleep(context: Context, tier: Tier) -> Iterator[Person]:
    """The people of a tier, in the order in which they come on call, whom its pages do not wake."""
    channels = [context.policy.channels.get(word) for word in tier.via]
    is_silent = tier.urgency == "low" or (channels and not any(each and each.wakes for each in channels))
    if is_silent or tier.purpose == "inform" or None in channels:
        return  # nobody is woken there, whoever they are (ESC009), or nobody knows through what (REF001)
    seen: dict[Member, None] = {}
    for people in dict.fromkeys(crew(days(context), tier).labels):
        seen.update(dict.fromkeys(people))
    for member in seen:
        person = known_person(days(context), member)
        if person and not person.bot and wakes_after(days(context), context.policy, tier, member) == inf:
            yield person


def _finding(context: Context, person: Person, escalation: Escalation, number: int, use: Use) -> Finding:
    tier = escalation.tiers[number]
    name = f"{called(tier, number)} of {escalation.label}"
    message = f"{shown(person.label)} cannot be woken by {use.severity} pages to {name}: {_why(person, tier)}"
    waking = [channel.id for channel in context.policy.channels.values() if channel.wakes]
    wanted = [word for word in waking if word in tier.via or not tier.via] or waking
    where = "notify.high" if person.notify_high and not tier.via else "contacts"
    add = listed((shown(word, 63) for word in wanted), last="or")
    help = f"add {add or 'a channel that wakes'} to `{where}` of {shown(person.name)}"
    if tier.via and person.contacts:
        help += ", or page the tier through what everybody has"
    related = (
        Related(tier.place.at("via") if tier.via else tier.place, "the tier that pages"),
        Related(use.service.named, f"{use.severity} pages of {shown(use.service.label)} go there"),
    )
    return Finding(_place(person, tier), message, help, related, person.subject)


def _place(person: Person, tier: Tier) -> Place:
    if person.notify_high and not tier.via:
        return person.at.at("notify", "high")
    return person.at.at("contacts") if person.contacts else person.named


def _why(person: Person, tier: Tier) -> str:
    if tier.via:
        has = listed(shown(word, 63) for word in person.contacts) or "no contacts"
        return f"it goes through {listed((shown(word, 63) for word in tier.via), last='or')}, and they have {has}"
    if person.notify_high:
        return f"their own rules use only {listed(dict.fromkeys(shown(rule.via, 63) for rule in person.notify_high))}"
    return f"they have {listed(shown(word, 63) for word in person.contacts) or 'no contacts'}"
