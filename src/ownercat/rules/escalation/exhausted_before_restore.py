"""An escalation pages nobody any more before the service is to be restored.

## What

For each published SLA of the services whose pages of a major severity go to an escalation: when no tier answers, the
climb through all tiers, rounds (`repeat`) and the escalations that take over (`end: {handoff: …}`) must last at least
as long as the shortest `restore` that is promised. It lasts `hold` plus all waits, where every tier has somebody; an
escalation whose waits or end are not stated is not judged.

## Why

P20 and P26: the climb ends with silence while the service is still down. A page that starts again costs nothing when
somebody has answered, and saves the incident when nobody has.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
escalation: shop-urgent
---
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
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    wait: 5m
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
---
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
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
repeat: {times: 5, every: 10m}
end: stop
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Duration, Escalation
from ownercat.oncall.steps import End, steps
from ownercat.oncall.wording import short
from ownercat.rules import Context
from ownercat.rules.escalation._promises import AckTarget, judgeable, restore
from ownercat.text import plural, shown

RULE = Rule("ESC103", "exhausted-before-restore", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each escalation that gives up before the shortest promised restore."""
    for promised in judgeable(context):
        found = restore(context, promised)
        lasts = _lasts(context, promised.escalation, found[1]) if found else None
        if found and lasts is not None and lasts[0] < found[1].seconds:
            yield _finding(promised.escalation, *found, *lasts)


def _lasts(context: Context, escalation: Escalation, until: Duration) -> tuple[int, int] | None:
    """How long the climb lasts, and how many pages it has; ``None`` when nobody knows, or when it is long enough."""
    passed, pages = escalation.hold.seconds if escalation.hold else 0, 0
    waits: int | None = 0
    for step in steps(context.catalog, escalation):
        if isinstance(step, End):
            if step.kind == "handoff":
                continue
            return (passed + (waits or 0), pages) if step.kind == "stop" else None
        if waits is None:
            return None
        passed, pages, waits = passed + waits, pages + 1, step.wait
        if passed >= until.seconds:
            return None
    return None


def _finding(escalation: Escalation, promise: AckTarget, ends: Duration, lasts: int, pages: int) -> Finding:
    message = (
        f"{escalation.label} gives up after {plural(pages, 'page')}, and {promise.severity} of "
        f"{shown(promise.service.label)} may last longer: {short(lasts)} < restore {ends.text}"
    )
    help = "let it start again until then, with `repeat`, or hand over with `end: {handoff: ESCALATION}`"
    place = escalation.repeat.place if escalation.repeat else escalation.named
    related = (Related(promise.target.place.at("restore"), "promised here"),)
    return Finding(
        place,
        message,
        help,
        related,
        escalation.subject,
        f"{promise.sla.name} {promise.severity}",
        extent=ends.seconds - lasts,
    )
