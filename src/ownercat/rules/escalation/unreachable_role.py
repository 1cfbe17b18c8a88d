"""Whoever leads an incident, speaks to others or authorises a hotfix cannot be had in time.

## What

For each published SLA of the services whose pages of a major severity go to an escalation: the `champion`, whoever is
named under `communicate`, and somebody under `authorise.hotfix` must be there within `restore` of a page at every
instant of the SLA's hours, over the 400 days from the day of the check. A rotation is there while it has somebody on
call, a team while its single primary rotation has, a person unless they are away or gone; and whoever a tier pages
within that time is there as well. Somebody who states channels of which none wakes is not there. A hotfix needs
somebody with `hotfix` under `may`, where several of those named have it.

A team without a single primary rotation, an external schedule and a role that is not declared are not judged. Times
about which another rule speaks are left out: a rotation that misses its required hours (`coverage-gap`), an escalation
without anybody (`uncovered-policy`), people whom a tier cannot wake (`unreachable-person`), an authority of one person
or of nobody (`sole-authority`, `unheld-authority`). What is named alike is reported once, with all its services.

## Why

P05, P13 and P28: who authorises, who speaks and who leads is known beforehand, and is there. A fix that is ready waits
for whoever may say yes; customers wait for whoever may tell them; and the clock of the promise does not wait.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
roles: {champion: rotation:shop-leads}
escalation: shop-urgent
```
```yaml title=catalog/contract.yaml
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, cy, dan]
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
kind: Person
name: cy
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: dan
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
kind: Rotation
name: shop-leads
team: shop
role: manager
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [cy, dan]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 9, every: 10m}
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
roles: {champion: rotation:shop-leads}
escalation: shop-urgent
```
```yaml title=catalog/contract.yaml
apiVersion: ownercat/v1
kind: SLA
name: contract
service: checkout
external: true
outcome: A customer can pay.
approvers: [shop]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo, cy, dan]
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
kind: Person
name: cy
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: dan
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
kind: Rotation
name: shop-leads
team: shop
role: manager
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [cy, dan]
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
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 9, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Duration, Service
from ownercat.oncall.intervals import Intervals
from ownercat.oncall.wording import instant, length
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla, judgeable
from ownercat.rules.escalation._roles import (
    HOTFIX,
    IncidentRole,
    RoleAbsenceCause,
    because,
    missing,
    roles_of,
    unreachable,
)
from ownercat.text import listed, plural, shown

RULE = Rule("ESC108", "unreachable-role", Severity.WARNING)


class Absent(NamedTuple):
    """A role that cannot be had in time: for which promise, of which pages, and why at the first of them."""

    role: IncidentRole
    promise: AckTarget
    restore: Duration
    times: Intervals
    cause: RoleAbsenceCause


def check(context: Context) -> Iterator[Finding]:
    """Everybody who cannot be had in time, with the roles and services that count on them."""
    found: dict[object, list[Absent]] = {}
    for promised in judgeable(context):
        for service in {promise.service.key: promise.service for promise in promised.promises}.values():
            for role in roles_of(context, service):
                absent = next(_absent(context, promised, service, role), None) if missing(context, role) else None
                if absent is not None:
                    found.setdefault((tuple(_names(role)), absent.cause.kind), []).append(absent)
    for alike in found.values():
        yield _finding(context, alike)


def _names(role: IncidentRole) -> Iterator[tuple[str, str]]:
    return ((ref.kind, ref.name) for ref in role.refs)


def _absent(context: Context, promised: EscalationUnderSla, service: Service, role: IncidentRole) -> Iterator[Absent]:
    """The promises of a service for which a role comes too late, the strictest first."""
    promises = [
        (promise.target.restore, promise)
        for promise in promised.promises
        if promise.service is service and promise.severity in context.policy.major and promise.target.restore
    ]
    for restore, promise in sorted(promises, key=lambda each: each[0].seconds):
        times = unreachable(context, promised, promise, role, restore.seconds)
        if times:
            yield Absent(role, promise, restore, times, because(context, role, times[0][0]))


def _finding(context: Context, alike: list[Absent]) -> Finding:
    first = alike[0]
    service = first.promise.service
    parts = dict.fromkeys(_called(each.role) for each in alike if each.promise.service is service)
    others = len({each.promise.service.key for each in alike}) - 1
    more = f" (and of {plural(others, 'other service')})" if others else ""
    message = (
        f"the {listed(parts)} of {shown(service.label)}{more} cannot be reached {_when(context, first)}: "
        f"{first.cause.text}"
    )
    related = [Related(first.promise.target.place.at("restore"), "promised here")]
    related += [Related(place, "who is meant") for place in first.cause.places]
    related += [
        Related(each.role.place, f"the {_called(each.role)} of {shown(each.promise.service.label)}")
        for each in alike[1:]
    ]
    value = f"{first.promise.sla.name} {first.promise.severity}"
    return Finding(first.role.place, message, first.cause.cure, tuple(related[:RELATED]), service.subject, value)


def _called(role: IncidentRole) -> str:
    """``champion``, ``communicator to customers``, ``hotfix authority``."""
    if role.name == HOTFIX:
        return "hotfix authority"
    return role.name.replace("communicate.", "communicator to ")


def _when(context: Context, absent: Absent) -> str:
    """``for 63 h > restore 1h, first from Fri 2026-11-27 18:00 Europe/Madrid (17:00 UTC)``."""
    gaps, at = missing(context, absent.role), absent.times[0][0]
    if gaps == ((days(context).start, days(context).end),):
        return f"at any time, and {absent.promise.severity} is to be over within restore {absent.restore.text}"
    start, end = next(gap for gap in gaps if gap[0] <= at < gap[1])
    often = f", the first of {len(absent.times)} times" if len(absent.times) > 1 else ""
    least = "" if end < days(context).end else "at least "
    return (
        f"for {least}{length(end - start)} > restore {absent.restore.text}, "
        f"from {instant(start, absent.cause.zone)} on{often}"
    )
