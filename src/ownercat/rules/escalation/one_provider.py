"""All channels through which an escalation wakes people belong to one provider.

## What

Looks at the services of the tiers named in the option `tiers`; none by default. Of an escalation that takes their
pages of a major severity, and of the escalations that take over from it, all waking channels in `via` have one
provider (`channels` in the policy), the fail-safe among them. Where a tier has no `via`, people's own rules decide,
and the escalation is not judged.

## Why

P33: when that provider is down, nobody is woken, at the moment at which everybody else has an incident as well. The
rule is off until the policy asks for it: a second provider costs money.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
rules:
  options: {one-provider: {tiers: [4]}}
```
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

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: vonage}
rules:
  options: {one-provider: {tiers: [4]}}
```
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

`tiers` (default `[]`): the tiers whose services are judged, such as `[1]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Channel, Escalation, Service
from ownercat.oncall.paths import handoff, is_paged, ways
from ownercat.rules import Context
from ownercat.rules._options import wholes
from ownercat.text import listed, shown

RULE = Rule("ESC107", "one-provider", Severity.WARNING, optional=True, options={"tiers": []})


def check(context: Context) -> Iterator[Finding]:
    """Each escalation of the tiers asked for whose waking channels fail together, once."""
    tiers = wholes(context, RULE, "tiers") if context.policy_is_whole else frozenset()
    told: set[str] = set()
    for service in context.sound(Service, about="tier") if tiers else ():
        if service.tier not in tiers or not is_paged(service):
            continue
        for way in ways(context.catalog, context.policy, service):
            if way.policy is None or way.policy.key in told or way.severity not in context.policy.major:
                continue
            told.add(way.policy.key)
            channels = _waking(context, way.policy)
            if channels and len({channel.provider for channel in channels}) == 1:
                yield _finding(way.policy, service, channels)


def _waking(context: Context, first: Escalation) -> list[Channel]:
    """The waking channels of an escalation and of those that take over; none where nobody knows all of them."""
    found: dict[str, Channel] = {}
    seen: set[str] = set()
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in seen:
        seen.add(escalation.key)
        words = [word for tier in escalation.tiers for word in tier.via]
        words += escalation.failsafe.via if escalation.failsafe else ()
        unknown = any(word not in context.policy.channels for word in words)
        if not escalation.sound or unknown or not all(tier.via for tier in escalation.tiers):
            return []
        found |= {word: context.policy.channels[word] for word in words if context.policy.channels[word].wakes}
        escalation = handoff(context.catalog, escalation)
    return list(found.values())


def _finding(escalation: Escalation, service: Service, channels: list[Channel]) -> Finding:
    words, provider = listed(shown(channel.id, 63) for channel in channels), shown(channels[0].provider, 63)
    if len(channels) > 1:
        message = f"{escalation.label} wakes people only through {provider}: {words} fail together"
    else:
        message = (
            f"{escalation.label} wakes people only through {words}{'' if words == provider else f' of {provider}'}"
        )
    help = "add a channel of another provider to a tier, or a `failsafe` that goes through one"
    related = (Related(service.named, f"pages of {shown(service.label)} go there"),)
    return Finding(escalation.named, message, help, related, escalation.subject)
