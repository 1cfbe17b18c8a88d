"""The fail-safe of an escalation depends on the provider whose failure it is there for.

## What

Each channel in the `via` of the fail-safe has the same provider (`channels` in the policy) as some channel in the
`via` of the escalation's tiers. One channel of another provider is enough. A tier without `via` uses people's own
rules and is not judged.

## Why

P33 and P50: push, calls and SMS bought from one company stop together. A fail-safe of the same company is a second
rope on the same hook.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
  sms: {medium: sms, provider: pagerduty}
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
failsafe: {via: [sms], to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}
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
  phone: {medium: phone, provider: pagerduty}
  sms: {medium: sms, provider: twilio}
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
failsafe: {via: [sms], to: rotation:shop-primary, after: 10m, testedOn: 2026-09-14}
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
from ownercat.model import Escalation, Policy
from ownercat.oncall.contacts import same_provider
from ownercat.oncall.paths import called
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("ESC110", "same-provider-failsafe", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each fail-safe that fails with what it is to replace."""
    for escalation in context.sound(Escalation) if context.policy_is_whole else ():
        safe = escalation.failsafe
        if safe is None or not safe.via or any(word not in context.policy.channels for word in safe.via):
            continue
        used = {word: number for number, tier in reversed(tuple(enumerate(escalation.tiers))) for word in tier.via}
        shared = {word: _shared(context.policy, word, used) for word in safe.via}
        if all(shared.values()):
            yield _finding(context.policy, escalation, shared, used)


def _shared(policy: Policy, channel: str, used: dict[str, int]) -> str:
    """A channel of the tiers that fails together with one of the fail-safe."""
    fails = same_provider(policy, channel)
    return next((word for word in used if word in fails), "")


def _finding(policy: Policy, escalation: Escalation, shared: dict[str, str], used: dict[str, int]) -> Finding:
    words = listed(shown(word, 63) for word in shared)
    providers = listed(dict.fromkeys(shown(policy.channels[word].provider, 63) for word in shared))
    number = used[next(iter(shared.values()))]
    tier = escalation.tiers[number]
    through = words if words == providers else f"{words} of {providers}"
    message = (
        f"the failsafe of {escalation.label} goes through {through}, like {called(tier, number)}: they fail together"
    )
    others = [
        channel.id
        for channel in policy.channels.values()
        if channel.wakes and not _shared(policy, channel.id, used) and channel.id not in shared
    ]
    choice = f", such as {listed((shown(word, 63) for word in others), last='or')}" if others else ""
    help = f"use a channel of another provider for the failsafe{choice}"
    related = (Related(tier.place.at("via"), f"{called(tier, number)} goes through the same provider"),)
    place = escalation.failsafe.place.at("via") if escalation.failsafe else escalation.named
    return Finding(place, message, help, related, escalation.subject)
