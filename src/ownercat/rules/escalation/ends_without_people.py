"""The last tier of an escalation that is there to respond reaches no person.

## What

The last tier with `purpose: respond` goes only through channels that are read by whoever happens to look (chat, ticket,
status page; see the option) and that do not wake, or reaches only bots, or there is no responding tier at all. Tiers
with the purpose `command` or `inform` are not counted. An escalation that hands over to another one is not judged: the
other one is where it ends.

## Why

P25: the last stage of an escalation is the last chance that somebody acts. A message in a channel is not a person.

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
kind: Escalation
name: shop-default
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push]
    wait: 15m
    inform: [severity, service, timeline, workarounds]
  - name: channel
    notify: [rotation:shop-primary]
    via: [chat]
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
name: shop-default
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push]
    wait: 15m
    inform: [severity, service, timeline, workarounds]
  - name: everyone
    notify: [person:ana, person:bo]
    via: [phone, chat]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

`media` (default `[chat, ticket, status]`): the media that reach no person in particular. A team that works in its chat
and answers there sets `media: []`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Rotation
from ownercat.oncall.paths import called, handoff, primaries, serves_major, static_reach
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("ESC008", "ends-without-people", Severity.WARNING, options={"media": ["chat", "ticket", "status"]})


def check(context: Context) -> Iterator[Finding]:
    """Escalations whose last responding tier reaches no person."""
    major = serves_major(context.catalog, context.policy)
    primary = primaries(context.catalog)
    for escalation in context.sound(Escalation) if context.policy_is_whole else ():
        if not escalation.tiers or handoff(context.catalog, escalation) is not None:
            continue
        responding = [number for number, tier in enumerate(escalation.tiers) if tier.purpose == "respond"]
        if responding:
            yield from _judge(context, escalation, responding[-1], escalation.key in major, primary)
        else:
            message = f"{escalation.label} ends without people: none of its tiers is there to respond"
            help = "give the tier that fixes things `purpose: respond`"
            yield Finding(escalation.named, message, help, subject=escalation.subject)


def _judge(
    context: Context, escalation: Escalation, number: int, major: bool, primary: Mapping[str, tuple[Rotation, ...]]
) -> Iterator[Finding]:
    """The last responding tier. Where it serves major incidents, its channels are ``silent-tier``'s to judge."""
    tier = escalation.tiers[number]
    begin = f"{escalation.label} ends without people: {called(tier, number)}, the last to respond,"
    if tier.notify and not major and _is_read_by_chance(context, tier):
        ways = sorted({context.policy.channels[word].medium for word in tier.via})
        message = f"{begin} goes only through {listed(ways)}"
        help = f"add a channel that reaches a person, such as {_example(context)}, or a last tier with one"
        yield Finding(tier.place.at("via"), message, help, subject=escalation.subject)
        return
    people = static_reach(context.catalog, tier, primary)
    if people and all(person.bot for person in people):
        message = f"{begin} reaches only bots: {listed(shown(person.name) for person in people)}"
        help = "page a rotation of people there, or add a last tier that does"
        yield Finding(tier.place.at("notify"), message, help, subject=escalation.subject)


def _is_read_by_chance(context: Context, tier: EscalationLevel) -> bool:
    media = context.options.get("media")
    if not tier.via or not isinstance(media, list):
        return False
    channels = [context.policy.channels.get(word) for word in tier.via]
    return all(channel is not None and not channel.wakes and channel.medium in media for channel in channels)


def _example(context: Context) -> str:
    waking = [channel.id for channel in context.policy.channels.values() if channel.wakes]
    return listed(waking[:2], last="or") or "phone"
