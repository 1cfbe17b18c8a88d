"""A tier that takes the pages of a major severity wakes nobody.

## What

A service sends pages of a severity with `major: true` to this escalation (or to one that hands over to it), and a tier
in it has `urgency: low`, or a `via` list in which no channel has `wakes: true` in the policy. Tiers with the purpose
`inform` may be silent. A tier without `via` uses each person's own rules.

## Why

P20: crossing a threshold notifies the right people. At 03:12 a chat message and an e-mail notify nobody, and the time
that the tier waits is lost.

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
    via: [chat, email]
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
from ownercat.model import Escalation, EscalationLevel
from ownercat.oncall.paths import EscalationUse, called, serves_major
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.text import listed, shown

RULE = Rule("ESC009", "silent-tier", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Tiers that take major pages and wake nobody, those of an escalation together that do so for one reason."""
    major = serves_major(context.catalog, context.policy)
    for escalation in context.sound(Escalation) if context.policy_is_whole else ():
        use = major.get(escalation.key)
        silent: dict[str, list[int]] = {}
        for number, tier in enumerate(escalation.tiers if use else ()):
            if tier.notify and tier.purpose != "inform" and (key := _silenced_by(context, tier)):
                silent.setdefault(key, []).append(number)
        for key, numbers in silent.items():
            if use:
                yield _finding(context, escalation, use, key, numbers)


def _silenced_by(context: Context, tier: EscalationLevel) -> str:
    """The key that makes a tier silent, if any."""
    if tier.urgency == "low":
        return "urgency"
    return "via" if _is_silent(context, tier) else ""


def _finding(context: Context, escalation: Escalation, use: EscalationUse, key: str, numbers: list[int]) -> Finding:
    tiers = [escalation.tiers[number] for number in numbers]
    one = len(tiers) == 1
    names = listed(called(tier, number) for tier, number in zip(tiers, numbers, strict=True))
    takes = f"{'takes' if one else 'take'} {use.severity} pages of {shown(use.service.label)}"
    begin = f"{names} of {escalation.label} {takes} and {'wakes' if one else 'wake'} nobody"
    if key == "urgency":
        why = "its urgency is low" if one else "their urgency is low"
        help = "set `urgency: high`, or leave it out"
    else:
        words = listed(dict.fromkeys(shown(word) for tier in tiers for word in tier.via))
        why = f"{'it goes' if one else 'they go'} only through {words}"
        waking = [channel.id for channel in context.policy.channels.values() if channel.wakes]
        help = f"add a channel that wakes: {listed(waking, last='or')}" if waking else "give a channel `wakes: true`"
    places = [tier.place.at(key) for tier in tiers]
    related = [Related(place, "and here") for place in places[1:]]
    if use.route.policy:
        related.insert(0, Related(use.route.policy.place, f"{use.severity} pages go here"))
    return Finding(places[0], f"{begin}: {why}", help, tuple(related[:RELATED]), escalation.subject)


def _is_silent(context: Context, tier: EscalationLevel) -> bool:
    """Whether every channel of the tier is known, and none of them wakes."""
    channels = [context.policy.channels.get(word) for word in tier.via]
    return bool(channels) and all(channel is not None and not channel.wakes for channel in channels)
