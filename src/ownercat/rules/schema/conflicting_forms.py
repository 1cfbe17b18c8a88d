"""A document uses two forms at once that exclude each other, or none of the forms that are possible.

## What
Some things can be written in more than one way: an SLA is promised to a `consumer`, along a `journey`, or to
`external` people. Two of them at once contradict each other; the finding stands at the second and points to the first.
Where a value fits none of its forms and none was clearly meant, all of them are listed.

## Why
P19: a promise is measurable only when it is clear to whom it is made. A tool that silently prefers one of two forms is
right in half of the cases.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: SLA
name: shop-promise
service: checkout
consumer: team:shop
external: true
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
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
kind: SLA
name: shop-promise
service: checkout
external: true
outcome: A customer with a valid card can pay within ten seconds.
status: draft
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
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

RULE = Rule("SCH008", "conflicting-forms", Severity.ERROR)
check = reported_while_reading(RULE.code)
