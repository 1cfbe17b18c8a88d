"""A value is not one of those that are possible, or lies outside of its range.

## What
Fields such as `lifecycle`, `mode` or `role` hold one of a few words, and numbers such as `tier` lie between two bounds.
The finding lists what is possible, and the help names the nearest.

## Why
P24: one classification for all. A tier of 0 or a mode of `hrad` falls through every rule that asks about tiers and
modes, so the strictest promise is judged by the loosest rule.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
role: primray
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

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
role: primary
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

RULE = Rule("SCH006", "value-not-allowed", Severity.ERROR)
check = reported_while_reading(RULE.code)
