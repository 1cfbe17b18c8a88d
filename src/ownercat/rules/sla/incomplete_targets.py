"""An SLA leaves out how fast a major incident is acknowledged or the service is restored.

## What

For every severity with `major: true` in the policy, a published SLA promises `ack` (from triggered to acknowledged) and
`restore` (from started to service back).

## Why

P21 and P26: response times are agreed per incident category, and the time to restore is what the customer feels. The
rules about escalation times compare with these two: what is not promised cannot be proven.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m}
  sev2: {ack: 30m, restore: 4h}
approvers: [shop]
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
```

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
---
apiVersion: ownercat/v1
kind: SLA
name: checkout-external
service: checkout
external: true
outcome: A customer with a valid card can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
approvers: [shop]
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
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import SLA, SlaTarget
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("SLA002", "incomplete-targets", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Published SLAs: one finding for the severities that are not there, one for each that is there in part."""
    known = {level.id for level in context.policy.severities}
    major = [level.id for level in context.policy.severities if level.major]
    for sla in context.sound(SLA) if context.policy_is_whole else ():
        stated = {context.policy.severity_id(target.severity): target for target in reversed(sla.targets)}
        # a severity that nobody knows may be the misspelling of one that is missing
        if sla.status != "published" or not stated.keys() <= known:
            continue
        missing = [severity for severity in major if severity not in stated]
        if missing:
            yield _missing(sla, missing)
        yield from (_partial(sla, stated[severity]) for severity in major if _gaps(stated.get(severity)))


def _gaps(target: SlaTarget | None) -> list[str]:
    if target is None:
        return []
    return [key for key, value in (("ack", target.ack), ("restore", target.restore)) if value is None]


def _missing(sla: SLA, missing: list[str]) -> Finding:
    place = sla.at.key("targets") if sla.targets else sla.named
    message = f"{sla.label} promises nothing for {listed(missing)}"
    help = f"add it under `targets`, such as `{missing[0]}: {{ack: 15m, restore: 1h}}`"
    return Finding(place, message, help, subject=sla.subject)


def _partial(sla: SLA, target: SlaTarget) -> Finding:
    gaps = _gaps(target)
    message = f"{sla.label} promises no {listed(gaps, 'or')} time for {target.severity}"
    help = f"add {listed(f'`{key}: {example}`' for key, example in (('ack', '15m'), ('restore', '1h')) if key in gaps)}"
    return Finding(target.place.key(), message, help, subject=sla.subject)
