"""An escalation reaches nobody at a time in which an answer is promised.

## What

A published SLA of a service states `hours` and a target for a severity that the policy pages at any hour. In those
hours, over the 400 days from the day of the check, some `respond` tier of the escalation that such a page goes to must
have somebody, or a tier of the escalation that takes over with `end: {handoff: …}`. A rotation that misses its own
required hours is reported as that, by `coverage-gap`; here each rotation keeps what it promises, and together they do
not keep what the SLA promises.

## Why

P20: crossing a threshold notifies the right people. An SLA for every hour on top of a rotation for office hours is two
true documents and a page at night that nobody gets; some paging products do not even open an incident then.

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
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-secondary
team: shop
role: secondary
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: urgent
---
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
hours: 24x7
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
---
apiVersion: ownercat/v1
kind: Escalation
name: urgent
team: shop
tiers:
  - {name: on-call, notify: [rotation:shop-primary], wait: 5m,
     inform: [severity, service, timeline, workarounds]}
  - {name: second, notify: [rotation:shop-secondary], inform: [severity, service, timeline, workarounds]}
repeat: {times: 5, every: 10m}
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
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-secondary
team: shop
role: secondary
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: urgent
---
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
hours: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "17:00"}
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
---
apiVersion: ownercat/v1
kind: Escalation
name: urgent
team: shop
tiers:
  - {name: on-call, notify: [rotation:shop-primary], wait: 5m,
     inform: [severity, service, timeline, workarounds]}
  - {name: second, notify: [rotation:shop-secondary], inform: [severity, service, timeline, workarounds]}
repeat: {times: 5, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.oncall.clock import DAY
from ownercat.oncall.intervals import total
from ownercat.oncall.wording import day, length, stretch
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.rotation._uncovered import Uncovered, uncovered
from ownercat.text import plural, shown

RULE = Rule("ROT102", "uncovered-policy", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Each escalation that leaves promised hours open, once."""
    for found in context.once(uncovered).values() if context.policy_is_whole else ():
        yield _finding(context, found)


def _finding(context: Context, found: Uncovered) -> Finding:
    escalation, service, sla, times = found
    start, end = days(context).start, days(context).end
    zone = "UTC" if sla.hours.always else sla.hours.time_zone
    judged = f"{(end - start) // DAY} days from {day(start, 'UTC')}"
    message = (
        f"no respond tier of {escalation.label} reaches anybody for {length(total(times))} of {judged} "
        f"({plural(len(times), 'gap')}) in the hours of {sla.label}: first {stretch(*times[0], zone)}"
    )
    related = (
        Related(sla.named if sla.hours.always else sla.at.at("hours"), f"an answer is promised {_hours(found)}"),
        Related(service.named, f"pages of {shown(service.label)} go there"),
    )
    help = "have somebody on call in these hours, in any tier, or promise an answer in the hours that are covered"
    return Finding(escalation.named, message, help, related, escalation.subject, sla.name, extent=total(times))


def _hours(found: Uncovered) -> str:
    return "at every hour" if found.sla.hours.always else "in these hours"
