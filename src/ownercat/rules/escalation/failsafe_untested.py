"""The fail-safe of an escalation was not tested for too long, or never.

## What

The date `failsafe.testedOn` is missing, or lies further back than the option `within`, seen from the day of the
check. The rule is off under `--timeless`.

## Why

P34: the notification path is tested. A fail-safe is used once in years; whether its number still rings is known only
from trying.

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
name: shop-urgent
team: shop
failsafe: {via: [sms], to: rotation:shop-primary, after: 10m, testedOn: 2024-09-14}
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
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

`within` (default `365d`): how long a test counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation
from ownercat.rules import Context
from ownercat.rules._options import length
from ownercat.text import plural

RULE = Rule("ESC109", "failsafe-untested", Severity.WARNING, dated=True, options={"within": "365d"})
_DAY = 86_400


def check(context: Context) -> Iterator[Finding]:
    """Each fail-safe without a test that is recent enough."""
    within = length(context, RULE, "within")
    for escalation in context.sound(Escalation) if context.as_of else ():
        safe, today = escalation.failsafe, context.as_of
        if safe is None or today is None:
            continue
        help = f"test it, and write the day down: `testedOn: {today}`"
        name = f"the failsafe of {escalation.label}"
        if safe.tested_on is None:
            message = f"{name} was never tested: it has no `testedOn`"
            yield Finding(safe.place, message, help, subject=escalation.subject)
        elif (today - safe.tested_on).days * _DAY > within.seconds:
            age = plural((today - safe.tested_on).days, "day")
            message = f"{name} was last tested on {safe.tested_on}, {age} ago: more than {within.text}"
            yield Finding(safe.place.at("testedOn"), message, help, subject=escalation.subject)
