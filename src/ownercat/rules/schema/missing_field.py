"""A document, or an entry of a list in it, lacks a key that it cannot do without.

## What
Only what identifies a thing is required: `apiVersion`, `kind` and `name`, the `team` of a rotation and of an
escalation, the `service` of an SLA, a runbook or a dependency, and the like. What a rule can say better (an owner, a
runbook, a second escalation tier) is that rule's business.

A required key that is there under a wrong spelling is [unknown-field] instead, once for both.

## Why
P01: the agreement is written down. A dependency without a service, or an escalation that no team keeps, cannot be
followed by a person or by another tool.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
layers:
  - {id: all, members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - {id: all, members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}
---
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SCH003", "missing-field", Severity.ERROR)
check = reported_while_reading(RULE.code)
