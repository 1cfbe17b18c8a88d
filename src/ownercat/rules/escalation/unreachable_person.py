"""A page about a major incident may go to somebody whom it cannot wake.

## What

A tier of an escalation that takes pages of a major severity reaches, at some time in the 400 days from the day of the
check, a person without a channel that wakes (`wakes` in the policy: push, phone and sms by default): none of the
channels of the tier's `via` is among their `contacts`; or, without `via`, neither their rules under `notify.high` nor
their `contacts` wake. Tiers with the purpose `inform` and tiers that wake nobody at all (`silent-tier`) are not
judged, and neither are bots, external rotations and people about whom the catalog says nothing. A tier whose `via`
reaches none of its people is reported once.

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
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Person
from ownercat.oncall.contacts import known_person, wakes_after
from ownercat.oncall.crew import crew
from ownercat.oncall.intervals import different
from ownercat.oncall.paths import EscalationUse, called
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days
from ownercat.rules.escalation import _late
from ownercat.rules.escalation._promises import major
from ownercat.text import listed, shown

RULE = Rule("ESC014", "unreachable-person", Severity.WARNING)


class UnwakeableLevel(NamedTuple):
    """A tier and those of its people whom its pages do not wake, each in the first such tier."""

    escalation: Escalation
    number: int
    use: EscalationUse
    people: int
    asleep: list[Person]


def check(context: Context) -> Iterator[Finding]:
    """Each person whom some major page cannot wake, once; a tier that wakes none of its people, once."""
    hopeless = context.once(_late.deaf)  # ESC101 is an error about the whole of these
    for each in context.once(deaf):
        if each.escalation.key in hopeless:
            continue
        if each.escalation.tiers[each.number].via and len(each.asleep) == each.people > 1:
            yield _of_tier(context, each)
        else:
            yield from (_of_person(context, person, each.escalation, each.number, each.use) for person in each.asleep)


def deaf(context: Context) -> tuple[UnwakeableLevel, ...]:
    """Everybody whom some major page cannot wake, by the tiers that page them."""
    uses = context.once(major) if context.policy_is_whole else {}
    told: set[str] = set()
    found: list[UnwakeableLevel] = []
    for escalation in context.sound(Escalation) if uses else ():
        for number, tier in enumerate(escalation.tiers if escalation.key in uses else ()):
            people = list(_people(context, tier))
            asleep = [person for person, sleeps in people if sleeps and person.key not in told]
            told.update(person.key for person in asleep)
            if asleep:
                found.append(UnwakeableLevel(escalation, number, uses[escalation.key], len(people), asleep))
    return tuple(found)


def _people(context: Context, tier: EscalationLevel) -> Iterator[tuple[Person, bool]]:
    """The people of a tier, in the order in which they come on call, and whether its pages do not wake them."""
    channels = [context.policy.channels.get(word) for word in tier.via]
    is_silent = tier.urgency == "low" or (channels and not any(each and each.wakes for each in channels))
    if is_silent or tier.purpose == "inform" or None in channels:
        return  # nobody is woken there, whoever they are (ESC009), or nobody knows through what (REF001)
    seen = dict.fromkeys(member for people in different(crew(days(context), tier).labels) for member in people)
    for member in seen:
        person = known_person(days(context), member)
        if person and not person.bot:
            yield person, wakes_after(days(context), context.policy, tier, member) == inf


def _of_tier(context: Context, deaf: UnwakeableLevel) -> Finding:
    """A tier whose channels none of its people has: they are not what is wrong."""
    escalation, use = deaf.escalation, deaf.use
    tier = escalation.tiers[deaf.number]
    words = listed((shown(word, 63) for word in tier.via), last="or")
    message = (
        f"{called(tier, deaf.number)} of {escalation.label} wakes none of its {deaf.people} people by {use.severity} "
        f"pages: it goes through {words}, and {_has(deaf.asleep[0])}"
    )
    has = {word for person in deaf.asleep for word in person.contacts}
    others = [channel.id for channel in context.policy.channels.values() if channel.wakes and channel.id in has]
    instead = f"page the tier through {listed((shown(word, 63) for word in others), last='or')}, or " if others else ""
    related = (
        Related(use.service.named, f"{use.severity} pages of {shown(use.service.label)} go there"),
        *(Related(_place(person, tier), f"{shown(person.name)} is on call there") for person in deaf.asleep),
    )[:RELATED]
    help = f"{instead}add {words} to the `contacts` of its people"
    return Finding(tier.place.at("via"), message, help, related, escalation.subject, tier.name)


def _has(person: Person) -> str:
    """``ana has email and chat``."""
    return f"{shown(person.name)} has {listed(shown(word, 63) for word in person.contacts) or 'no contacts'}"


def _of_person(context: Context, person: Person, escalation: Escalation, number: int, use: EscalationUse) -> Finding:
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


def _place(person: Person, tier: EscalationLevel) -> Place:
    if person.notify_high and not tier.via:
        return person.at.at("notify", "high")
    return person.at.at("contacts") if person.contacts else person.named


def _why(person: Person, tier: EscalationLevel) -> str:
    if tier.via:
        has = listed(shown(word, 63) for word in person.contacts) or "no contacts"
        return f"it goes through {listed((shown(word, 63) for word in tier.via), last='or')}, and they have {has}"
    if person.notify_high:
        return f"their own rules use only {listed(dict.fromkeys(shown(rule.via, 63) for rule in person.notify_high))}"
    return f"they have {listed(shown(word, 63) for word in person.contacts) or 'no contacts'}"
